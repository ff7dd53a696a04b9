// A list that grows at its newest end while one looks, and is read from the server towards its oldest end when needed.

import { call, every, follow } from './api.js'

/** @typedef {import('./api.js').Query} Query */
/** @typedef {{id: string}} Thing */
/**
 * @template T
 * @typedef {import('./api.js').Listed<T>} Listed
 */

const PAGE = 200
const LOOK_MS = 2000

/**
 * @template {Thing} T
 */
export class Feed {
  /**
   * @param {string} path  of the list; the stream is below it
   * @param {Query} query
   * @param {AbortSignal} signal  ends it
   * @param {(prepended: number) => void} onChange
   * @param {{changing?: boolean}} [kind]  whether things change after they have come
   */
  constructor(path, query, signal, onChange, { changing = false } = {}) {
    this.path = path
    this.query = query
    this.signal = signal
    this.onChange = onChange
    this.changing = changing
    /** @type {T[]} what is known, newest first, without a gap */
    this.items = []
    this.total = 0
    /** @type {Set<string>} */
    this.ids = new Set()
    /** @type {Promise<void> | undefined} */
    this.loading = undefined
    /** @type {T[]} what has come and is not yet shown */
    this.waiting = []
    this.missed = ''
  }

  /** Reads the newest, and goes on with what comes. */
  async begin() {
    void follow(`${this.path}/stream`, {
      query: this.query,
      signal: this.signal,
      onItem: (item) => this.came(item),
      onState: (live) => { if (live) void this.look().catch(() => {}) },
    })
    await this.reload()
    void every(LOOK_MS, this.signal, () => this.look())
  }

  /** Reads anew what is known, and at least the newest. */
  async reload() {
    const found = await this.page(1, Math.min(10_000, Math.max(PAGE, this.items.length)))
    this.items = found.list
    this.ids = new Set(found.list.map((each) => each.id))
    this.total = found.totalCount
    this.onChange(0)
  }

  /** Reads older ones, unless there are none or it is at it already. */
  async more() {
    if (this.loading || this.items.length >= this.total) return this.loading
    this.loading = this.page(Math.floor(this.items.length / PAGE) + 1).then((found) => {
      for (const each of found.list) {
        if (!this.ids.has(each.id)) {
          this.ids.add(each.id)
          this.items.push(each)
        }
      }
      this.total = Math.max(found.totalCount, this.items.length)
      // What cannot be reached, because others are gone meanwhile, is not there.
      if (found.list.length < PAGE) this.total = this.items.length
      this.onChange(0)
    }).finally(() => { this.loading = undefined })
    return this.loading
  }

  /** Whether the server still has what is shown, and has it so; after a reset it has not. */
  async look() {
    if (this.loading || this.waiting.length) return
    const found = await this.page(1, this.changing ? PAGE : 1)
    const newest = found.list[0]
    if (newest && !this.ids.has(newest.id)) {
      // Most likely the stream is about to bring it.
      if (this.missed === newest.id) await this.reload()
      this.missed = newest.id
    } else if (found.totalCount !== this.total) {
      await this.shrink(found.totalCount)
    } else if (this.changing && JSON.stringify(found.list) !== JSON.stringify(this.items.slice(0, found.list.length))) {
      this.items.splice(0, found.list.length, ...found.list)
      this.onChange(0)
    }
  }

  /** Some are gone: the oldest, as in a ring, or any. @param {number} total */
  async shrink(total) {
    const kept = Math.min(this.items.length, total)
    const [last] = kept ? (await this.page(kept, 1)).list : []
    if (!kept || last?.id !== this.items[kept - 1]?.id) return this.reload()
    for (const each of this.items.splice(kept)) this.ids.delete(each.id)
    this.total = total
    this.onChange(0)
  }

  /** @param {T} item */
  came(item) {
    if (this.ids.has(item.id)) return
    this.ids.add(item.id)
    this.waiting.push(item)
    // Of a thousand at once each is shown, but not one by one.
    if (this.waiting.length === 1) {
      setTimeout(() => {
        // What was read meanwhile holds some of it already.
        const read = new Set(this.items.slice(0, PAGE).map((each) => each.id))
        const arrived = this.waiting.splice(0).reverse().filter((each) => !read.has(each.id))
        for (const each of arrived) this.ids.add(each.id)
        this.items = arrived.concat(this.items)
        this.total += arrived.length
        this.onChange(arrived.length)
      }, 30)
    }
  }

  /**
   * @param {number} page
   * @param {number} [limit]
   * @returns {Promise<Listed<T>>}
   */
  page(page, limit = PAGE) {
    return call('GET', this.path, { query: { ...this.query, page, limit }, signal: this.signal })
  }
}
