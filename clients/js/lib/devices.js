// The devices of a pool's users.

import { isObject, moment } from './values.js'

export class Devices {
  #server
  #path

  constructor(pool, path) {
    this.#server = pool.server
    this.#path = path
  }

  async list(userId) {
    return (await this.#server.call('GET', this.#of(userId), { query: { limit: 10_000 } })).list
  }

  suspend(userId, device, { until } = {}) {
    return this.#change(userId, device, { status: 'suspended', suspendedUntil: moment(until) })
  }

  deactivate(userId, device) {
    return this.#change(userId, device, { status: 'deactivated' })
  }

  activate(userId, device) {
    return this.#change(userId, device, { status: 'activated' })
  }

  async logOut(userId, device) {
    await this.#server.call('DELETE', `${this.#one(userId, device)}/session`)
  }

  async delete(userId, device) {
    await this.#server.call('DELETE', this.#one(userId, device))
  }

  #change(userId, device, body) {
    return this.#server.call('PATCH', this.#one(userId, device), { body })
  }

  #of(userId) {
    return `${this.#path}/${encodeURIComponent(userId)}/devices`
  }

  #one(userId, device) {
    return `${this.#of(userId)}/${encodeURIComponent(isObject(device) ? device.id : device)}`
  }
}
