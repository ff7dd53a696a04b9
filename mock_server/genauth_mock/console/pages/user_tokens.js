// Tokens: those that a user has, new ones, and what any of them says.

import { call } from '../api.js'
import { fill, h } from '../dom.js'
import { asked, button, chip, choice, code, confirmed, facts, field, json, reason, renew, show, time, tried } from '../parts.js'
import { number, span, words } from '../words.js'
import { keyOf } from './user_list.js'
import { nameOf } from './user_parts.js'

/** @typedef {import('./user_list.js').User} User */
/** @typedef {import('../shell.js').Page} Page */
/** @typedef {'token' | 'id_token' | 'access_token' | 'refresh_token'} TokenKind */
/** @typedef {{id: string, kind: TokenKind, appId: string, authorizationId?: string, inBrowser: boolean, scope?: string, createdAt: string, expiresAt: string, expired: boolean}} Session */
/**
 * @typedef {{
 *   kind?: TokenKind, header: Record<string, unknown>, claims: Record<string, unknown>, userPoolId?: string, userId?: string, username?: string,
 *   issuedAt?: string, expiresAt?: string, now: string, expired: boolean, signature: 'none' | 'valid' | 'altered' | 'unknown key', alive: boolean, verdict: string,
 * }} Inspection
 */

const MOST = 100
const t = words({
  title: ['Sessions and tokens', '会话与令牌'],
  none: ['No sessions. A login or “Log in as” creates one.', '暂无会话。登录或“以此用户登录”后会出现在这里。'],
  more: ['… and {count} more', '… 另有 {count} 个'],
  end: ['End', '结束'],
  end_one: ['End {kind} of {created}', '结束 {created} 的 {kind}'],
  end_all: ['End all', '全部结束'],
  end_title: ['End all sessions of this user?', '结束该用户的全部会话？'],
  end_body: ['All tokens of this user stop working at once, refresh tokens included. Requests with them answer 2020.', '该用户的全部令牌（包括 refresh_token）立即失效，使用它们的请求将返回 2020。'],
  expired: ['Expired', '已过期'],
  in_browser: ['Browser', '浏览器会话'],
  app: ['Application', '应用'],
  created: ['Created', '创建于'],
  until: ['Valid until', '有效至'],
  log_in_as: ['Log in as {name}', '以 {name} 的身份登录'],
  make: ['Create a token', '生成令牌'],
  kind: ['Kind', '类型'],
  kind_token: ['token – what SDKs get from a login', 'token – SDK 登录所得'],
  app_hint: ['Leave empty for the pool’s first application.', '留空则使用用户池的第一个应用。'],
  ttl: ['Lifetime in seconds', '有效期（秒）'],
  ttl_hint: ['Leave empty for the lifetime that a login gives. 0 creates an expired token.', '留空则与登录时相同；0 表示生成已过期的令牌。'],
  no_ttl: ['The lifetime must be a whole number.', '有效期必须是整数。'],
  made: ['{kind} of {name}', '{name} 的 {kind}'],
  token: ['Token', '令牌'],
  curl: ['Try it', '试一试'],
  decode: ['Decode a token', '解析令牌'],
  paste: ['Paste a token', '粘贴令牌'],
  paste_hint: ['A token of this server or any other, with or without “Bearer”. Looking at a token does not change it.', '可以是本服务器或其他服务器的任何令牌，可带“Bearer”。查看不会改变令牌。'],
  alive: ['Valid', '有效'],
  dead: ['Refused', '无效'],
  signature_valid: ['Signature valid', '签名正确'],
  signature_altered: ['Altered after signing', '签名后被篡改'],
  'signature_unknown key': ['signed by an unknown key', '签名密钥未知'],
  signature_none: ['Not signed', '未签名'],
  user: ['User', '用户'],
  pool: ['User pool', '用户池'],
  issued: ['Issued', '签发时间'],
  expires: ['Expires', '过期时间'],
  now: ['Pool’s clock', '用户池时钟'],
  left: ['{span} left', '剩余 {span}'],
  ago: ['{span} ago', '{span}前'],
  header: ['Header', 'Header'],
  claims: ['Claims', 'Claims'],
})

