// Outbox: every mail and SMS, as a person would see it.

import { ApiError, call, read } from '../api.js'
import { fill, h } from '../dom.js'
import { Feed } from '../feed.js'
import { button, chip, choice, code as codeBox, confirmed, copier, copy, download, facts, nothing, poolTag, searcher, tell, time, tried } from '../parts.js'
import { Rows, turn } from '../rows.js'
import { number, words } from '../words.js'
import { remaining } from './remaining.js'

/** @typedef {{id: string, userPoolId: string, channel: 'email' | 'sms', to: string, phoneCountryCode?: string, scene: string, code: string | null, subject?: string, body: string, createdAt: string, expiresAt: string, usedAt: string | null, state: 'good' | 'used' | 'expired'}} Message */
/** @typedef {import('../shell.js').Page} Page */

const t = words({
  title: ['Outbox', '发件箱'],
  search: ['Search by address, text or code', '搜索地址、内容或验证码'],
  channel: ['Channel', '渠道'],
  any_channel: ['Mail and SMS', '邮件与短信'],
  email: ['Mail', '邮件'],
  sms: ['SMS', '短信'],
  scene: ['Scene', '场景'],
  any_scene: ['All scenes', '全部场景'],
  count: ['{count} message | {count} messages', '{count} 条消息'],
  clear: ['Clear', '清空'],
  clear_title: ['Clear the outbox?', '清空发件箱？'],
  clear_all: ['The messages of all user pools are deleted. Codes that were sent keep working.', '将删除所有用户池的全部消息，已发送的验证码仍然有效。'],
  clear_pool: ['All messages of this user pool are deleted. Codes that were sent keep working.', '将删除该用户池的全部消息，已发送的验证码仍然有效。'],
  empty: ['No messages yet', '还没有消息'],
  empty_hint: ['As soon as your app asks for a code, it appears here. To try it by hand:', '你的应用请求验证码后会立即出现在这里。手动试一试：'],
  empty_filter: ['No message matches these filters.', '没有符合条件的消息。'],
  used: ['Used', '已使用'],
  expired: ['Expired', '已过期'],
  to: ['To', '收件人'],
  sent: ['Sent', '发送时间'],
  expires: ['Expires', '过期时间'],
  used_at: ['Used', '使用时间'],
  pool: ['User pool', '用户池'],
  code: ['Code', '验证码'],
  copy_code: ['Copy code {code}', '复制验证码 {code}'],
  copy_hint: ['Press c to copy the newest code that works.', '按 c 键复制最新的有效验证码。'],
  mail: ['Mail as it looks', '邮件内容'],
  source: ['Source', '源码'],
  row: ['{channel} to {to}, {scene}, code {code}', '{channel} 发给 {to}，{scene}，验证码 {code}'],
  row_pool: ['{row}, in {pool}', '{row}，用户池 {pool}'],
  remove: ['Delete', '删除'],
  removed: ['Message deleted. Its code still works until it expires.', '消息已删除，其验证码在过期前仍然有效。'],
  save: ['Save as .eml', '保存为 .eml'],
  choose: ['Select a message to read it.', '选择一条消息查看内容。'],
  back: ['Back to the list', '返回列表'],
  curl: ['Command that sends a code', '发送验证码的命令'],
})

