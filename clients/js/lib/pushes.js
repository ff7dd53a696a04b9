// The logins that were pushed to the phones of a pool's users.

export class Pushes {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async list({ page, limit } = {}) {
    return (await this.#pool.server.call('GET', '/pushes', { query: this.#pool.query({ page, limit }) })).list
  }

  confirm(pushId, phone) {
    return this.#play(pushId, 'confirm', phone)
  }

  cancel(pushId, phone) {
    return this.#play(pushId, 'cancel', phone)
  }

  #play(pushId, action, phone = {}) {
    return this.#pool.server.call('POST', `/pushes/${encodeURIComponent(pushId)}/${action}`, { body: phone })
  }
}
