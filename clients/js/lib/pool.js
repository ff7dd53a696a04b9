// A user pool, and all that stands in it but its outbox and its journal.

import { Captchas } from './captchas.js'
import { Devices } from './devices.js'
import { MockCrashed } from './errors.js'
import { Outbox } from './outbox.js'
import { Passkeys } from './passkeys.js'
import { Pushes } from './pushes.js'
import { QrCodes } from './qrcodes.js'
import { Requests } from './requests.js'
import { Events } from './told.js'
import { isDate, moment } from './values.js'
import { Webhooks } from './webhooks.js'

export class Pool {
  #path
  #publicKey

  constructor(server, printed) {
    this.server = server
    this.baseUrl = server.baseUrl
    this.userPoolId = printed.userPoolId
    this.userPoolSecret = printed.userPoolSecret
    this.appId = printed.appId
    this.appSecret = printed.appSecret
    this.name = printed.name
    this.#path = `/pools/${encodeURIComponent(printed.userPoolId)}`
    this.outbox = new Outbox(this)
    this.users = new Users(this, `${this.#path}/users`)
    this.devices = new Devices(this, `${this.#path}/users`)
    this.faults = new Faults(this)
    this.clock = new Clock(this)
    this.events = new Events(this)
    this.requests = new Requests(this)
    this.tokens = new Tokens(this)
    this.passkeys = new Passkeys(this, `${this.#path}/users`)
    this.qrcodes = new QrCodes(this)
    this.pushes = new Pushes(this)
    this.captchas = new Captchas(this)
    this.webhooks = new Webhooks(this)
  }

  async publicKey() {
    this.#publicKey ??= (await this.server.info()).rsaPublicKey
    return this.#publicKey
  }

  async settings(changes = {}) {
    return (await this.server.call('PATCH', this.#path, { body: { settings: changes } })).settings
  }

  login(user, options) {
    return this.server.call('POST', '/login', { body: this.query({ user, ...options }) })
  }

  async reset() {
    await this.server.call('POST', `${this.#path}/reset`)
  }

  async snapshot(name) {
    await this.server.call('PUT', `/snapshots/${encodeURIComponent(name)}`, { query: this.query() })
  }

  async restore(name) {
    await this.server.call('POST', `/snapshots/${encodeURIComponent(name)}/restore`, { query: this.query() })
  }

  export() {
    return this.server.call('GET', `${this.#path}/export`)
  }

  async delete() {
    const crashes = await this.#crashes()
    try {
      await this.server.call('DELETE', this.#path)
    } catch (fault) {
      if (crashes.length === 0) throw fault
    }
    if (crashes.length > 0) throw new MockCrashed(crashes)
  }

  async crashes() {
    return (await this.server.call('GET', '/crashes', { query: this.query() })).list
  }

  async #crashes() {
    try {
      return await this.crashes()
    } catch (fault) {
      // A server of an earlier version has no such call.
      if (fault?.status === 404) return []
      throw fault
    }
  }

  query(more) {
    return { userPoolId: this.userPoolId, ...more }
  }

  // Some engines have no such symbol yet; what compilers put in its place is this.
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    try {
      await this.delete()
    } catch (fault) {
      // A test may delete its pool itself.
      if (fault?.status !== 404) throw fault
    }
  }
}

export class Users {
  #server
  #path

  constructor(pool, path) {
    this.#server = pool.server
    this.#path = path
  }

  create(user = {}) {
    return this.#server.call('POST', this.#path, { body: user })
  }

  async list({ page, limit } = {}) {
    return (await this.#server.call('GET', this.#path, { query: { page, limit } })).list
  }

  get(userId) {
    return this.#server.call('GET', this.#of(userId))
  }

  update(userId, changes) {
    return this.#server.call('PATCH', this.#of(userId), { body: changes })
  }

  async delete(userId) {
    await this.#server.call('DELETE', this.#of(userId))
  }

  async generate(count, options) {
    const body = { count, ...options }
    // Thousands take their time.
    return (await this.#server.call('POST', `${this.#path}/generate`, { body, patience: count / 500 })).list
  }

  async totp(userId) {
    return (await this.#server.call('GET', `${this.#of(userId)}/totp`)).code
  }

  #of(userId) {
    return `${this.#path}/${encodeURIComponent(userId)}`
  }
}

export class Faults {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  add(fault) {
    return this.#pool.server.call('POST', '/faults', { body: this.#pool.query(fault) })
  }

  async list({ page, limit } = {}) {
    return (await this.#pool.server.call('GET', '/faults', { query: this.#pool.query({ page, limit }) })).list
  }

  async remove(faultId) {
    await this.#pool.server.call('DELETE', `/faults/${encodeURIComponent(faultId)}`)
  }

  async clear() {
    await this.#pool.server.call('DELETE', '/faults', { query: this.#pool.query() })
  }
}

export class Clock {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  get() {
    return this.#pool.server.call('GET', '/clock', { query: this.#pool.query() })
  }

  set(to) {
    const body = typeof to === 'string' || isDate(to) ? { now: moment(to) } : to
    return this.#pool.server.call('PUT', '/clock', { body, query: this.#pool.query() })
  }

  advance(seconds) {
    return this.#pool.server.call('POST', '/clock/advance', { body: this.#pool.query({ seconds }) })
  }

  freeze(at) {
    return this.set({ now: moment(at), frozen: true })
  }
}

export class Tokens {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async mint(wanted) {
    return (await this.#pool.server.call('POST', '/tokens', { body: this.#pool.query(wanted) })).token
  }
}
