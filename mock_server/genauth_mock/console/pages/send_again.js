// Sends a request of the journal once more, from this browser. What the journal hides is asked for.

import { ROOT, call } from '../api.js'
import { h } from '../dom.js'
import { asked, code, field, show, tell } from '../parts.js'
import { words } from '../words.js'

/** @typedef {{method: string, path: string, query: Record<string, unknown>, requestHeaders: Record<string, string>, requestBody: unknown, curl?: string}} Sent */
/** @typedef {{label: string, take: (value: string) => void}} Hole What the journal hides, and where it goes once somebody has said it. */

const t = words({
  title: ['Send this request again', '重新发送该请求'],
  send: ['Send', '发送'],
  fill_in: [
    'The journal hides passwords, tokens and codes. Enter what this request is to carry; a header that is left empty is not sent. Start the server with --journal-secrets and nothing is asked here.',
    '请求记录隐藏了密码、令牌和验证码。请填写该请求要携带的内容，留空的请求头不会发送。使用 --journal-secrets 启动服务器后，这里无需再填写。',
  ],
  header: ['Header {name}', '请求头 {name}'],
  query: ['Query parameter {name}', '查询参数 {name}'],
  body: ['Body field {name}', '请求体字段 {name}'],
  sent: ['Sent. The server answered with HTTP {status}.', '已发送，服务器返回 HTTP {status}。'],
  sent_redirect: ['Sent. The server answered with a redirect.', '已发送，服务器返回了重定向。'],
  no_cookie: ['Cookies were left out: a browser page cannot set them.', '未携带 Cookie：浏览器页面无法设置它。'],
  by_hand: ['This request cannot be sent from a browser', '该请求无法从浏览器发送'],
  why_method: ['A browser page cannot send {method}.', '浏览器页面无法发送 {method} 请求。'],
  why_path: ['A browser would rewrite this path.', '浏览器会改写该路径。'],
  why_body: ['The journal does not have the whole body of this request.', '请求记录中没有该请求的完整请求体。'],
  why_get: ['A browser page cannot send {method} with a body.', '浏览器页面无法发送带请求体的 {method} 请求。'],
  use_curl: ['Fill in what is hidden, and run this instead:', '请补全被隐藏的内容，然后运行以下命令：'],
})

const HIDDEN = '<redacted>'
// What stands in the journal for a thing that it does not show, or shows in part.
const NOT_WHOLE = /<redacted>|<[^<>]{0,99}\bbytes\b[^<>]{0,20}>/
const NO_BODY = ['GET', 'HEAD']
const NEVER = ['CONNECT', 'TRACE', 'TRACK', 'TLS']
// A browser sets these by itself, and takes them from nobody.
const OWN_HEADER = /^(accept-charset|accept-encoding|access-control-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|te|trailer|transfer-encoding|upgrade|user-agent|via|proxy-.*|sec-.*)$/i

class NotFromHere extends Error {}

/**
 * Sends a request again, and gives the id of the journal's entry of it; nothing where it was not sent.
 * @param {Sent} entry
 * @returns {Promise<string | undefined>}
 */
export async function sendAgain(entry) {
  try {
    /** @type {Hole[]} */
    const holes = []
    const target = urlOf(entry, holes)
    const headers = headersOf(entry, holes)
    const body = bodyOf(entry, holes)
    const ask = async () => told(entry, await fetch(target, {
      method: entry.method, headers, body: body() ?? null, credentials: 'omit', redirect: 'manual', cache: 'no-store',
    }))
    if (!holes.length) return await ask()
    return await filled(holes, ask)
  } catch (fault) {
    if (!(fault instanceof NotFromHere)) throw fault
    await show(t('by_hand'), [h('p', { class: 'say' }, fault.message, ' ', t('use_curl')), code(entry.curl ?? '', 'curl')])
    return undefined
  }
}

/** @param {Hole[]} holes @param {() => Promise<string | undefined>} ask */
async function filled(holes, ask) {
  const fields = holes.map(({ label }) => field(label, h('input', { autocomplete: 'off', spellcheck: 'false' })))
  /** @type {string | undefined} */
  let sent
  await asked(t('title'), {
    body: [h('p', { class: 'soft say' }, t('fill_in')), fields], act: t('send'),
    done: async () => {
      holes.forEach(({ take }, at) => take(fields[at]?.querySelector('input')?.value ?? ''))
      sent = await ask()
    },
  })
  return sent
}