/** A user's tokens, each of which can be ended. */
export class SessionsPart {
  /** @param {Page} page @param {string} path  of the user @param {AbortSignal} signal */
  constructor(page, path, signal) {
    this.page = page
    this.path = `${path}/sessions`
    this.signal = signal
    this.shown = ''
    /** @type {Session[]} */
    this.sessions = []
    this.count = h('span', { class: 'chip', hidden: true })
    this.list = h('ul', { class: 'sessions' })
    this.all = button(t('end_all'), async () => {
      await confirmed(t('end_title'), t('end_body'), t('end_all'), () => call('DELETE', this.path))
      await this.look()
    }, { class: 'quiet', hidden: true })
    this.decode = button(t('decode'), () => decodeToken(page), { class: 'quiet' })
    this.element = h('section', { 'aria-label': t('title') }, h('div', { class: 'section-head' }, h('h3', null, t('title')), this.count, this.all, this.decode), this.list)
  }

  /** The applications that this user has been in. */
  apps() {
    return [...new Set(this.sessions.map((each) => each.appId))]
  }

  async look() {
    const { list, totalCount } = await call('GET', this.path, { query: { limit: MOST }, signal: this.signal })
    const text = JSON.stringify([list, totalCount])
    if (text === this.shown) return
    this.shown = text
    this.sessions = list
    this.count.textContent = number(totalCount)
    this.count.hidden = this.all.hidden = !totalCount
    const items = this.sessions.map((each) => this.drawOne(each))
    if (!totalCount) items.push(h('li', { class: 'soft' }, t('none')))
    if (totalCount > list.length) items.push(h('li', { class: 'soft' }, t('more', { count: number(totalCount - list.length) })))
    renew(this.list, items, this.decode)
  }

  /** @param {Session} each */
  drawOne(each) {
    const end = async () => {
      await call('DELETE', `${this.path}/${encodeURIComponent(each.id)}`)
      await this.look()
    }
    return h('li', { 'data-id': each.id },
      h('div', { class: 'grow' },
        h('span', { class: 'chips' }, h('strong', null, each.kind), each.expired ? chip(t('expired'), 'warn') : null, each.inBrowser ? chip(t('in_browser'), 'info') : null),
        h('small', null, t('created'), ' ', time(each.createdAt), ' · ', t('until'), ' ', time(each.expiresAt)),
        h('small', null, t('app'), ' ', h('span', { class: 'mono' }, each.appId), each.scope ? ` · ${each.scope}` : null)),
      button(t('end'), end, { 'aria-label': t('end_one', { kind: each.kind, created: new Date(each.createdAt).toLocaleString('sv-SE') }) }))
  }
}

/**
 * Makes a token as a login would give it, and shows what to do with it.
 * @param {Page} page
 * @param {User} user
 * @param {string[]} apps  that are known beside the pool's first
 * @param {() => Promise<unknown>} made
 */
