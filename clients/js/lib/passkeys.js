// The passkeys of a pool's users.

export class Passkeys {
  #server
  #path

  constructor(pool, path) {
    this.#server = pool.server
    this.#path = path
  }

  async list(userId) {
    return (await this.#server.call('GET', this.#of(userId), { query: { limit: 10000 } })).list
  }

  async remove(userId, credentialId) {
    await this.#server.call('DELETE', `${this.#of(userId)}/${encodeURIComponent(credentialId)}`)
  }

  #of(userId) {
    return `${this.#path}/${encodeURIComponent(userId)}/passkeys`
  }
}