const SCENES = [
  'VERIFY_CODE', 'RESET_PASSWORD', 'CHANGE_EMAIL', 'MFA_VERIFY', 'VERIFY_EMAIL', 'LOGIN_VERIFY_CODE', 'REGISTER_VERIFY_CODE',
  'RESET_PASSWORD_VERIFY_CODE', 'EMAIL_BIND_VERIFY_CODE', 'EMAIL_UNBIND_VERIFY_CODE', 'MFA_VERIFY_CODE',
  'FIRST_EMAIL_LOGIN_VERIFY', 'INFORMATION_COMPLETION_VERIFY_CODE', 'CONSOLE_CONDUCTED_VERIFY', 'WELCOME_EMAIL', 'FIRST_CREATED_USER',
]

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const detail = h('section', { class: 'detail', tabindex: '-1', 'aria-label': t('title') })
  /** @type {Rows<Message>} */
  const rows = new Rows({
    label: t('title'),
    draw: drawRow,
    name: nameOf,
    open: (each) => open(each),
    nearEnd: () => void tried(() => feed.more()),
    empty: () => filtered() ? nothing(t('empty_filter')) : nothing(t('empty'), [h('p', null, t('empty_hint')), codeBox(sample(page), t('curl'))]),
  })
  const element = h('div', { class: 'page split' })
  /** @type {Feed<Message>} */
  const feed = new Feed('/outbox', query(), signal, (prepended) => {
    rows.set(feed.items, feed.total, prepended)
    count.textContent = t('count', { count: number(feed.total) })
    const opened = params.get('id')
    if (!opened) return
    const now = feed.items.find((each) => each.id === opened)
    if (now && JSON.stringify(now) !== shown) open(now)
    else if (!now) void find(opened).catch(() => {})
  }, { changing: true })
  page.heard(() => void feed.heard().catch(() => {}))
  let shown = ''
  let looks = new AbortController()

  function query() {
    return { userPoolId: page.pool, search: params.get('search'), channel: params.get('channel'), scene: params.get('scene') }
  }

  function filtered() {
    return ['search', 'channel', 'scene'].some((each) => params.get(each))
  }

  /** @param {string} name @param {string} value */
  function filter(name, value) {
    page.keep({ [name]: value })
    rows.element.scrollTop = 0
    return tried(() => feed.find(query()))
  }

  /** @param {Message} each */
  function nameOf(each) {
    const row = t('row', { channel: t(each.channel), to: each.to, scene: each.scene, code: each.code ?? '–' })
    return page.pool ? row : t('row_pool', { row, pool: page.poolName(each.userPoolId) })
  }

  /** Takes a message out of the outbox; whoever stood on it stands on the next. @param {Message} each */
  async function remove(each) {
    const at = feed.items.findIndex((one) => one.id === each.id)
    // Closed first: what is gone would else be looked for.
    open(null)
    await call('DELETE', `/outbox/${encodeURIComponent(each.id)}`)
    await feed.reload()
    rows.goTo(Math.min(Math.max(at, 0), feed.items.length - 1))
    tell(t('removed'), 'good')
  }

  /** @param {Message} each */
  async function save(each) {
    const subject = (each.subject ?? '').replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60)
    download(await read(`/outbox/${encodeURIComponent(each.id)}.eml`), `${subject || each.id}.eml`, 'message/rfc822')
  }

  /** @param {Message} each */
  function drawRow(each) {
    return [
      h('span', { class: `channel ${each.channel}` }, t(each.channel)),
      h('span', { class: 'grow' }, h('strong', null, each.to), h('small', null, page.pool ? null : [poolTag(each.userPoolId, page.poolName), ' · '], each.subject ?? each.body)),
      h('span', { class: 'side' }, each.code ? copyCode(each) : null, h('small', null, each.state === 'good' ? null : `${t(each.state)} · `, time(each.createdAt))),
    ]
  }

  /** @param {Message} each @param {string} [more] */
  function copyCode(each, more = '') {
    return button(each.code, () => copy(each.code ?? ''), { class: `passcode ${more}${each.state === 'good' ? '' : ' over'}`, 'aria-label': t('copy_code', { code: each.code ?? '' }) })
  }

  /** Shows a message that is not in the list; one that is gone is closed. @param {string} id */
  async function find(id) {
    const now = await call('GET', `/outbox/${encodeURIComponent(id)}`, { signal }).catch((fault) => {
      if (fault instanceof ApiError && fault.status === 404) return null
      throw fault
    })
    if (params.get('id') === id && JSON.stringify(now) !== shown) open(now)
  }

  /** @param {Message | null} each */
  function open(each) {
    page.keep({ id: each?.id ?? '' })
    shown = JSON.stringify(each)
    looks.abort()
    turn(element, detail, rows, each?.id ?? '')
    fill(detail, each ? drawDetail(each) : h('p', { class: 'soft' }, t('choose'), ' ', t('copy_hint')))
    if (each) detail.scrollTop = 0
  }

  /** @param {Message} each */
  function drawDetail(each) {
    const head = h('div', { class: 'detail-head' },
      button(t('back'), () => open(null), { class: 'quiet narrow-only' }),
      h('h2', null, each.subject ?? each.to), state(each))
    const about = facts([
      [t('to'), each.phoneCountryCode ? `${each.phoneCountryCode} ${each.to}` : each.to],
      [t('scene'), each.scene],
      [t('pool'), h('a', { href: page.link('outbox', { pool: each.userPoolId }) }, page.poolName(each.userPoolId))],
      [t('sent'), time(each.createdAt)],
      [t('expires'), time(each.expiresAt)],
      ...(each.usedAt ? [/** @type {[string, import('../dom.js').Child]} */ ([t('used_at'), time(each.usedAt)])] : []),
    ])
    const big = each.code ? h('div', { class: 'big-code' }, copyCode(each, 'big'), copier(each.code, t('code'))) : null
    const acts = h('div', { class: 'acts' },
      each.channel === 'email' ? button(t('save'), () => save(each)) : null,
      button(t('remove'), () => remove(each)))
    return [head, big, acts, about, each.channel === 'sms' ? h('p', { class: 'bubble' }, each.body) : mail(each)]
  }

  /** What a code is worth right now, by the pool's clock. @param {Message} each */
  function state(each) {
    if (each.usedAt) return chip(t('used'))
    looks = new AbortController()
    return remaining(page, each, AbortSignal.any([signal, looks.signal]))
  }

  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea, dialog')
    if (event.key !== 'c' || typing || event.ctrlKey || event.metaKey || event.altKey) return
    const wanted = feed.items.find((each) => each.code && each.state === 'good')
    if (wanted?.code) void copy(wanted.code)
  }, { signal })

  const clear = button(t('clear'), () => confirmed(t('clear_title'), t(page.pool ? 'clear_pool' : 'clear_all'), t('clear'), async () => {
    await call('DELETE', '/outbox', { query: { userPoolId: page.pool } })
    await feed.reload()
  }), { class: 'quiet' })

  const scenes = params.get('scene') && !SCENES.includes(params.get('scene') ?? '') ? [params.get('scene') ?? '', ...SCENES] : SCENES
  fill(element,
    h('div', { class: 'bar' }, h('h1', null, t('title')), page.views, count,
      searcher(t('search'), params.get('search') ?? '', (text) => filter('search', text)),
      choice([['', t('any_channel')], ['email', t('email')], ['sms', t('sms')]], { 'aria-label': t('channel'), value: params.get('channel') ?? '', onchange: (/** @type {Event & {target: HTMLSelectElement}} */ event) => filter('channel', event.target.value) }),
      choice([['', t('any_scene')], ...scenes.map((each) => /** @type {[string, string]} */ ([each, each]))], { 'aria-label': t('scene'), value: params.get('scene') ?? '', onchange: (/** @type {Event & {target: HTMLSelectElement}} */ event) => filter('scene', event.target.value) }),
      clear),
    rows.element, detail)
  await feed.begin()
  const id = params.get('id') ?? ''
  const opened = feed.items.find((each) => each.id === id)
  if (id && !opened) await find(id)
  else open(opened ?? null)
  return element
}