export async function logInAs(page, user, apps, made) {
  const first = page.known.byId.get(user.userPoolId)?.appId ?? (await call('GET', `/pools/${encodeURIComponent(user.userPoolId)}`)).appId
  const kind = choice([['token', t('kind_token')], ['id_token', 'id_token'], ['access_token', 'access_token'], ['refresh_token', 'refresh_token']])
  const options = h('datalist', { id: 'apps-of-pool' }, [...new Set([...(first ? [first] : []), ...apps])].map((value) => h('option', { value })))
  const app = h('input', { list: options.id, placeholder: first, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' })
  const ttl = h('input', { inputmode: 'numeric', autocomplete: 'off' })
  let token = ''
  const well = await asked(t('log_in_as', { name: nameOf(user) }), {
    body: [field(t('kind'), kind), field(t('app'), app, t('app_hint')), options, field(t('ttl'), ttl, t('ttl_hint'))],
    act: t('make'),
    done: async () => {
      const seconds = ttl.value.trim()
      if (seconds && !/^-?\d{1,12}$/.test(seconds)) {
        ttl.focus()
        throw new Error(t('no_ttl'))
      }
      const body = {
        userPoolId: user.userPoolId, userId: user.id, kind: kind.value,
        ...(app.value.trim() ? { appId: app.value.trim() } : {}), ...(seconds ? { ttlSeconds: Number(seconds) } : {}),
      }
      token = (await call('POST', '/tokens', { body })).token
    },
  })
  if (!well) return
  void tried(made)
  /** @type {Inspection} */
  const found = await call('POST', '/tokens/inspect', { body: { token, userPoolId: user.userPoolId } })
  const line = curl(kind.value, token, app.value.trim() || first || '')
  await show(t('made', { kind: kind.value, name: nameOf(user) }), h('div', { class: 'token' },
    h('h3', null, t('token')), h('div', { class: 'short' }, code(token, t('token'))), h('h3', null, t('curl')), h('div', { class: 'short' }, code(line, t('curl'))), drawInspection(page, found)))
}

/**
 * A command that uses a token.
 * @param {string} kind
 * @param {string} token
 * @param {string} app
 */
function curl(kind, token, app) {
  if (kind === 'refresh_token') return `curl ${location.origin}/oidc/token -d grant_type=refresh_token -d client_id=${app} -d refresh_token=${token}`
  return `curl ${location.origin}/api/v2/users/me -H 'x-authing-app-id: ${app}' -H 'authorization: Bearer ${token}'`
}

/** Shows what a token says that one pastes. @param {Page} page */
export function decodeToken(page) {
  const input = h('textarea', { rows: '4', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'none' })
  const place = h('div', { class: 'token', 'aria-live': 'polite' })
  let asking = new AbortController()
  let timer = 0
  const look = async () => {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    const token = input.value.trim()
    if (!token) return fill(place)
    try {
      const found = await call('POST', '/tokens/inspect', { body: { token }, signal })
      if (!signal.aborted) fill(place, drawInspection(page, found))
    } catch (fault) {
      if (!signal.aborted) fill(place, h('p', { class: 'alert', role: 'alert' }, reason(fault)))
    }
  }
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, 200) })
  return show(t('decode'), [field(t('paste'), input, t('paste_hint')), place])
}

/**
 * What is known of a token.
 * @param {Page} page
 * @param {Inspection} found
 */
function drawInspection(page, found) {
  const left = found.expiresAt ? (Date.parse(found.expiresAt) - Date.parse(found.now)) / 1000 : 0
  /** @param {Event} event */
  const leave = (event) => event.target instanceof Element && event.target.closest('dialog')?.close()
  const { userId, userPoolId } = found
  /** @type {[string, import('../dom.js').Child][]} */
  const pairs = []
  if (userId && userPoolId) {
    const key = keyOf(/** @type {User} */ ({ id: userId, userPoolId }))
    pairs.push([t('user'), h('a', { href: page.link('users', { pool: page.pool && userPoolId, id: key }), onclick: leave }, found.username ?? userId)])
  }
  if (userPoolId) pairs.push([t('pool'), page.poolName(userPoolId)])
  if (found.issuedAt) pairs.push([t('issued'), time(found.issuedAt)])
  if (found.expiresAt) pairs.push([t('expires'), [time(found.expiresAt), ' · ', left > 0 ? t('left', { span: span(left) }) : t('ago', { span: span(-left) })]])
  pairs.push([t('now'), time(found.now)])
  return [
    h('p', { class: 'chips' }, found.alive ? chip(t('alive'), 'good') : chip(t('dead'), 'bad'), found.kind ? chip(found.kind, 'info') : null,
      found.kind === 'refresh_token' ? null : chip(t(`signature_${found.signature}`), found.signature === 'valid' ? 'good' : 'bad'), found.expired ? chip(t('expired'), 'warn') : null),
    h('p', { class: 'verdict' }, found.verdict),
    facts(pairs),
    Object.keys(found.header).length ? [h('h3', null, t('header')), json(found.header, t('header'))] : null,
    Object.keys(found.claims).length ? [h('h3', null, t('claims')), json(found.claims, t('claims'))] : null,
  ]
}
