// Every mail and SMS that a pool has sent.

import { NothingCame } from './errors.js'
import { moment } from './values.js'

// No fetch waits longer for an answer than 300 seconds, whatever it is told.
const LONGEST_WAIT_SECONDS = 290

export class Outbox {
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
