// What a pool's subscribers are told over a WebSocket.

export class Events {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  publish(event, data = {}) {
    return this.#pool.server.call('POST', '/events', { body: this.#pool.query({ event, data }) })
  }

  async list({ event, page, limit } = {}) {
    return (await this.#pool.server.call('GET', '/events', { query: this.#pool.query({ event, page, limit }) })).list
  }
}
