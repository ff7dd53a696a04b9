// Requests: the journal, as it is written.

import { hear } from '../announcements.js'
import { ApiError, call } from '../api.js'
import { fill, h } from '../dom.js'
import { Feed } from '../feed.js'
import { button, chip, choice, code, confirmed, facts, json, loaded, nothing, poolTag, searcher, tell, time, tried } from '../parts.js'
import { Rows, turn } from '../rows.js'
import { number, words } from '../words.js'
import { askForFault } from './fault_form.js'
import { sendAgain } from './send_again.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('../parts.js').Mood} Mood */
/**
 * @typedef {{
 *   id: string, at: string, userPoolId: string | null, appId: string | null, operation: string | null, method: string, path: string,
 *   query: Record<string, unknown>, requestHeaders: Record<string, string>, requestBody: unknown, status: number | null, code: number | string | null,
 *   responseHeaders: Record<string, string>, responseBody: unknown, durationMs: number, fault?: string, crash?: boolean, matched: boolean, nearest?: string, curl?: string,
 * }} Entry
 */

const t = words({
  title: ['Requests', '请求'],
  search: ['Search by path, operation or account', '搜索路径、接口或账号'],
  code: ['Code', '错误码'],
  code_hint: ['Code, e.g. 2333', '错误码，如 2333'],
  which: ['Which', '范围'],
  all: ['All requests', '全部请求'],
  unmatched: ['Unknown paths only', '仅未知接口'],
  count: ['{count} request | {count} requests', '{count} 个请求'],
  clear: ['Clear', '清空'],
  clear_title: ['Clear the recorded requests?', '清空请求记录？'],
  clear_all: ['The recorded requests of all user pools are deleted.', '将删除所有用户池的请求记录。'],
  clear_pool: ['The recorded requests of this user pool are deleted.', '将删除该用户池的请求记录。'],
  empty: ['No requests yet', '还没有收到请求'],
  empty_hint: ['Point your app at this server. Its requests appear here as they come.', '把你的应用指向本服务器，它的每个请求都会实时出现在这里。'],
  connect: ['Connect an app', '接入应用'],
  empty_filter: ['No request matches these filters.', '没有符合条件的请求。'],
  choose: ['Select a request to see what was sent and answered.', '选择一个请求，查看请求与响应。'],
  back: ['Back to the list', '返回列表'],
  row: ['{method} {path}, {status}, code {code}', '{method} {path}，{status}，错误码 {code}'],
  row_pool: ['{row}, in {pool}', '{row}，用户池 {pool}'],
  no_answer: ['No answer', '无响应'],
  unknown: ['Unknown path', '未知接口'],
  unknown_is: ['GenAuth has no operation with this path. The nearest one:', 'GenAuth 没有这个接口，最接近的是：'],
  fault: ['Fault', '故障'],
  struck: ['A fault struck this request', '该请求命中了故障'],
  crash: ['the mock failed', '模拟服务出错'],
  crashed: ['The mock itself failed at this request. Its log has the traceback.', '模拟服务处理该请求时自身出错，详情见其日志。'],
  see_fault: ['See the fault', '查看故障'],
  again: ['Send again', '重新发送'],
  fail: ['Make this fail …', '使该请求失败……'],
  made: ['The next {what} fails.', '下一次 {what} 将失败。'],
  operation: ['Operation', '接口'],
  pool: ['User pool', '用户池'],
  server: ['None (the server’s own)', '无（属于服务器）'],
  app: ['Application', '应用'],
  at: ['Time', '时间'],
  took: ['Duration', '耗时'],
  query: ['Query', '查询参数'],
  headers: ['Request headers', '请求头'],
  body: ['Request body', '请求体'],
  answer: ['Response', '响应体'],
  answer_headers: ['Response headers', '响应头'],
  none: ['None', '无'],
  curl: ['As curl', 'curl 命令'],
  redacted: ['Passwords, tokens and codes are hidden. Start the server with --journal-secrets to show them.', '密码、令牌和验证码已隐藏；使用 --journal-secrets 启动服务器可显示它们。'],
})

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const detail = h('section', { class: 'detail', tabindex: '-1', 'aria-label': t('title') })
  const element = h('div', { class: 'page split' })
  const filtered = () => ['search', 'code', 'matched'].some((each) => params.get(each))
  /** @type {Rows<Entry>} */
  const rows = new Rows({
    label: t('title'),
    height: 58,
    draw: (each) => drawRow(each, page),
    name: nameOf,
    open: (each) => open(each.id),
    nearEnd: () => void tried(() => feed.more()),
    empty: () => filtered() ? nothing(t('empty_filter')) : nothing(t('empty'), [h('p', null, t('empty_hint')), h('p', null, h('a', { href: page.link('connect') }, t('connect')))]),
  })
  /** @type {Feed<Entry>} */
  const feed = new Feed('/requests', query(), signal, (prepended) => {
    rows.set(feed.items, feed.total, prepended)
    count.textContent = t('count', { count: number(feed.total) })
    const opened = params.get('id')
    if (opened && !feed.ids.has(opened)) void check(opened).catch(() => {})
  })
  hear('/requests', signal, () => void feed.heard().catch(() => {}), (live) => { if (live) void feed.look().catch(() => {}) })

  function query() {
    return { userPoolId: page.pool, search: params.get('search'), code: params.get('code'), matched: params.get('matched') }
  }

  /** @param {string} name @param {string} value */
  function filter(name, value) {
    page.keep({ [name]: value })
    rows.element.scrollTop = 0
    return tried(() => feed.find(query()))
  }

  /** @param {Entry} each */
  function nameOf(each) {
    const row = t('row', { method: each.method, path: each.path, status: each.status ?? t('no_answer'), code: each.code ?? '–' })
    return each.userPoolId && !page.pool ? t('row_pool', { row, pool: page.poolName(each.userPoolId) }) : row
  }

  /** Closes a request that is gone; one that the filters leave out stays. @param {string} id */
  async function check(id) {
    try {
      await call('GET', `/requests/${encodeURIComponent(id)}`, { signal })
    } catch (fault) {
      if (!(fault instanceof ApiError && fault.status === 404)) throw fault
      if (params.get('id') === id) open('')
    }
  }

  /** @param {string} id */
  function open(id) {
    page.keep({ id })
    turn(element, detail, rows, id)
    detail.scrollTop = 0
    if (!id) void loaded(detail, async () => h('p', { class: 'soft' }, t('choose')))
    else void loaded(detail, async () => drawDetail(await call('GET', `/requests/${encodeURIComponent(id)}`, { signal })))
  }

  /** @param {Entry} each */
  function drawDetail(each) {
    const pool = each.userPoolId
    return [
      h('div', { class: 'detail-head' }, button(t('back'), () => open(''), { class: 'quiet narrow-only' }),
        h('h2', { class: 'mono' }, `${each.method} ${each.path}`), outcome(each)),
      each.matched ? null : h('p', { class: 'hint warn' }, t('unknown_is'), ' ', h('code', null, each.nearest ?? '–')),
      each.crash ? h('p', { class: 'hint bad' }, t('crashed')) : null,
      each.fault ? h('p', { class: 'hint bad' }, t('struck'), '. ', h('a', { href: page.link('faults', { id: each.fault }) }, t('see_fault'))) : null,
      h('div', { class: 'acts' }, button(t('again'), () => again(each)), button(t('fail'), () => fail(each))),
      facts([
        [t('operation'), each.operation ?? t('unknown')],
        [t('pool'), pool ? h('a', { href: page.link('requests', { pool }) }, page.poolName(pool)) : t('server')],
        [t('app'), each.appId ?? '–'],
        [t('at'), time(each.at)],
        [t('took'), `${each.durationMs} ms`],
      ]),
      Object.keys(each.query).length ? [h('h3', null, t('query')), json(each.query, t('query'))] : null,
      h('h3', null, t('body')), body(each.requestBody, t('body')),
      h('h3', null, t('answer')), body(each.responseBody, t('answer')),
      h('h3', null, t('curl')), code(each.curl ?? '', t('curl')),
      JSON.stringify(each).includes('<redacted>') ? h('p', { class: 'soft' }, t('redacted')) : null,
      headers(t('headers'), each.requestHeaders, true),
      headers(t('answer_headers'), each.responseHeaders, false),
    ]
  }

  /** @param {Entry} each */
  async function again(each) {
    const sent = await sendAgain(each)
    if (sent && !signal.aborted) open(sent)
  }

  /** @param {Entry} each */
  async function fail(each) {
    const named = each.operation && each.matched
    const made = await askForFault(page, {
      userPoolId: each.userPoolId ?? '',
      ...(named ? { operation: each.operation ?? '' } : { method: each.method, path: each.path }),
    })
    if (made) tell(t('made', { what: named ? each.operation ?? '' : `${each.method} ${each.path}` }), 'good')
  }

  const clear = button(t('clear'), () => confirmed(t('clear_title'), t(page.pool ? 'clear_pool' : 'clear_all'), t('clear'), async () => {
    await call('DELETE', '/requests', { query: { userPoolId: page.pool } })
    await feed.reload()
  }), { class: 'quiet' })
  const codeField = h('input', {
    class: 'short', placeholder: t('code_hint'), 'aria-label': t('code'), value: params.get('code') ?? '', size: '14',
    onchange: (/** @type {Event & {target: HTMLInputElement}} */ event) => filter('code', event.target.value.trim()),
  })
  fill(element,
    h('div', { class: 'bar' }, h('h1', null, t('title')), page.views, count,
      searcher(t('search'), params.get('search') ?? '', (text) => filter('search', text)), codeField,
      choice([['', t('all')], ['false', t('unmatched')]], {
        'aria-label': t('which'), value: params.get('matched') ?? '',
        onchange: (/** @type {Event & {target: HTMLSelectElement}} */ event) => filter('matched', event.target.value),
      }),
      clear),
    rows.element, detail)
  await feed.begin()
  open(params.get('id') ?? '')
  return element
}

