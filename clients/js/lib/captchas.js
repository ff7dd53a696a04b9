// Captcha pictures that were shown.

export class Captchas {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async list({ page, limit } = {}) {
    return (await this.#pool.server.call('GET', '/captchas', { query: { page, limit } })).list
  }
}
