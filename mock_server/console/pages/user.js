// One user: who it is, in which state, and how to change that.

import { call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { asked, button, choice, confirmed, copier, facts, field, json, tell, time } from '../parts.js'
import { words } from '../words.js'
import { askForToken, sessionsOf } from './user_tokens.js'
import { nameOf, statesOf } from './users.js'

/** @typedef {import('../shell.js').Page} Page */
/**
 * @typedef {Record<string, any> & {
 *   id: string, userPoolId: string, username: string | null, email: string | null, phone: string | null, nickname: string | null, name: string | null,
 *   emailVerified: boolean, phoneVerified: boolean, status: string, blocked: boolean, resetPasswordOnFirstLogin: boolean, passwordSet: boolean,
 *   mfa: {totpSecret?: string | null} | null, roles: string[], groups: string[], orgs: string[][], customData: Record<string, unknown>,
 *   resources: {namespace: string, code: string, actions: string[]}[], loginsCount: number, lastLogin: string | null, createdAt: string,
 * }} User
 */
/** @typedef {{changed: (now: User | null) => Promise<void>, close: () => void}} Hooks */

const t = words({
  back: ['Back to the list', '返回列表'],
  id: ['Id', 'ID'],
  pool: ['User pool', '用户池'],
  username: ['User name', '用户名'],
  email: ['E-mail', '邮箱'],
  phone: ['Phone', '手机号'],
  verified: ['verified', '已验证'],
  unverified: ['not verified', '未验证'],
  logins: ['Logins', '登录次数'],
  last_login: ['Last login', '最近登录'],
  created: ['Made', '创建时间'],
  source: ['Came by', '来源'],
  states: ['State', '状态'],
  locked: ['Locked', '锁定'],
  first: ['Must change the password', '须修改密码'],
  no_password: ['Without password', '无密码'],
  mfa: ['MFA on', '启用 MFA'],
  email_verified: ['E-mail verified', '邮箱已验证'],
  phone_verified: ['Phone verified', '手机号已验证'],
  password_needed: ['Set a password', '设置密码'],
  password: ['Password', '密码'],
  new_password: ['New password', '新密码'],
  set_password: ['Set the password', '设置密码'],
  password_note: ['All sessions of the user end.', '该用户的所有会话将结束。'],
  otp: ['One-time password right now', '当前一次性密码'],
  otp_left: ['{seconds} s left', '剩余 {seconds} 秒'],
  otp_secret: ['Secret of the authenticator app', '身份验证器密钥'],
  edit: ['Edit', '编辑'],
  save: ['Save', '保存'],
  remove: ['Delete', '删除'],
  remove_title: ['Delete {name}?', '删除 {name}？'],
  remove_what: ['The user goes, with all sessions and tokens.', '该用户及其所有会话和令牌都将被删除。'],
  log_in_as: ['Log in as', '以此身份登录'],
  profile: ['Profile', '资料'],
  belongs: ['Roles and organisations', '角色与组织'],
  roles: ['Roles', '角色'],
  roles_hint: ['codes, with commas between', '角色编码，以逗号分隔'],
  groups: ['Groups', '分组'],
  orgs: ['Organisations', '组织机构'],
  orgs_hint: ['a path on each line: HR/DevHR', '每行一个路径，如 HR/DevHR'],
  resources: ['Resources', '资源'],
  custom: ['Custom data', '自定义数据'],
  custom_hint: ['as JSON; keys that are left out stay as they are', 'JSON 格式；未列出的键保持不变'],
  custom_wrong: ['Custom data is not JSON: {why}', '自定义数据不是合法的 JSON：{why}'],
  all: ['All that is known', '全部字段'],
  none: ['none', '无'],
})

const PROFILE = [
  'nickname', 'name', 'givenName', 'familyName', 'middleName', 'preferredUsername', 'photo', 'profile', 'website', 'gender', 'birthdate', 'company',
  'locale', 'zoneinfo', 'country', 'province', 'city', 'region', 'locality', 'streetAddress', 'postalCode', 'address', 'formatted',
]
const STATES = /** @type {const} */ (['blocked', 'resetPasswordOnFirstLogin', 'emailVerified', 'phoneVerified'])
const STATE_TEXTS = /** @type {const} */ ({ blocked: 'locked', resetPasswordOnFirstLogin: 'first', emailVerified: 'email_verified', phoneVerified: 'phone_verified' })

/** @type {AbortController | undefined} what an opened user has begun */
let opened

/**
 * Shows a user.
 * @param {Page} page
 * @param {HTMLElement} place
 * @param {User} user
 * @param {Hooks} hooks
 */
export function openUser(page, place, user, hooks) {
  opened?.abort()
  opened = new AbortController()
  const signal = AbortSignal.any([page.signal, opened.signal])
  const path = `/pools/${user.userPoolId}/users/${encodeURIComponent(user.id)}`
  /** @param {Record<string, unknown>} body */
  const change = async (body) => hooks.changed(await call('PATCH', path, { body }))
  fill(place,
    h('div', { class: 'detail-head' },
      button(t('back'), hooks.close, { class: 'quiet narrow-only' }),
      h('h2', null, nameOf(user)), h('span', { class: 'states' }, statesOf(user))),
    h('div', { class: 'acts' },
      button(t('log_in_as'), () => askForToken(page, user), { class: 'main' }),
      button(t('edit'), () => edit(user, change)),
      button(user.passwordSet ? t('new_password') : t('password_needed'), () => askForPassword(change)),
      button(t('remove'), () => confirmed(t('remove_title', { name: nameOf(user) }), t('remove_what'), t('remove'), async () => {
        await call('DELETE', path)
        await hooks.changed(null)
      }), { class: 'quiet' })),
    h('h3', null, t('states')), switches(user, change),
    user.mfa?.totpSecret ? oneTimePassword(user.mfa.totpSecret, `${path}/totp`, signal) : null,
    who(page, user),
    h('h3', null, t('belongs')), belongings(user),
    h('h3', null, t('custom')), Object.keys(user.customData).length ? json(user.customData, t('custom')) : h('p', { class: 'soft' }, t('none')),
    sessionsOf(page, user, signal),
    h('details', null, h('summary', null, t('all')), json(user, t('all'))))
  place.scrollTop = 0
}

/** @param {User} user @param {(body: Record<string, unknown>) => Promise<void>} change */
function switches(user, change) {
  const simple = STATES.filter((each) => (each !== 'emailVerified' || user.email) && (each !== 'phoneVerified' || user.phone))
  return h('div', { class: 'acts', role: 'group', 'aria-label': t('states') },
    simple.map((each) => button(t(STATE_TEXTS[each]), () => change({ [each]: !user[each] }), { 'aria-pressed': String(user[each]) })),
    button(t('no_password'), () => user.passwordSet ? change({ password: null }) : askForPassword(change), { 'aria-pressed': String(!user.passwordSet) }),
    button(t('mfa'), () => change({ mfa: { totpSecret: user.mfa?.totpSecret ? null : newSecret() } }), { 'aria-pressed': String(Boolean(user.mfa?.totpSecret)) }))
}

/** @param {(body: Record<string, unknown>) => Promise<void>} change */
function askForPassword(change) {
  const input = h('input', { autocomplete: 'off', spellcheck: 'false' })
  return asked(t('set_password'), { body: field(t('password'), input, t('password_note')), act: t('set_password'), done: () => change({ password: input.value }) })
}

/** A secret as authenticator apps have it: 160 bits in base32. */
function newSecret() {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[each % 32]).join('')
}