/** @param {Entry} each @param {Page} page */
function drawRow(each, page) {
  const pool = each.userPoolId && !page.pool ? [poolTag(each.userPoolId, page.poolName), ' · '] : null
  return [
    h('span', { class: `method ${each.method.toLowerCase()}` }, each.method),
    h('span', { class: 'grow' }, h('strong', null, each.operation ?? each.path), h('small', null, pool, h('span', { class: 'mono' }, each.operation ? each.path : each.nearest ? `≈ ${each.nearest}` : ''))),
    h('span', { class: 'side' }, outcome(each), h('small', null, h('span', { class: 'wide-only' }, `${each.durationMs} ms · `), time(each.at))),
  ]
}

/** @param {Entry} each */
function outcome(each) {
  const { status } = each
  const own = each.code !== null && String(each.code) !== String(status)
  return h('span', { class: 'outcome' },
    each.crash ? chip(t('crash'), 'bad') : null,
    each.fault ? chip(t('fault'), 'warn') : null,
    each.matched ? null : chip(t('unknown'), 'warn'),
    chip(status ? `${status}${own ? ` · ${each.code}` : ''}` : t('no_answer'), mood(each)))
}

/** @param {Entry} each @returns {Mood} */
function mood({ status, code }) {
  if (!status || status >= 400) return 'bad'
  if (code === null || code === 200 || code === 201) return status >= 300 ? 'info' : 'good'
  return 'bad'
}

/** @param {unknown} value @param {string} label */
function body(value, label) {
  return value === null || value === undefined || value === '' ? h('p', { class: 'soft' }, t('none')) : json(value, label)
}

/** @param {string} title @param {Record<string, string>} found @param {boolean} open */
function headers(title, found, open) {
  const lines = Object.entries(found)
  return h('details', { open }, h('summary', null, h('strong', null, title)),
    lines.length ? facts(lines.map(([name, value]) => [name, h('span', { class: 'mono' }, value)])) : h('p', { class: 'soft' }, t('none')))
}