/**
 * @param {Sent} entry
 * @param {Response} response
 * @returns {Promise<string | undefined>}
 */
async function told(entry, response) {
  const said = response.type === 'opaqueredirect' ? t('sent_redirect') : t('sent', { status: response.status })
  const hadCookie = Object.keys(entry.requestHeaders).some((name) => name.toLowerCase() === 'cookie')
  tell(hadCookie ? `${said} ${t('no_cookie')}` : said, response.ok || response.type === 'opaqueredirect' ? 'good' : 'plain')
  const found = await call('GET', '/requests', { query: { method: entry.method, path: entry.path, limit: 1 } })
  return found.list[0]?.id
}

/**
 * The address of a request: always one of this server, and none of its control API, whatever was asked for.
 * @param {Sent} entry
 * @param {Hole[]} holes
 */
function urlOf({ method, path, query }, holes) {
  if (NEVER.includes(method.toUpperCase())) throw new NotFromHere(t('why_method', { method }))
  const url = new URL(ROOT)
  url.pathname = ROOT.pathname + path.slice(1)
  const isMoved = path.split('/').some((each) => /^(\.|%2e){1,2}$/i.test(each)) || path.includes('\\') || NOT_WHOLE.test(path)
  if (isMoved || url.origin !== ROOT.origin || url.pathname.startsWith(`${ROOT.pathname}_mock`)) throw new NotFromHere(t('why_path'))
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each === HIDDEN) holes.push({ label: t('query', { name }), take: (said) => url.searchParams.append(name, said) })
      else url.searchParams.append(name, whole(String(each)))
    }
  }
  return url
}

/** @param {Sent} entry @param {Hole[]} holes */
function headersOf({ requestHeaders }, holes) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(requestHeaders)) {
    if (OWN_HEADER.test(name)) continue
    if (NOT_WHOLE.test(value)) holes.push({ label: t('header', { name }), take: (said) => said ? headers.set(name, said) : headers.delete(name) })
    else headers.set(name, value)
  }
  return headers
}

/**
 * What makes the body, once all holes are filled.
 * @param {Sent} entry
 * @param {Hole[]} holes
 * @returns {() => string | undefined}
 */
function bodyOf({ method, requestBody, requestHeaders }, holes) {
  if (requestBody === null || requestBody === undefined || requestBody === '') return () => undefined
  if (NO_BODY.includes(method.toUpperCase())) throw new NotFromHere(t('why_get', { method }))
  const named = Object.fromEntries(Object.entries(requestHeaders).map(([name, value]) => [name.toLowerCase(), value]))
  if (typeof requestBody === 'string') {
    const size = new TextEncoder().encode(requestBody).length
    if (size < Number(named['content-length'] ?? 0)) throw new NotFromHere(t('why_body'))
    const text = whole(requestBody)
    return () => text
  }
  const copy = structuredClone(requestBody)
  fillable(copy, [], holes)
  const isForm = (named['content-type'] ?? '').includes('form-urlencoded') && isFlat(copy)
  return () => isForm ? String(new URLSearchParams(Object.entries(copy).flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)])))) : JSON.stringify(copy)
}

/**
 * Finds the hidden parts of a body.
 * @param {any} value
 * @param {string[]} place
 * @param {Hole[]} holes
 */
function fillable(value, place, holes) {
  for (const [key, each] of Object.entries(value)) {
    const name = [...place, key]
    if (each === HIDDEN) holes.push({ label: t('body', { name: name.join('.') }), take: (said) => { value[key] = said } })
    else if (typeof each === 'string') whole(each)
    else if (each && typeof each === 'object') fillable(each, name, holes)
  }
}

/** Whether a body may have been a form. @param {any} value */
function isFlat(value) {
  return !Array.isArray(value) && Object.values(value).flat().every((each) => typeof each === 'string')
}

/** @param {string} text */
function whole(text) {
  if (NOT_WHOLE.test(text)) throw new NotFromHere(t('why_body'))
  return text
}