/** @param {string} secret @param {string} path @param {AbortSignal} signal */
function oneTimePassword(secret, path, signal) {
  const now = h('span', { class: 'otp' }, '······')
  const left = h('small')
  const look = async () => {
    const found = await call('GET', path, { signal })
    now.textContent = found.code
    left.textContent = t('otp_left', { seconds: found.secondsLeft })
  }
  void look().catch(() => {})
  void every(1000, signal, look)
  return h('div', { class: 'card inner' },
    h('div', { class: 'acts' }, h('span', null, t('otp')), now, copier(() => now.textContent ?? '', t('otp')), left),
    h('div', null, h('small', null, t('otp_secret'), ': '), h('code', null, secret)))
}

/** @param {Page} page @param {User} user */
function who(page, user) {
  const verified = (/** @type {boolean} */ well) => h('small', null, ` · ${well ? t('verified') : t('unverified')}`)
  return facts([
    [t('id'), [h('code', null, user.id), ' ', copier(user.id, t('id'))]],
    [t('pool'), h('a', { href: page.link('users', { pool: user.userPoolId }) }, page.poolName(user.userPoolId))],
    [t('username'), user.username ?? '–'],
    [t('email'), user.email ? [user.email, verified(user.emailVerified)] : '–'],
    [t('phone'), user.phone ? [user['phoneCountryCode'], ' ', user.phone, verified(user.phoneVerified)] : '–'],
    [t('logins'), user.loginsCount],
    [t('last_login'), time(user.lastLogin)],
    [t('created'), time(user.createdAt)],
    [t('source'), user['registerSource']?.join(', ') || '–'],
    ...PROFILE.filter((each) => user[each] && !(each === 'gender' && user[each] === 'U') && each !== 'photo')
      .map((each) => /** @type {[string, import('../dom.js').Child]} */ ([each, user[each]])),
  ])
}

