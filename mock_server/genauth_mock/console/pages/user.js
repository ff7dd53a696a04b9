// One user: who it is, its states, and everything that it has.

import { call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { button, chip, confirmed, copier, facts, json, time } from '../parts.js'
import { number, words } from '../words.js'
import { AccessPart } from './user_access.js'
import { DevicesPart } from './user_devices.js'
import { FactorsPart } from './user_factors.js'
import { fieldName } from './user_fields.js'
import { editUser, setPassword } from './user_forms.js'
import { keyOf, pathOf } from './user_list.js'
import { initial, nameOf, statesOf } from './user_parts.js'
import { SessionsPart, logInAs } from './user_tokens.js'

/** @typedef {import('./user_list.js').User} User */
/** @typedef {import('../shell.js').Page} Page */

const t = words({
  back: ['Back to the list', '返回列表'],
  log_in_as: ['Log in as', '以此用户登录'],
  edit: ['Edit', '编辑'],
  password: ['Set password', '设置密码'],
  remove: ['Delete', '删除'],
  remove_title: ['Delete {name}?', '删除用户 {name}？'],
  remove_body: ['The user and all of their sessions, roles and custom data are deleted.', '该用户及其全部会话、角色和自定义数据都将被删除。'],
  states: ['State', '状态'],
  blocked: ['Locked', '锁定'],
  blocked_hint: ['Login answers 2005, and all sessions end.', '登录返回 2005，全部会话结束。'],
  first: ['Must change password', '须修改密码'],
  first_hint: ['Login answers 1639.', '登录返回 1639。'],
  mfa: ['Multi-factor authentication (MFA)', '多因素认证（MFA）'],
  mfa_hint: ['Login answers 1636 until a one-time password is given.', '登录返回 1636，须再验证一次性口令。'],
  none: ['No password', '无密码'],
  none_hint: ['The user logs in with codes only. Turn this off to set a password.', '仅可使用验证码登录；关闭此项以设置密码。'],
  email: ['E-mail verified', '邮箱已验证'],
  phone: ['Phone verified', '手机号已验证'],
  no_email: ['No e-mail address', '无邮箱'],
  no_phone: ['No phone number', '无手机号'],
  about: ['Profile', '资料'],
  id: ['User ID', '用户 ID'],
  pool: ['User pool', '用户池'],
  verified: ['Verified', '已验证'],
  unverified: ['Not verified', '未验证'],
  status: ['Status', '账号状态'],
  created: ['Created', '创建时间'],
  updated: ['Updated', '更新时间'],
  last_login: ['Last login', '最近登录'],
  logins: ['{count} login | {count} logins', '共登录 {count} 次'],
  never: ['Never', '从未登录'],
  source: ['Source', '注册来源'],
  whole: ['All fields as JSON', '全部字段（JSON）'],
  profile: ['More profile fields', '更多资料'],
})

/** What is told above, or has a place of its own. */
const TOLD = new Set([
  'id', 'userPoolId', 'username', 'email', 'emailVerified', 'phone', 'phoneCountryCode', 'phoneVerified', 'status', 'blocked', 'resetPasswordOnFirstLogin',
  'passwordSet', 'passwordSecurityLevel', 'registerSource', 'loginsCount', 'lastLogin', 'lastIp', 'signedUp', 'createdAt', 'updatedAt', 'nickname', 'name',
  'customData', 'roles', 'groups', 'orgs', 'resources', 'mfa', 'mfaPending', 'passkeys', 'identities',
])

/** A secret for one-time passwords: 20 bytes in base32. */
function newSecret() {
  const bits = [...crypto.getRandomValues(new Uint8Array(20))].map((each) => each.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(each, 2)]).join('')
}

export class UserView {
  /**
   * @param {Page} page
   * @param {User} user
   * @param {{close: () => unknown, changed: () => Promise<unknown>, removed: () => Promise<unknown>}} hooks
   */
  constructor(page, user, { close, changed, removed }) {
    this.page = page
    this.user = user
    this.left = new AbortController()
    this.changes = 0
    this.changed = changed
    const path = pathOf(keyOf(user))
    this.path = path
    /** @param {Record<string, unknown>} body */
    this.change = async (body) => {
      await call('PATCH', path, { body })
      this.changes += 1
      await changed()
    }
    this.head = h('div', { class: 'detail-head' })
    this.switches = h('div', { class: 'switches', role: 'group', 'aria-label': t('states') })
    this.about = h('section', { 'aria-label': t('about') })
    this.record = h('div')
    this.whole = h('details', { ontoggle: () => this.drawWhole() }, h('summary', null, t('whole')), this.record)
    this.access = new AccessPart(() => this.user, this.change)
    this.factors = new FactorsPart(page, path, () => this.user, this.change, { signal: this.left.signal, changed })
    this.sessions = new SessionsPart(page, path, this.left.signal)
    this.devices = new DevicesPart(path, this.left.signal, changed)
    this.drawn = ''
    /** @type {(() => void)[]} */
    this.states = []
    const acts = h('div', { class: 'acts' },
      button(t('log_in_as'), () => logInAs(page, this.user, this.sessions.apps(), changed), { class: 'main' }),
      button(t('edit'), async () => { if (await editUser(this.user)) await changed() }),
      button(t('password'), async () => { if (await setPassword(this.user)) await changed() }),
      button(t('remove'), async () => {
        const gone = () => call('DELETE', path)
        if (await confirmed(t('remove_title', { name: nameOf(this.user) }), t('remove_body'), t('remove'), gone)) await removed()
      }))
    fill(this.switches,
      this.toggle('blocked', t('blocked'), (each) => each.blocked, () => t('blocked_hint'), (on) => this.change({ blocked: on })),
      this.toggle('first', t('first'), (each) => each.resetPasswordOnFirstLogin, () => t('first_hint'), (on) => this.change({ resetPasswordOnFirstLogin: on })),
      this.toggle('mfa', t('mfa'), (each) => Boolean(each.mfa.totpSecret), () => t('mfa_hint'), (on) => {
        const { totpSecret: _, ...others } = this.user.mfa
        return this.change({ mfa: on ? { ...others, totpSecret: newSecret() } : others })
      }),
      this.toggle('none', t('none'), (each) => !each.passwordSet, () => t('none_hint'), async (on) => {
        if (on) await this.change({ password: null })
        else if (await setPassword(this.user)) await changed()
      }),
      this.toggle('email', t('email'), (each) => each.emailVerified, (each) => each.email ?? t('no_email'), (on) => this.change({ emailVerified: on })),
      this.toggle('phone', t('phone'), (each) => each.phoneVerified, (each) => each.phone ?? t('no_phone'), (on) => this.change({ phoneVerified: on })))
    this.element = h('div', { class: 'user' }, this.head, acts, this.switches, this.factors.otp, this.about, this.sessions.element, this.devices.element, this.factors.others, this.access.element, this.whole)
    this.back = button(t('back'), close, { class: 'quiet narrow-only' })
    this.draw()
    void every(1000, this.left.signal, () => this.factors.drawCode())
  }

