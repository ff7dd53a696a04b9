// A list that grows at its newest end while one looks, and is read from the server towards its oldest end when needed.

import { ApiError, call, every, pause } from './api.js'

/** @typedef {import('./api.js').Query} Query */
/** @typedef {{id: string}} Thing */
/**
 * @template T
 * @typedef {import('./api.js').Listed<T>} Listed
 */

const PAGE = 200
const LOOK_MS = 2000
const TOGETHER_MS = 30

/**
 * @template {Thing} T
 */
export class Feed {
  /**
   * @param {string} path  of the list
   * @param {Query} query
   * @param {AbortSignal} signal  ends it
   * @param {(prepended: number) => void} onChange
   * @param {{changing?: boolean, as?: (printed: any) => T}} [kind]  whether things change after they have come; what a
   *   thing is made of what the server prints
   */
  constructor(path, query, signal, onChange, { changing = false, as = (printed) => printed } = {}) {
    this.path = path
    this.query = query
    this.signal = signal
    this.onChange = onChange
    this.changing = changing
    this.as = as
    /** @type {T[]} what is known, newest first, without a gap */
    this.items = []
    this.total = 0
    /** @type {Set<string>} */
    this.ids = new Set()
    /** @type {Promise<void> | undefined} what is asked right now; the next waits for it */
    this.asking = undefined
    this.isDue = false
    this.isReading = false
  }

  /** Reads the newest, and looks now and then whether they are still there. */
  async begin() {
    await this.reload()
    void every(LOOK_MS, this.signal, () => this.look())
  }

  /** Something has come. Of a thousand at once each is read, but not one by one. */
  async heard() {
    if (this.isDue) return
    this.isDue = true
    await pause(TOGETHER_MS, this.signal)
    this.isDue = false
    if (!this.signal.aborted) await this.inTurn(() => this.changing ? this.compare() : this.readNew())
  }

  /** Reads anew what is known, and at least the newest. */
  reload() {
    return this.inTurn(() => this.readAll())
  }

  /** Reads others: those that a query asks for. @param {Query} query */
  find(query) {
    this.query = query
    this.items = []
    return this.reload()
  }

  /** Reads older ones, unless there are none or it is at it already. */
  async more() {
    if (this.isReading || this.items.length >= this.total) return
    this.isReading = true
    try {
      await this.inTurn(() => this.readOlder())
    } finally {
      this.isReading = false
    }
  }

  /** Whether the server still has what is shown, and has it so; after a reset it has not. */
  look() {
    return this.inTurn(() => this.compare())
  }

  /** One question after the other, so that no late answer undoes what a newer one has told. @param {() => Promise<void>} work */
  async inTurn(work) {
    while (this.asking) await this.asking.catch(() => {})
    this.asking = work()
    try {
      await this.asking
    } finally {
      this.asking = undefined
    }
  }

  async readAll() {
    const found = await this.page(1, Math.min(10_000, Math.max(PAGE, this.items.length)))
    this.items = found.list
    this.ids = new Set(found.list.map((each) => each.id))
    this.total = found.totalCount
    this.onChange(0)
  }

  async readNew() {
    const newest = this.items[0]
    if (!newest) return this.readAll()
    try {
      const found = await this.page(1, PAGE, newest.id)
      if (found.totalCount > PAGE) return this.readAll()
      this.prepend(found.list.filter((each) => !this.ids.has(each.id)))
    } catch (fault) {
      // What was the newest is gone.
      if (!(fault instanceof ApiError && fault.status === 400)) throw fault
      await this.readAll()
    }
  }

  /** @param {T[]} fresh */
  prepend(fresh) {
    if (!fresh.length) return
    for (const each of fresh) this.ids.add(each.id)
    this.items = fresh.concat(this.items)
    this.total += fresh.length
    this.onChange(fresh.length)
  }

  async readOlder() {
    const found = await this.page(Math.floor(this.items.length / PAGE) + 1)
    for (const each of found.list) {
      if (!this.ids.has(each.id)) {
        this.ids.add(each.id)
        this.items.push(each)
      }
    }
    this.total = Math.max(found.totalCount, this.items.length)
    // What cannot be reached, because others are gone meanwhile, is not there.
    if (found.list.length < PAGE) this.total = this.items.length
    // Whoever looks still further down may ask for more at once.
    this.isReading = false
    this.onChange(0)
  }

  async compare() {
    const found = await this.page(1, this.changing ? PAGE : 1)
    const newest = found.list[0]
    if (newest && !this.ids.has(newest.id)) {
      if (!this.changing) return this.readNew()
      const known = found.list.findIndex((each) => this.ids.has(each.id))
      if (known < 0 || found.totalCount !== this.total + known) return this.readAll()
      this.prepend(found.list.slice(0, known))
    } else if (newest?.id !== this.items[0]?.id || found.totalCount !== this.total) {
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
    if (!kept || last?.id !== this.items[kept - 1]?.id) return this.readAll()
    for (const each of this.items.splice(kept)) this.ids.delete(each.id)
    this.total = total
    this.onChange(0)
  }

  /**
   * @param {number} page
   * @param {number} [limit]
   * @param {string} [after]
   * @returns {Promise<Listed<T>>}
   */
  async page(page, limit = PAGE, after = undefined) {
    const found = await call('GET', this.path, { query: { ...this.query, page, limit, after }, signal: this.signal })
    return { list: found.list.map(this.as), totalCount: found.totalCount }
  }
}
