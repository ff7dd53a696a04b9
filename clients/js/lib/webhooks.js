// What the webhooks of a pool were told.

export class Webhooks {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async deliveries({ event, page, limit } = {}) {
    const query = this.#pool.query({ event, page, limit })
    return (await this.#pool.server.call('GET', '/webhooks/deliveries', { query })).list
  }

  waitFor(event, { after, timeout = 10 } = {}) {
    const query = this.#pool.query({ event, after: idOf(after), timeout })
    return this.#pool.server.call('GET', '/webhooks/deliveries/wait', { query, patience: timeout })
  }

  replay(delivery) {
    return this.#pool.server.call('POST', `/webhooks/deliveries/${encodeURIComponent(idOf(delivery))}/replay`)
  }

  async trigger(event, data) {
    const body = this.#pool.query({ event, data })
    return (await this.#pool.server.call('POST', '/webhooks/trigger', { body })).list
  }
}

function idOf(delivery) {
  return typeof delivery === 'object' ? delivery?.id : delivery
}
