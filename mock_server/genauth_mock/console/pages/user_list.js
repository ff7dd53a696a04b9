// The users of one pool or of all, of whom only those near the rows in sight are known; looked at anew every now and then.

import { call, every } from '../api.js'
import { Rows } from '../rows.js'

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {{totpSecret?: string, recoveryCode?: string, email?: string, phone?: string, phoneCountryCode?: string, face?: string}} Mfa */
/** @typedef {{credentialId: string, name: string | null, authenticatorCode: string, createdAt: string, lastUsedAt: string | null}} Passkey */
/** @typedef {{id: string, connectionId: string, openid: string, profile: Record<string, unknown>, createdAt: string}} UserIdentity */
/**
 * @typedef {{
 *   id: string, userPoolId: string, username: string | null, email: string | null, emailVerified: boolean, phone: string | null,
 *   phoneCountryCode: string | null, phoneVerified: boolean, status: string, blocked: boolean, resetPasswordOnFirstLogin: boolean,
 *   passwordSet: boolean, nickname: string | null, name: string | null, customData: Record<string, unknown>, roles: string[],
 *   groups: string[], orgs: string[][], resources: {namespace: string, code: string, actions: string[]}[], mfa: Mfa, mfaPending: Mfa,
 *   passkeys?: Passkey[], identities?: UserIdentity[],
 *   registerSource: string[], loginsCount: number, lastLogin: string | null, lastIp: string | null, createdAt: string, updatedAt: string,
 * } & Record<string, unknown>} User
 */
/** @typedef {{id: string, user: User}} Row  `id` is the pool's and the user's, since two pools may have users of one id. */

const CHUNK = 100
const LOOK_MS = 2000

/** What names a user among those of all pools. @param {User} user */
export function keyOf(user) {
  return `${user.userPoolId}/${user.id}`
}

/** Where a user is in the control API. @param {string} key */
export function pathOf(key) {
  const [pool = '', id = ''] = key.split('/')
  return `/pools/${encodeURIComponent(pool)}/users/${encodeURIComponent(id)}`
}

/** Rows to which one can also go before they are read. @extends {Rows<Row>} */
class LateRows extends Rows {
  /** @param {ConstructorParameters<typeof Rows<Row>>[0] & {late: (index: number) => Promise<void>}} options */
  constructor(options) {
    super(options)
    this.late = options.late
  }

  /** @override @param {number} index */
  goTo(index) {
    if (this.items[index]) return super.goTo(index)
    this.element.scrollTop = Math.min(index, Math.max(0, this.total - 1)) * this.height
    void this.late(index).then(() => { if (this.items[index]) super.goTo(index) }).catch(() => {})
  }
}

export class UserList {
  /**
   * @param {import('../api.js').Query} query
   * @param {AbortSignal} signal  ends it
   * @param {{label: string, draw: (row: Row) => Child, name: (row: Row) => string, open: (key: string) => void, empty: () => Child, onChange: (total: number) => void}} options
   */
  constructor(query, signal, { label, draw, name, open, empty, onChange }) {
    this.query = query
    this.signal = signal
    this.onChange = onChange
    /** @type {Row[]} with holes, where nobody has looked yet */
    this.items = []
    this.rows = new LateRows({ label, name, empty, draw, open: (row) => open(row.id), late: (index) => this.read([Math.floor(index / CHUNK)]) })
    /** @type {Map<number, Promise<void>>} */
    this.reading = new Map()
    let frame = 0
    this.rows.element.addEventListener('scroll', () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => void this.readMissing().catch(() => {}))
    }, { passive: true })
  }

  async begin() {
    await this.look()
    void every(LOOK_MS, this.signal, () => this.look())
  }

  /** Shows those in whom a text stands. @param {string} search */
  async find(search) {
    this.query = { ...this.query, search }
    this.items = []
    this.rows.element.scrollTop = 0
    await this.look()
  }

  /** Which pages of users are in sight, the next ones to be seen included. @returns {number[]} */
  inSight() {
    const { scrollTop, clientHeight } = this.rows.element
    const first = Math.max(0, Math.floor(scrollTop / this.rows.height) - 10)
    const last = Math.ceil((scrollTop + clientHeight) / this.rows.height) + 10
    const chunks = []
    for (let chunk = Math.floor(first / CHUNK); chunk <= Math.floor(last / CHUNK); chunk++) {
      if (!chunk || chunk * CHUNK < this.items.length) chunks.push(chunk)
    }
    return chunks
  }

  async readMissing() {
    await this.read(this.inSight().filter((chunk) => chunk * CHUNK < this.items.length && !this.items[chunk * CHUNK]))
  }

  /** @param {number[]} chunks */
  async read(chunks) {
    await Promise.all(chunks.map((chunk) => {
      const under = this.reading.get(chunk)
      if (under) return under
      const { query } = this
      const reading = this.page(chunk).then(({ list, total }) => {
        if (query !== this.query) return undefined
        // Others came or went meanwhile: where everybody is now, the next look tells.
        if (total !== this.items.length) return this.look()
        this.put(chunk, list)
        return this.rows.set(this.items, total)
      }).finally(() => this.reading.delete(chunk))
      this.reading.set(chunk, reading)
      return reading
    }))
  }

  /** Reads anew who is in sight. Who has scrolled down stays where he is, whoever comes or goes above. */
  async look() {
    const { query } = this
    const chunks = this.inSight()
    const found = await Promise.all(chunks.map((chunk) => this.page(chunk)))
    // Something else is searched for meanwhile.
    if (query !== this.query) return
    const total = Math.max(0, ...found.map((each) => each.total))
    const moved = total !== this.items.length || found.some(({ list }, n) => list.some((row, at) => this.items[(chunks[n] ?? 0) * CHUNK + at]?.id !== row.id))
    const view = this.rows.element
    const top = Math.floor(view.scrollTop / this.rows.height)
    const standing = view.scrollTop > 4 ? this.items[top]?.id : undefined
    const before = this.items.length
    if (moved) this.items = new Array(total)
    found.forEach(({ list }, n) => this.put(chunks[n] ?? 0, list))
    let shift = 0
    if (moved && standing) {
      const now = this.items.findIndex((each) => each?.id === standing)
      shift = now >= 0 ? now - top : Math.max(0, total - before)
    }
    this.rows.set(this.items, total, shift)
    this.onChange(total)
    if (shift) await this.readMissing()
  }

  /** @param {number} chunk @param {Row[]} list */
  put(chunk, list) {
    list.forEach((row, at) => { this.items[chunk * CHUNK + at] = row })
  }

  /** @param {number} chunk @returns {Promise<{list: Row[], total: number}>} */
  async page(chunk) {
    const found = await call('GET', '/users', { query: { ...this.query, page: chunk + 1, limit: CHUNK }, signal: this.signal })
    return { list: found.list.map((/** @type {User} */ user) => ({ id: keyOf(user), user })), total: found.totalCount }
  }
}