/** @param {User} user */
function belongings(user) {
  const list = (/** @type {string[]} */ all) => all.length ? all.join(', ') : t('none')
  return facts([
    [t('roles'), list(user.roles)],
    [t('groups'), list(user.groups)],
    [t('orgs'), user.orgs.length ? user.orgs.map((each) => h('div', null, each.join(' / '))) : t('none')],
    [t('resources'), list(user.resources.map((each) => `${each.namespace}/${each.code}`))],
  ])
}

/** @param {User} user @param {(body: Record<string, unknown>) => Promise<void>} change */
function edit(user, change) {
  const known = ['username', 'email', 'phone', ...PROFILE]
  /** @type {Map<string, HTMLInputElement | HTMLSelectElement>} */
  const inputs = new Map(known.map((each) => [each, each === 'gender'
    ? choice([['U', 'U'], ['F', 'F'], ['M', 'M']], { value: user[each] })
    : h('input', { value: user[each] ?? '', autocomplete: 'off', spellcheck: 'false' })]))
  const roles = h('input', { value: user.roles.join(', '), spellcheck: 'false' })
  const groups = h('input', { value: user.groups.join(', '), spellcheck: 'false' })
  const orgs = h('textarea', { rows: '3', spellcheck: 'false' }, user.orgs.map((each) => each.join('/')).join('\n'))
  const custom = h('textarea', { rows: '4', spellcheck: 'false' }, JSON.stringify(user.customData, null, 2))
  const done = async () => {
    /** @type {Record<string, unknown>} */
    const body = {}
    for (const [name, input] of inputs) if (input.value !== (user[name] ?? '')) body[name] = input.value === '' ? null : input.value
    const split = (/** @type {string} */ text) => text.split(/[,，\n]/).map((each) => each.trim()).filter(Boolean)
    if (roles.value !== user.roles.join(', ')) body['roles'] = split(roles.value)
    if (groups.value !== user.groups.join(', ')) body['groups'] = split(groups.value)
    if (orgs.value !== user.orgs.map((each) => each.join('/')).join('\n')) body['orgs'] = orgs.value.split('\n').map((each) => each.trim()).filter(Boolean)
    if (custom.value !== JSON.stringify(user.customData, null, 2)) body['customData'] = read(custom.value)
    await change(body)
    tell(t('save'), 'good')
  }
  const label = (/** @type {string} */ name) => name === 'username' || name === 'email' || name === 'phone' ? t(name) : name
  return asked(`${t('edit')}: ${nameOf(user)}`, {
    act: t('save'), done, wide: true,
    body: [
      h('div', { class: 'fields' }, [...inputs].slice(0, 7).map(([name, input]) => field(label(name), input))),
      h('details', null, h('summary', null, t('profile')), h('div', { class: 'fields' }, [...inputs].slice(7).map(([name, input]) => field(name, input)))),
      h('div', { class: 'fields' }, field(t('roles'), roles, t('roles_hint')), field(t('groups'), groups, t('roles_hint'))),
      field(t('orgs'), orgs, t('orgs_hint')), field(t('custom'), custom, t('custom_hint')),
    ],
  })
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text || '{}')
  } catch (fault) {
    throw new Error(t('custom_wrong', { why: fault instanceof Error ? fault.message : String(fault) }))
  }
}

