// The journal of what a pool was asked.

import { UnexpectedCalls } from './errors.js'

const SHOWN_REQUESTS = 10

export class Requests {
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
