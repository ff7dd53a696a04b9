// Approvals: logins that wait for a phone, which here is one click: QR codes to be scanned, pushes to be answered.

import { call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { Feed } from '../feed.js'
import { listView } from '../lists.js'
import { button, chip, facts, field, nothing, poolTag, tell, time } from '../parts.js'
import { words } from '../words.js'
import { People } from './people.js'
import { remaining } from './remaining.js'
import { nameOf } from './user_parts.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('./people.js').Person} Person */
/** @typedef {'open' | 'scanned' | 'agreed' | 'cancelled' | 'expired'} State */
/**
 * @typedef {{
 *   id: string, kind: 'qrcode' | 'push', path: string, userPoolId: string, scene?: string, state: State, userId?: string, createdAt: string,
 *   expiresAt: string, cids?: string[], who?: Person | null,
 * }} Login `who` answers it: the user to whom it went, by whom it was scanned, or who acts in this pool
 */

const LOOK_MS = 2000
const t = words({
  title: ['Outbox', '发件箱'],
  label: ['Approvals', '待批准登录'],
  count: ['{count} login | {count} logins', '{count} 个登录'],
  qrcode: ['QR', '扫码'],
  push: ['Push', '推送'],
  qrcode_login: ['QR code login', '扫码登录'],
  push_login: ['Push login', '推送登录'],
  open: ['Waiting', '等待中'],
  scanned: ['Scanned', '已扫码'],
  agreed: ['Approved', '已批准'],
  cancelled: ['Refused', '已拒绝'],
  expired: ['Expired', '已过期'],
  as: ['as {name}', '用户 {name}'],
  nobody: ['This pool has no user', '该用户池没有用户'],
  approve: ['Approve', '批准'],
  approve_as: ['Approve as {name}', '以 {name} 的身份批准'],
  refuse: ['Refuse', '拒绝'],
  refuse_as: ['Refuse as {name}', '以 {name} 的身份拒绝'],
  scan: ['Only scan', '仅扫码'],
  approved: ['{name} has approved the login.', '{name} 已批准登录。'],
  refused: ['{name} has refused the login.', '{name} 已拒绝登录。'],
  was_scanned: ['{name} has scanned the code.', '{name} 已扫码。'],
  phone: ['Whose phone it is', '手机属于哪个用户'],
  no_phone: ['Say whose phone it is.', '请填写手机属于哪个用户。'],
  phone_hint: ['User name, e-mail or phone number of a user of this pool.', '该用户池中用户的用户名、邮箱或手机号。'],
  row: ['{kind} {name}, {state}', '{kind} {name}，{state}'],
  row_pool: ['{row}, in {pool}', '{row}，用户池 {pool}'],
  user: ['User', '用户'],
  pool: ['User pool', '用户池'],
  scene: ['Scene', '场景'],
  code: ['Code', '编码'],
  devices: ['Devices', '设备'],
  no_devices: ['None is bound. The push waits here all the same.', '未绑定设备，推送仍会在此等待批准。'],
  begun: ['Begun', '发起时间'],
  expires: ['Expires', '过期时间'],
  choose: ['Select a login to approve or refuse it.', '选择一个登录进行批准或拒绝。'],
  empty: ['No logins to approve', '没有待批准的登录'],
  empty_hint: ['When your app shows a QR code or pushes a login to a phone, approve it here with one click.', '你的应用展示二维码或发起推送登录后，可在这里一键批准。'],
})

/** @type {Record<string, State>} as REST v2 numbers the states of a code, and API v3 names those of a push */
const STATES = { 0: 'open', 1: 'scanned', 2: 'agreed', 3: 'cancelled', '-1': 'expired', PUSHED: 'open', AUTHORIZED: 'agreed', CANCELLED: 'cancelled', EXPIRED: 'expired' }
/** @type {Record<State, import('../parts.js').Mood>} */
const MOODS = { open: 'info', scanned: 'info', agreed: 'good', cancelled: 'bad', expired: 'plain' }
const DONE = /** @type {const} */ ({ confirm: 'approved', cancel: 'refused', scan: 'was_scanned' })

/** @param {'qrcode' | 'push'} kind @returns {(printed: any) => Login} */
function loginOf(kind) {
  return ({ random, id = random, status, ...rest }) => ({ ...rest, id: `${kind}-${id}`, kind, path: `/${kind === 'push' ? 'pushes' : 'qrcodes'}/${encodeURIComponent(id)}`, state: STATES[status] ?? 'expired' })
}

/** @param {Login} each */
function waits(each) {
  return each.state === 'open' || each.state === 'scanned'
}

/** How many of the newest logins wait for an answer. @param {Page} page @returns {Promise<number>} */
export async function waiting({ pool, signal }) {
  const query = { userPoolId: pool, limit: 100 }
  const [codes, pushes] = await Promise.all([call('GET', '/qrcodes', { query, signal }), call('GET', '/pushes', { query, signal })])
  return [...codes.list.map(loginOf('qrcode')), ...pushes.list.map(loginOf('push'))].filter(waits).length
}

/** Codes and pushes in one list, newest first. */
class Logins {
  /** @param {Page} page @param {(prepended: number) => void} changed */
  constructor({ pool, signal }, changed) {
    this.signal = signal
    this.people = new People(signal, () => changed(0))
    this.feeds = /** @type {const} */ (['qrcode', 'push']).map((kind) => /** @type {Feed<Login>} */ (
      new Feed(kind === 'push' ? '/pushes' : '/qrcodes', { userPoolId: pool }, signal, changed, { changing: true, as: loginOf(kind) })))
  }

  get total() {
    return this.feeds.reduce((sum, each) => sum + each.total, 0)
  }

  /** @returns {Login[]} down to where older ones of one kind are still to be read */
  get items() {
    const ends = this.feeds.filter((each) => each.items.length < each.total).map((each) => each.items.at(-1)?.createdAt ?? '')
    const all = this.feeds.flatMap((each) => each.items).filter((each) => ends.every((end) => each.createdAt >= end))
    return all.sort((one, two) => two.createdAt.localeCompare(one.createdAt)).map((each) => ({ ...each, who: this.who(each) }))
  }

  /** @param {Login} each @returns {Person | null} */
  who({ userPoolId, userId, state }) {
    if (userId) return { userId, name: this.people.named(userPoolId, userId) }
    return state === 'open' ? this.people.actor(userPoolId) : null
  }

  async begin() {
    await Promise.all(this.feeds.map((each) => each.begin()))
    void every(LOOK_MS, this.signal, () => this.people.again())
  }

  async more() {
    await Promise.all(this.feeds.map((each) => each.more()))
  }

  async look() {
    await Promise.all(this.feeds.map((each) => each.look()))
  }
}

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export function page(page) {
  /** @type {Logins} */
  let logins
  return listView(page, {
    title: t('title'),
    label: t('label'),
    source: (changed) => (logins = new Logins(page, changed)),
    count: (count) => t('count', { count }),
    choose: t('choose'),
    empty: () => nothing(t('empty'), t('empty_hint')),
    name: (each) => {
      const row = t('row', { kind: t(`${each.kind}_login`), name: whose(each), state: t(each.state) })
      return page.pool ? row : t('row_pool', { row, pool: page.poolName(each.userPoolId) })
    },
    draw: (each) => [
      h('span', { class: `channel ${each.kind === 'push' ? 'sms' : ''}` }, t(each.kind)),
      h('span', { class: 'grow' }, h('strong', null, whose(each) || t(`${each.kind}_login`)),
        h('small', null, page.pool ? null : [poolTag(each.userPoolId, page.poolName), ' · '], each.state === 'scanned' ? `${t(each.state)} · ` : null, time(each.createdAt))),
      waits(each) ? acts(each) : h('span', { class: 'side' }, chip(t(each.state), MOODS[each.state])),
    ],
    detail: (each, signal) => ({
      title: t(`${each.kind}_login`),
      state: h('span', { class: 'outcome' }, chip(t(each.state), MOODS[each.state]), waits(each) ? remaining(page, each, signal) : null),
      rest: [waits(each) ? answered(each) : null, about(each)],
    }),
  })

  /** @param {Login} each */
  function whose(each) {
    if (each.who) return t('as', { name: each.who.name })
    return each.state === 'open' ? t('nobody') : ''
  }

  /** @param {Login} each @param {'confirm' | 'cancel' | 'scan'} what @param {Person} person */
  async function act(each, what, { name, ...by }) {
    try {
      await call('POST', `${each.path}/${what}`, { body: by })
    } finally {
      await logins.look()
    }
    tell(t(DONE[what], { name }), 'good')
  }

  /** One click in the list. @param {Login} each */
  function acts(each) {
    const { who } = each
    if (!who) return null
    const { name } = who
    return h('span', { class: 'acts' },
      button(t('approve'), () => act(each, 'confirm', who), { class: 'main', 'aria-label': t('approve_as', { name }), title: t('approve_as', { name }) }),
      button(t('refuse'), () => act(each, 'cancel', who), { class: 'wide-only', 'aria-label': t('refuse_as', { name }), title: t('refuse_as', { name }) }))
  }

  /** The same at the side, where one can say who holds the phone; that one acts from then on. @param {Login} each */
  function answered(each) {
    const { userPoolId: pool, userId, who } = each
    const phone = userId ? null : phoneField(logins.people, pool, who ?? null)
    /** @param {'confirm' | 'cancel' | 'scan'} what */
    const by = async (what) => {
      const person = phone ? phone.person() : who
      if (!person) throw new Error(t('no_phone'))
      await act(each, what, person)
      if (phone) logins.people.choose(pool, person)
    }
    return [
      phone?.element,
      h('div', { class: 'acts' }, button(t('approve'), () => by('confirm'), { class: 'main' }), button(t('refuse'), () => by('cancel')),
        phone ? button(t('scan'), () => by('scan'), { class: 'quiet' }) : null),
    ]
  }

  /** @param {Login} each */
  function about(each) {
    const { userPoolId: pool, userId, who, cids } = each
    /** @type {[string, import('../dom.js').Child][]} */
    const pairs = []
    if (userId) pairs.push([t('user'), h('a', { href: page.link('users', { pool, id: `${pool}/${userId}` }) }, who?.name ?? userId)])
    if (each.scene) pairs.push([t('scene'), each.scene])
    if (cids) pairs.push([t('devices'), cids.join(', ') || t('no_devices')])
    return facts([...pairs,
      [t('pool'), h('a', { href: page.link('outbox', { pool, view: 'approvals' }) }, page.poolName(pool))],
      [t('code'), h('code', null, each.id.replace(/^\w+-/, ''))],
      [t('begun'), time(each.createdAt)], [t('expires'), time(each.expiresAt)]])
  }
}

/**
 * A field for who holds the phone, with users of the pool to choose from.
 * @param {People} people
 * @param {string} pool
 * @param {Person | null} who  stands there to begin with
 */
function phoneField(people, pool, who) {
  const options = h('datalist', { id: 'users-of-pool' })
  const input = h('input', { list: options.id, value: who?.name ?? '', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' })
  /** @type {Map<string, Person>} */
  const found = new Map()
  const offer = async () => {
    const typed = input.value.trim()
    const users = await people.search(pool, typed === who?.name ? '' : typed)
    for (const user of users) found.set(user.username ?? user.email ?? user.phone ?? user.id, { userId: user.id, name: nameOf(user) })
    fill(options, [...found].map(([value, { name }]) => h('option', { value, label: name === value ? null : name })))
  }
  input.addEventListener('focus', () => { input.select(); void offer().catch(() => {}) })
  input.addEventListener('input', () => void offer().catch(() => {}))
  return {
    element: [field(t('phone'), input, t('phone_hint')), options],
    /** @returns {Person | null} */
    person: () => {
      const account = input.value.trim()
      if (account === (who?.name ?? '')) return who
      return account ? found.get(account) ?? { account, name: account } : null
    },
  }
}
