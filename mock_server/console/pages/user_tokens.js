// A user's sessions and tokens, and tokens without a login.

import { call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { asked, button, chip, choice, code, confirmed, facts, field, json, loaded, show, time } from '../parts.js'
import { span, words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('./user.js').User} User */
/** @typedef {{id: string, kind: string, appId: string, authorizationId?: string, inBrowser: boolean, scope?: string, createdAt: string, expiresAt: string, expired: boolean}} Session */
/** @typedef {{kind?: string, header: unknown, claims: unknown, username?: string | null, issuedAt?: string, expiresAt?: string, now: string, expired: boolean, signature: string, alive: boolean, verdict: string}} Inspected */

const t = words({
  title: ['Sessions and tokens', '会话与令牌'],
  none: ['Not logged in anywhere', '没有登录会话'],
  end: ['End', '结束'],
  end_what: ['End the {kind} of {app}', '结束 {app} 的 {kind}'],
  end_all: ['End all', '全部结束'],
  end_title: ['End all sessions?', '结束全部会话？'],
  end_body: ['Every token of this user is dead afterwards: 2020.', '该用户的所有令牌将失效（2020）。'],
  valid: ['valid for {span}', '{span}后过期'],
  expired: ['expired', '已过期'],
  browser: ['browser session', '浏览器会话'],
  application: ['Application', '应用'],
  log_in_as: ['Log in as {name}', '以 {name} 身份登录'],
  kind: ['Token', '令牌类型'],
  ttl: ['Valid for seconds', '有效期（秒）'],
  ttl_hint: ['empty: as the pool’s settings say; 0: expired at once', '留空则按用户池设置；0 表示立即过期'],
  get: ['Get the token', '获取令牌'],
  token: ['Token', '令牌'],
  curl: ['Use it', '使用方法'],
  inspect: ['Decode a token', '解析令牌'],
  paste: ['Paste a token', '粘贴令牌'],
  decode: ['Decode', '解析'],
  decoded: ['What it says', '令牌内容'],
  header: ['Header', '头部'],
  claims: ['Claims', '声明'],
  issued: ['Issued', '签发时间'],
  expires: ['Expires', '过期时间'],
  clock: ['The pool’s clock', '用户池时钟'],
  signature: ['Signature', '签名'],
  user: ['User', '用户'],
  alive: ['is taken', '有效'],
  dead: ['is not taken', '无效'],
})

const KINDS = /** @type {const} */ (['token', 'access_token', 'id_token', 'refresh_token'])

/**
 * The tokens that a user has, as they come and go.
 * @param {Page} page
 * @param {User} user
 * @param {AbortSignal} signal
 */
export function sessionsOf(page, user, signal) {
  const path = `/pools/${user.userPoolId}/users/${encodeURIComponent(user.id)}/sessions`
  const place = h('div')
  const heading = h('div', { class: 'detail-head' }, h('h3', null, t('title')))
  let shown = ''

  async function look() {
    /** @type {{list: Session[], totalCount: number}} */
    const found = await call('GET', path, { signal })
    const { now } = await call('GET', '/clock', { query: { userPoolId: user.userPoolId }, signal })
    const text = JSON.stringify(found)
    if (text === shown || (shown && place.contains(document.activeElement))) return
    shown = text
    fill(heading, h('h3', null, t('title')),
      button(t('inspect'), () => askToInspect(page, user.userPoolId), { class: 'quiet' }),
      found.totalCount ? button(t('end_all'), () => confirmed(t('end_title'), t('end_body'), t('end_all'), async () => { await call('DELETE', path); await again() }), { class: 'quiet' }) : null)
    fill(place, found.totalCount ? h('ul', { class: 'plain sessions' }, found.list.map((each) => draw(each, Date.parse(now)))) : h('p', { class: 'soft' }, t('none')))
  }

  async function again() {
    shown = ''
    await look()
  }

  /** @param {Session} each @param {number} now */
  function draw(each, now) {
    const left = (Date.parse(each.expiresAt) - now) / 1000
    return h('li', null,
      h('div', { class: 'acts' }, h('strong', null, each.kind), each.expired ? chip(t('expired'), 'bad') : chip(t('valid', { span: span(left) }), 'good'),
        each.inBrowser ? chip(t('browser'), 'info') : null, each.scope ? chip(each.scope) : null,
        button(t('end'), async () => { await call('DELETE', `${path}/${encodeURIComponent(each.id)}`); await again() }, { class: 'quiet', 'aria-label': t('end_what', { kind: each.kind, app: each.appId }) })),
      h('small', null, t('application'), ' ', h('code', null, each.appId), ' · ', time(each.createdAt), ' – ', time(each.expiresAt)))
  }

  void loaded(place, async () => { await look(); return [...place.childNodes] })
  void every(2000, signal, look)
  return [heading, place]
}

/**
 * Gives a token of a user without a login.
 * @param {Page} page
 * @param {User} user
 */
export async function askForToken(page, user) {
  const kind = choice(KINDS.map((each) => /** @type {[string, string]} */ ([each, each])))
  const ttl = h('input', { inputmode: 'numeric', autocomplete: 'off' })
  let token = ''
  const done = async () => {
    const body = { userPoolId: user.userPoolId, userId: user.id, kind: kind.value, ...(ttl.value.trim() ? { ttlSeconds: Number(ttl.value) } : {}) }
    token = (await call('POST', '/tokens', { body })).token
  }
  const name = user.nickname ?? user.username ?? user.email ?? user.phone ?? user.id
  const title = t('log_in_as', { name })
  const made = await asked(title, { body: h('div', { class: 'fields' }, field(t('kind'), kind), field(t('ttl'), ttl, t('ttl_hint'))), act: t('get'), done })
  if (!made) return
  const app = page.pools().find((each) => each.userPoolId === user.userPoolId)?.appId ?? ''
  const curl = kind.value === 'refresh_token'
    ? `curl ${location.origin}/oidc/token -d grant_type=refresh_token -d client_id=${app} -d refresh_token=${token}`
    : `curl ${location.origin}/api/v2/users/me -H 'x-authing-app-id: ${app}' -H 'authorization: Bearer ${token}'`
  const decoded = h('div')
  void loaded(decoded, async () => drawInspected(await inspect(token, user.userPoolId)))
  await show(title, h('div', { class: 'page' }, h('h3', null, t('token')), code(token, t('token')), h('h3', null, t('curl')), code(curl, t('curl')), h('h3', null, t('decoded')), decoded))
}

/** @param {string} token @param {string} userPoolId @returns {Promise<Inspected>} */
function inspect(token, userPoolId) {
  return call('POST', '/tokens/inspect', { body: { token: token.trim().replace(/^Bearer\s+/i, ''), ...(userPoolId ? { userPoolId } : {}) } })
}

/** @param {Page} page @param {string} userPoolId */
async function askToInspect(page, userPoolId) {
  const input = h('textarea', { rows: '5', spellcheck: 'false' })
  /** @type {Inspected | undefined} */
  let found
  const done = async () => { found = await inspect(input.value, userPoolId || page.pool) }
  if (await asked(t('inspect'), { body: field(t('paste'), input), act: t('decode'), done }) && found) await show(t('decoded'), h('div', { class: 'page' }, drawInspected(found)))
}

/** @param {Inspected} found */
function drawInspected(found) {
  return [
    h('p', null, chip(found.alive ? t('alive') : t('dead'), found.alive ? 'good' : 'bad'), ' ', found.verdict),
    facts([
      [t('kind'), found.kind ?? '–'], [t('user'), found.username ?? '–'], [t('signature'), found.signature],
      [t('issued'), time(found.issuedAt)], [t('expires'), time(found.expiresAt)], [t('clock'), time(found.now)],
    ]),
    found.header ? [h('h3', null, t('header')), json(found.header, t('header'))] : null,
    found.claims ? [h('h3', null, t('claims')), json(found.claims, t('claims'))] : null,
  ]
}
