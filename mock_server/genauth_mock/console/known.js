// What every page knows of the server: its user pools, and what time it is in each.

import { ApiError, call } from './api.js'

/** @typedef {{offsetSeconds: number, frozen: boolean}} Shift How a pool's clock differs from the real time. */
/** @typedef {Shift & {now: string}} Clock */
/** @typedef {{userPoolId: string, name: string, appId: string, appSecret: string, userPoolSecret: string, settings: any, clock: Shift, createdAt: string}} Pool */

// So many of the newest pools can be chosen from a list; a test suite makes thousands.
const MOST = 500
const MOST_NAMES = 20
// Whether a pool that nobody has chosen was renamed, or its clock moved, is asked once in so many looks.
const ALL_EVERY = 10

export class Known {
  constructor() {
    /** @type {Pool[]} the newest, and the one that is chosen */
    this.pools = []
    this.total = 0
    /** @type {Map<string, Pool>} */
    this.byId = new Map()
    /** @type {Map<string, string>} names of pools that are asked for and are not among the newest; of one that is gone, its id */
    this.others = new Map()
    /** @type {Set<string>} pools whose names are to be asked for */
    this.wanted = new Set()
    this.looks = 0
    this.wall = Date.now()
    this.readAt = performance.now()
  }

  /**
   * Asks anew; all there is to know, or no more than is needed to see whether that is due.
   * @param {string} chosen  the chosen pool's id, or empty
   * @param {boolean} all
   * @returns {Promise<boolean>} whether the chosen pool is there
   */
  async refresh(chosen, all) {
    const limit = all || this.looks++ % ALL_EVERY === 0 ? MOST : 1
    const [clock, found, own] = await Promise.all([call('GET', '/clock'), this.newest(limit), chosen ? read(chosen) : null])
    this.wall = Date.parse(clock.now)
    this.readAt = performance.now()
    let { list } = found
    if (limit === 1) {
      const isSame = found.totalCount === this.total && list[0]?.userPoolId === this.pools[0]?.userPoolId
      list = isSame ? this.pools : (await this.newest(MOST)).list
    }
    this.total = found.totalCount
    this.pools = own && !list.some((each) => each.userPoolId === chosen) ? [...list, own] : list.map((each) => own && each.userPoolId === chosen ? own : each)
    this.byId = new Map(this.pools.map((each) => [each.userPoolId, each]))
    await this.ask()
    return !chosen || own !== null
  }

  /** @param {number} limit @returns {Promise<import('./api.js').Listed<Pool>>} */
  newest(limit) {
    return call('GET', '/pools', { query: { limit } })
  }

  /** What a pool is called; one that is not known yet goes by its id until the next look. @param {string} id */
  named(id) {
    const name = this.byId.get(id)?.name ?? this.others.get(id)
    if (name === undefined) this.wanted.add(id)
    return name ?? id
  }

  /** Asks for the names of pools that somebody has shown and that are not among the newest; some at a time. */
  async ask() {
    const ids = [...this.wanted].filter((id) => !this.byId.has(id)).slice(0, MOST_NAMES)
    this.wanted.clear()
    for (const [id, found] of await Promise.all(ids.map(async (id) => /** @type {const} */ ([id, await read(id)])))) this.others.set(id, found?.name ?? id)
  }

  /** What a pool's clock shows, in ms since 1970. @param {string | null | undefined} id */
  now(id) {
    const { offsetSeconds, frozen } = this.byId.get(id ?? '')?.clock ?? { offsetSeconds: 0, frozen: false }
    return this.wall + 1000 * offsetSeconds + (frozen ? 0 : performance.now() - this.readAt)
  }

  /** Pools to choose from. @returns {[id: string, label: string][]} */
  choices() {
    return this.pools.map(({ userPoolId, name }) => [userPoolId, name === userPoolId ? name : `${name} · ${userPoolId.slice(0, 12)}`])
  }
}

/** @param {string} id @returns {Promise<Pool | null>} */
async function read(id) {
  try {
    return await call('GET', `/pools/${encodeURIComponent(id)}`)
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 404) return null
    throw fault
  }
}
