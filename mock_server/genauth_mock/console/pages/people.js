// Users whom a page names though it has only their ids, and who of a pool acts until another is chosen.

import { call } from '../api.js'
import { nameOf } from './user_parts.js'

/** @typedef {import('./user_list.js').User} User */
/** @typedef {{userId: string, name: string} | {account: string, name: string}} Person Somebody by id, or by what was typed. */

const FEW = 20

/** @type {Map<string, Person>} by pool; who was chosen stays so until the page is loaded anew */
const chosen = new Map()

export class People {
  /** @param {AbortSignal} signal @param {() => void} changed  called when somebody's name has come */
  constructor(signal, changed) {
    this.signal = signal
    this.changed = changed
    /** @type {Map<string, string>} names by pool and id */
    this.names = new Map()
    /** @type {Map<string, Person | null>} by pool, null where it has no user */
    this.firsts = new Map()
  }

  /** What a user is called; by the id until the name has come. @param {string} pool @param {string} id */
  named(pool, id) {
    const key = `${pool}/${id}`
    const known = this.names.get(key)
    if (known !== undefined) return known
    this.names.set(key, id)
    void call('GET', `/pools/${encodeURIComponent(pool)}/users/${encodeURIComponent(id)}`, { signal: this.signal })
      .then((user) => { this.names.set(key, nameOf(user)); this.changed() }, () => {})
    return id
  }

  /** Who acts in a pool; nobody where it has no user, or before it is known. @param {string} pool @returns {Person | null} */
  actor(pool) {
    const wanted = chosen.get(pool)
    if (wanted) return wanted
    if (!this.firsts.has(pool)) {
      this.firsts.set(pool, null)
      void this.look(pool).catch(() => {})
    }
    return this.firsts.get(pool) ?? null
  }

  /** Asks again who there is in pools that had nobody. */
  async again() {
    for (const [pool, first] of this.firsts) if (!first) await this.look(pool)
  }

  /** @param {string} pool */
  async look(pool) {
    const users = await this.search(pool, '')
    const user = users.find((each) => !each.blocked) ?? users[0]
    if (!user) return
    this.firsts.set(pool, { userId: user.id, name: nameOf(user) })
    this.changed()
  }

  /** @param {string} pool @param {string} search @returns {Promise<User[]>} */
  async search(pool, search) {
    return (await call('GET', '/users', { query: { userPoolId: pool, search, limit: FEW }, signal: this.signal })).list
  }

  /** @param {string} pool @param {Person} person */
  choose(pool, person) {
    chosen.set(pool, person)
    this.changed()
  }
}
