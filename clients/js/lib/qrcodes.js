// The QR codes of a pool, and the phone that scans them.

export class QrCodes {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async list({ page, limit } = {}) {
    return (await this.#pool.server.call('GET', '/qrcodes', { query: this.#pool.query({ page, limit }) })).list
  }

  scan(random, phone) {
    return this.#play(random, 'scan', phone)
  }

  confirm(random, phone) {
    return this.#play(random, 'confirm', phone)
  }

  cancel(random, phone) {
    return this.#play(random, 'cancel', phone)
  }

  #play(random, action, phone = {}) {
    return this.#pool.server.call('POST', `/qrcodes/${encodeURIComponent(random)}/${action}`, { body: phone })
  }
}
