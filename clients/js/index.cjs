// Made by `make generate`; do not edit by hand.

'use strict'

// What is thrown.

class GenAuthError extends Error {
  constructor(message, { status = 0, code = '', field, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'GenAuthError'
    this.status = status
    this.code = code
    this.field = field
  }
}

class Unreachable extends GenAuthError {
  constructor(message, details) {
    super(message, details)
    this.name = 'Unreachable'
  }
}

class NothingCame extends Error {
  constructor(message, arrived) {
    super(message)
    this.name = 'NothingCame'
    this.arrived = arrived
  }
}

class MockCrashed extends Error {
  constructor(crashes) {
    const lines = crashes.map((each) => `  ${each.method} ${each.path}: ${each.error}`)
    super(`genauth-mock itself has failed while this pool was in use (HTTP 500, x-mock-crash), so what was found proves nothing; its log has more:\n${lines.join('\n')}`)
    this.name = 'MockCrashed'
    this.crashes = crashes
  }
}

class UnexpectedCalls extends Error {
  constructor(message, calls) {
    super(message)
    this.name = 'UnexpectedCalls'
    this.calls = calls
  }
}

// What values are.

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Jest gives tests a Date of their own, which is no instance of ours.
function isDate(value) {
  return Object.prototype.toString.call(value) === '[object Date]'
}

function moment(value) {
  if (isDate(value)) return value.toISOString()
  return isObject(value) ? value.id : value
}

// Server-sent events.

async function* eventsOf(body) {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const events = text.split(/\r?\n\r?\n/)
      text = events.pop()
      for (const event of events) {
        const data = event.split(/\r?\n/).filter((line) => line.startsWith('data:'))
        if (data.length) yield JSON.parse(data.map((line) => line.slice(5)).join('\n'))
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

// Every mail and SMS that a pool has sent.

// No fetch waits longer for an answer than 300 seconds, whatever it is told.
const LONGEST_WAIT_SECONDS = 290

class Outbox {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async waitCode(to, options) {
    const message = await this.wait(to, options)
    if (message.code === null) throw new NothingCame(`the message to ${to} holds no code: ${message.body}`, [message])
    return message.code
  }

  async wait(to, { channel, scene, after, timeout = 10 } = {}) {
    if (timeout > LONGEST_WAIT_SECONDS) {
      const why = `no fetch waits longer; call again to wait on`
      throw new RangeError(`timeout: ${timeout} is more than ${LONGEST_WAIT_SECONDS} seconds, and ${why}`)
    }
    const query = this.#pool.query({ to, channel, scene, after: moment(after), timeout })
    // fetch has to wait longer than the server does, or the server's own words are lost.
    return this.#pool.server.call('GET', '/outbox/wait', { query, patience: timeout })
  }

  async list({ to, channel, scene, after, page, limit } = {}) {
    const query = this.#pool.query({ to, channel, scene, after: moment(after), page, limit })
    return (await this.#pool.server.call('GET', '/outbox', { query })).list
  }

  async clear({ to } = {}) {
    await this.#pool.server.call('DELETE', '/outbox', { query: this.#pool.query({ to }) })
  }

  async delete(message) {
    const id = typeof message === 'string' ? message : message.id
    await this.#pool.server.call('DELETE', `/outbox/${encodeURIComponent(id)}`)
  }

  async *stream({ to, channel, scene, after, signal } = {}) {
    const { server } = this.#pool
    const ending = new AbortController()
    const end = () => ending.abort()
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
    try {
      const query = this.#pool.query({ to, channel, scene, after: moment(after) })
      yield* server.events('/outbox/stream', { query, signal: ending.signal })
    } catch (fault) {
      if (!signal?.aborted) throw fault
    } finally {
      signal?.removeEventListener('abort', end)
      end()
    }
  }
}

// The journal of what a pool was asked.

const SHOWN_REQUESTS = 10

class Requests {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async list({ operation, path, method, status, code, crash, page, limit } = {}) {
    return (await this.#page({ operation, path, method, status, code, crash, page, limit })).list
  }

  async clear() {
    await this.#pool.server.call('DELETE', '/requests', { query: this.#pool.query() })
  }

  async assertCalled(operation, { times, path, method, status, code, crash } = {}) {
    const found = await this.#page({ operation, path, method, status, code, crash })
    if (times === undefined ? found.totalCount > 0 : found.totalCount === times) return found.list
    const wanted = times === undefined ? 'at least once' : counted(times)
    const all = await this.#page({ limit: SHOWN_REQUESTS })
    const shown = all.list.map((each) => `\n  ${each.at} ${each.method} ${each.path} → ${answered(each)}`).join('')
    const where = `in user pool ${this.#pool.userPoolId}`
    throw new UnexpectedCalls(
      `${operation} was to be called ${wanted} and was called ${counted(found.totalCount)} ${where}; ` +
        (all.totalCount ? `the newest of ${all.totalCount} requests:${shown}` : 'nothing at all was called'),
      found.list,
    )
  }

  #page(query) {
    return this.#pool.server.call('GET', '/requests', { query: this.#pool.query(query) })
  }
}

function counted(times) {
  return times === 1 ? 'once' : `${times} times`
}

function answered(request) {
  const operation = request.operation ? `, ${request.operation}` : ''
  const crash = request.crash ? ', the mock itself failed' : ''
  return `HTTP ${request.status}${request.code ? ` code ${request.code}` : ''}${operation}${crash}`
}

// Captcha pictures that were shown.

class Captchas {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async list({ page, limit } = {}) {
    return (await this.#pool.server.call('GET', '/captchas', { query: { page, limit } })).list
  }
}

// The devices of a pool's users.

class Devices {
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

// The QR codes of a pool, and the phone that scans them.

class QrCodes {
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

// The logins that were pushed to the phones of a pool's users.

class Pushes {
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

// The passkeys of a pool's users.

class Passkeys {
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

// What a pool's subscribers are told over a WebSocket.

class Events {
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

// What the webhooks of a pool were told.

class Webhooks {
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

// A user pool, and all that stands in it but its outbox and its journal.

class Pool {
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

class Users {
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

class Faults {
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

class Clock {
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

class Tokens {
  #pool

  constructor(pool) {
    this.#pool = pool
  }

  async mint(wanted) {
    return (await this.#pool.server.call('POST', '/tokens', { body: this.#pool.query(wanted) })).token
  }
}

// A running server, and how it is spoken to.

const USUAL_URL = 'http://127.0.0.1:8400'
const LONGEST_ANSWER_SECONDS = 30

class Server {
  #fetch
  #headers

  constructor(baseUrl = USUAL_URL, { controlToken, fetch = globalThis.fetch } = {}) {
    if (!/^https?:\/\/[^/]/.test(baseUrl)) throw new TypeError(`${baseUrl} is no URL of a server; write it like ${USUAL_URL}`)
    if (typeof fetch !== 'function') {
      const where = 'Node 18 has one, and jest-environment-jsdom hides it'
      throw new TypeError(`there is no fetch here (${where}): say @jest-environment node, or new Server(url, { fetch })`)
    }
    this.baseUrl = baseUrl.replace(/\/+$/, '')
    this.#fetch = fetch
    this.#headers = controlToken ? { authorization: `Bearer ${controlToken}` } : {}
  }

  async call(method, path, { body, query, patience = 0 } = {}) {
    // Not a timer of this world: fake timers would set it off.
    const signal = AbortSignal.timeout?.(Math.ceil((LONGEST_ANSWER_SECONDS + patience) * 1000))
    const response = await this.#open(method, path, { body, query, signal })
    if (response.status === 204) return undefined
    let text
    try {
      text = await response.text()
    } catch (fault) {
      throw this.#unreachable(fault)
    }
    return this.#answer(response, text)
  }

  async *events(path, { query, signal } = {}) {
    const response = await this.#open('GET', path, { query, signal })
    if (!response.ok) this.#answer(response, await response.text())
    try {
      yield* eventsOf(response.body)
    } catch (fault) {
      throw this.#unreachable(fault)
    }
  }

  health() {
    return this.call('GET', '/health')
  }

  info() {
    return this.call('GET', '/info')
  }

  async createPool(document = {}) {
    return new Pool(this, await this.call('POST', '/pools', { body: document }))
  }

  async importPool(document) {
    return new Pool(this, await this.call('POST', '/import', { body: document }))
  }

  async pool(userPoolId) {
    return new Pool(this, await this.call('GET', `/pools/${encodeURIComponent(userPoolId)}`))
  }

  async pools({ page, limit } = {}) {
    return (await this.call('GET', '/pools', { query: { page, limit } })).list
  }

  async #open(method, path, { body, query = {}, signal }) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    const headers = { ...this.#headers }
    // A text is YAML, as seed files are.
    if (body !== undefined) headers['content-type'] = typeof body === 'string' ? 'application/yaml' : 'application/json'
    const fetch = this.#fetch
    try {
      return await fetch(`${this.baseUrl}/_mock${path}${search && `?${search}`}`, {
        method,
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        signal,
        cache: 'no-store',
        credentials: 'omit',
      })
    } catch (fault) {
      throw this.#unreachable(fault)
    }
  }

  #answer(response, text) {
    let answer
    try {
      answer = JSON.parse(text)
    } catch {
      answer = undefined
    }
    if (response.ok && isObject(answer)) return answer
    const error = isObject(answer) ? answer.error : undefined
    if (!isObject(error)) {
      const what = `what answers at ${this.baseUrl} is no genauth-mock (HTTP ${response.status})`
      throw new Unreachable(what, { status: response.status })
    }
    if (response.status === 408) throw new NothingCame(error.message, answer.list)
    throw new GenAuthError(error.message, { status: response.status, code: error.code, field: error.field })
  }

  #unreachable(fault) {
    if (fault?.name === 'TimeoutError') {
      return new Unreachable(`what listens at ${this.baseUrl} does not answer in time`, { cause: fault })
    }
    // The reason stands in the cause, in Node; of two addresses that fail, in the errors of the cause.
    const reasons = [fault?.cause?.message, fault?.cause?.errors?.[0]?.message, fault?.cause?.code, fault?.message]
    const reason = reasons.find((each) => each) ?? String(fault)
    return new Unreachable(`nothing answers at ${this.baseUrl}: ${reason} (is genauth-mock running there?)`, { cause: fault })
  }
}

module.exports = { GenAuthError, MockCrashed, NothingCame, UnexpectedCalls, Unreachable, Server }
