// A running server, and how it is spoken to.

import { GenAuthError, NothingCame, Unreachable } from './errors.js'
import { eventsOf } from './events.js'
import { Pool } from './pool.js'
import { isObject } from './values.js'

const USUAL_URL = 'http://127.0.0.1:8400'
const LONGEST_ANSWER_SECONDS = 30

export class Server {
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