  /** Ends what goes on by itself. */
  leave() {
    this.left.abort()
  }

  /** Reads the user and its sessions anew. */
  async look() {
    const { changes } = this
    const [user] = await Promise.all([call('GET', this.path, { signal: this.left.signal }), this.sessions.look(), this.devices.look()])
    // An answer from before a change would take it back for a moment.
    if (changes !== this.changes) return
    this.user = user
    this.draw()
  }

  /**
   * A state that one click changes.
   * @param {string} id
   * @param {string} label
   * @param {(user: User) => boolean} is
   * @param {(user: User) => string} hint
   * @param {(on: boolean) => unknown} change
   */
  toggle(id, label, is, hint, change) {
    const below = h('small', { id: `state-${id}` })
    const made = button([h('span', { class: 'thumb', 'aria-hidden': 'true' }), h('span', null, label)], () => change(!is(this.user)),
      { role: 'switch', class: 'switch', 'aria-describedby': below.id, 'aria-label': label })
    this.states.push(() => {
      const checked = String(is(this.user))
      if (made.getAttribute('aria-checked') !== checked) made.setAttribute('aria-checked', checked)
      below.textContent = hint(this.user)
    })
    return h('div', { class: `state ${id}` }, made, below)
  }

  /** Draws what has changed. */
  draw() {
    const text = JSON.stringify(this.user)
    if (text === this.drawn) return
    this.drawn = text
    const { user } = this
    fill(this.head, this.back, initial(user), h('h2', { title: nameOf(user) }, h('bdi', null, nameOf(user))), h('span', { class: 'chips' }, statesOf(user)))
    for (const each of this.states) each()
    this.drawAbout()
    this.drawWhole()
    this.access.draw()
    this.factors.draw()
  }

  /** All that the control API says, as it says it. */
  drawWhole() {
    if (this.whole.open) fill(this.record, json(this.user, t('whole')))
  }

  drawAbout() {
    const { user, page } = this
    const open = this.about.querySelector('details')?.open ?? false
    /** @param {string} value @param {boolean} verified */
    const address = (value, verified) => [h('bdi', null, value), ' ', chip(verified ? t('verified') : t('unverified'), verified ? 'good' : 'plain')]
    /** @param {unknown} value @returns {import('../dom.js').Child} */
    const plain = (value) => h('bdi', null, String(value))
    const link = h('a', { href: page.link('users', { pool: user.userPoolId, id: keyOf(user) }) }, page.poolName(user.userPoolId))
    /** @type {[string, import('../dom.js').Child][]} */
    const pairs = [
      [t('id'), h('span', { class: 'id' }, h('code', null, user.id), copier(user.id, t('id')))],
      [t('pool'), page.pool ? page.poolName(user.userPoolId) : link],
    ]
    for (const name of ['username', 'nickname', 'name']) if (user[name]) pairs.push([fieldName(name), plain(user[name])])
    if (user.email) pairs.push([fieldName('email'), address(user.email, user.emailVerified)])
    if (user.phone) pairs.push([fieldName('phone'), address(`${user.phoneCountryCode ?? ''} ${user.phone}`, user.phoneVerified)])
    if (user.status !== 'Activated') pairs.push([t('status'), chip(user.status, 'warn')])
    pairs.push(
      [t('last_login'), user.lastLogin ? [time(user.lastLogin), ' · ', t('logins', { count: number(user.loginsCount) }), user.lastIp ? ` · ${user.lastIp}` : ''] : t('never')],
      [t('created'), time(user.createdAt)], [t('updated'), time(user.updatedAt)],
      [t('source'), user.registerSource.join(', ') || '–'])
    const others = Object.entries(user).filter(([name, value]) => !TOLD.has(name) && value !== null && value !== 'U')
    fill(this.about, facts(pairs), others.length
      ? h('details', { open }, h('summary', null, `${t('profile')} (${others.length})`), facts(others.map(([name, value]) => [fieldName(name), plain(value)])))
      : null)
  }
}