/**
 * A mail as a mail program shows it. It can run nothing and load nothing: the frame is a sandbox without script, and the
 * policy of this page holds inside it too.
 * @param {Message} each
 */
function mail(each) {
  const frame = h('iframe', { class: 'mail', sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox', title: t('mail') })
  setHtml(frame, `<base target="_blank"><meta name="color-scheme" content="light">${each.body}`)
  frame.addEventListener('load', () => {
    const height = frame.contentDocument?.documentElement.scrollHeight
    if (height) frame.style.height = `${Math.min(height + 4, 1200)}px`
  })
  return [frame, h('details', null, h('summary', null, t('source')), codeBox(each.body, t('source')))]
}

/** @typedef {{createPolicy: (name: string, rules: {createHTML: (text: string) => string}) => {createHTML: (text: string) => unknown}}} TrustedTypes */

/** @type {{createHTML: (text: string) => unknown} | undefined} */
let policy

/**
 * The one place where the console gives the browser HTML.
 * @param {HTMLIFrameElement} frame
 * @param {string} html
 */
function setHtml(frame, html) {
  const trusted = /** @type {{trustedTypes?: TrustedTypes}} */ (/** @type {unknown} */ (window)).trustedTypes
  policy ??= trusted ? trusted.createPolicy('mail', { createHTML: (text) => text }) : { createHTML: (text) => text }
  Reflect.set(frame, 'srcdoc', policy.createHTML(html))
}

/** @param {Page} page */
function sample(page) {
  const app = (page.known.byId.get(page.pool) ?? page.known.pools[0])?.appId ?? 'my-app'
  return `curl ${location.origin}/api/v2/sms/send -H 'x-authing-app-id: ${app}' -H 'content-type: application/json' -d '{"phone": "13800138000"}'`
}
