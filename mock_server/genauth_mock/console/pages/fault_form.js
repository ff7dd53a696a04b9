// The form of a fault: which requests, and what they get.

import { call } from '../api.js'
import { fill, h } from '../dom.js'
import { asked, choice, field } from '../parts.js'
import { lang, words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {{name: string, code: number | string, httpStatus?: number, messageZh: string, messageEn: string, source: string, face: string}} ErrorEntry */
/** @typedef {{userPoolId?: string, operation?: string, method?: string, path?: string}} Which */

const t = words({
  title: ['New fault', '新建故障'],
  add: ['Create fault', '创建故障'],
  what: ['Answer', '响应'],
  kind_error: ['An error of GenAuth', 'GenAuth 错误码'],
  kind_own: ['A custom answer', '自定义响应'],
  kind_429: ['Too many requests (429, Retry-After)', '请求过多（429，Retry-After）'],
  kind_delay: ['The normal answer, delayed', '正常响应，但延迟返回'],
  kind_disconnect: ['No answer: the connection is closed', '无响应：直接断开连接'],
  kind_cut: ['Half an answer, then the connection is closed', '响应传到一半时断开连接'],
  error: ['Error', '错误'],
  find: ['Search by number, name or text', '按错误码、名称或文本搜索'],
  no_error: ['Choose an error from the list.', '请从列表中选择一个错误。'],
  code: ['Code', '错误码'],
  code_hint: ['A number, or an OAuth error such as invalid_grant', '数字，或 OAuth 错误，如 invalid_grant'],
  message: ['Message', '错误信息'],
  message_hint: ['Leave empty for GenAuth’s own text.', '留空则使用 GenAuth 的原文。'],
  data: ['Data', 'data'],
  data_hint: ['JSON for the answer to carry. With code 200 the call succeeds with it.', '响应携带的 JSON。错误码为 200 时表示调用成功。'],
  no_json: ['Data: “{text}” is not JSON.', 'data：“{text}” 不是 JSON。'],
  status: ['HTTP status', 'HTTP 状态码'],
  status_hint: ['Leave empty for 200, as GenAuth answers.', '留空为 200，与 GenAuth 一致。'],
  retry: ['Retry-After in seconds', 'Retry-After（秒）'],
  delay: ['Delay in ms', '延迟（毫秒）'],
  which: ['Which requests fail', '对哪些请求生效'],
  pool: ['User pool', '用户池'],
  all_pools: ['All pools', '全部用户池'],
  operation: ['Operation', '接口'],
  operation_hint: ['A name used by GenAuth or an SDK, e.g. loginByAccount. Leave empty for any.', 'GenAuth 或 SDK 中的接口名，如 loginByAccount；留空则不限。'],
  method: ['Method', '方法'],
  any: ['Any', '任意'],
  path: ['Path', '路径'],
  path_hint: ['* matches any text, e.g. /api/v2/login/*', '* 匹配任意文本，如 /api/v2/login/*'],
  match: ['Only requests with these fields', '仅匹配包含以下字段的请求'],
  match_hint: ['One per line, e.g. phone = 13800138000', '每行一个，如 phone = 13800138000'],
  match_wrong: ['“{line}” is not in the form field = value.', '“{line}”不符合“字段 = 值”的格式。'],
  times: ['How many requests fail', '生效次数'],
  times_hint: ['0 means every request.', '0 表示一直生效。'],
  skip: ['Skip first', '先放行'],
  skip_hint: ['This many requests are answered normally before the fault starts.', '先正常响应这么多个请求，之后故障才生效。'],
  chance: ['Probability', '概率'],
  chance_hint: ['From 0 to 1', '0 到 1 之间'],
  more: ['More conditions', '更多条件'],
  wrong_number: ['{what} must be a number.', '{what}必须是数字。'],
})

/** @type {Promise<ErrorEntry[]> | undefined} */
let catalogue
/** @type {Promise<string[]> | undefined} */
let operations

/** Every error that is documented. */
export function errors() {
  catalogue ??= call('GET', '/errors').then((found) => found.list)
  catalogue.catch(() => { catalogue = undefined })
  return catalogue
}

function known() {
  operations ??= call('GET', '/coverage').then((found) => [...new Set(found.list.map((/** @type {any} */ each) => String(each.operation)))].sort())
  operations.catch(() => { operations = undefined })
  return operations
}

/** What an error says, in the language of the page. @param {ErrorEntry} each */
export function says(each) {
  return lang() === 'zh' ? each.messageZh : each.messageEn
}

/**
 * Asks for a fault and makes it. Resolves with whether it was made.
 * @param {Page} page
 * @param {Which} which  what the form begins with
 */
export async function askForFault(page, which) {
  const [entries, names] = await Promise.all([errors(), known()])
  const kind = choice([
    ['error', t('kind_error')], ['429', t('kind_429')], ['delay', t('kind_delay')], ['disconnect', t('kind_disconnect')], ['cut', t('kind_cut')], ['own', t('kind_own')],
  ])
  const picker = errorPicker(entries)
  const own = { code: text(), message: text(), status: whole(''), data: h('textarea', { rows: '2', spellcheck: 'false' }) }
  const retry = whole('3')
  const delay = whole('2000')
  const pool = choice([['', t('all_pools')], ...poolsWith(page, which.userPoolId)], { value: which.userPoolId ?? page.pool })
  const list = h('datalist', { id: 'fault-operations' }, names.map((each) => h('option', { value: each })))
  const operation = text(which.operation, { list: 'fault-operations' })
  const method = choice([['', t('any')], ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((each) => /** @type {[string, string]} */ ([each, each]))], { value: which.method ?? '' })
  const path = text(which.path)
  const match = h('textarea', { rows: '2', spellcheck: 'false' })
  const times = whole('1')
  const skip = whole('0')
  const chance = h('input', { inputmode: 'decimal', value: '1' })
  const later = whole('')
  const place = h('div')

  const drawKind = () => fill(place,
    kind.value === 'error' ? picker.element : null,
    kind.value === 'own' ? h('div', { class: 'fields' }, field(t('code'), own.code, t('code_hint')), field(t('message'), own.message, t('message_hint')), field(t('status'), own.status, t('status_hint')), field(t('data'), own.data, t('data_hint'))) : null,
    kind.value === '429' ? field(t('retry'), retry) : null,
    kind.value === 'delay' ? field(t('delay'), delay) : null)
  kind.addEventListener('change', drawKind)
  drawKind()

  const done = () => {
    /** @type {Record<string, unknown>} */
    const fault = { times: count(times, t('times')), skip: count(skip, t('skip')) }
    if (pool.value) fault['userPoolId'] = pool.value
    if (operation.value.trim()) fault['operation'] = operation.value.trim()
    if (method.value) fault['method'] = method.value
    if (path.value.trim()) fault['path'] = path.value.trim()
    if (match.value.trim()) fault['match'] = matches(match.value)
    if (chance.value.trim() !== '1') fault['probability'] = count(chance, t('chance'))
    if (later.value.trim() && kind.value !== 'delay') fault['delayMs'] = count(later, t('delay'))
    if (kind.value === 'error') fault['error'] = { code: picker.chosen() }
    else if (kind.value === '429') fault['error'] = { code: 429, httpStatus: 429, message: 'Too Many Requests', headers: { 'Retry-After': String(count(retry, t('retry'))) } }
    else if (kind.value === 'delay') fault['delayMs'] = count(delay, t('delay'))
    else if (kind.value === 'disconnect') fault['disconnect'] = true
    else if (kind.value === 'cut') fault['cutBody'] = true
    else fault['error'] = ownError(own)
    return call('POST', '/faults', { body: fault })
  }
  const body = [
    field(t('what'), kind), place,
    h('h3', null, t('which')),
    h('div', { class: 'fields' }, field(t('operation'), operation, t('operation_hint')), field(t('pool'), pool), field(t('times'), times, t('times_hint'))),
    list,
    h('details', { open: Boolean(which.path) }, h('summary', null, t('more')), h('div', { class: 'fields' },
      field(t('method'), method), field(t('path'), path, t('path_hint')), field(t('skip'), skip, t('skip_hint')), field(t('chance'), chance, t('chance_hint')), field(t('delay'), later)),
      field(t('match'), match, t('match_hint'))),
  ]
  return asked(t('title'), { body, act: t('add'), done, wide: true })
}

/** @param {Page} page @param {string | undefined} id @returns {[string, string][]} */
function poolsWith(page, id) {
  const pools = page.known.choices()
  return id && !pools.some(([each]) => each === id) ? [[id, id], ...pools] : pools
}

/**
 * A list of errors with a field that narrows it.
 * @param {ErrorEntry[]} entries
 */
function errorPicker(entries) {
  const sorted = entries.toSorted((one, two) => Number(one.code) - Number(two.code) || one.name.localeCompare(two.name))
  const search = h('input', { type: 'search', autocomplete: 'off' })
  const select = h('select', { size: '7', class: 'errors' })
  const draw = () => {
    const wanted = search.value.trim().toLowerCase()
    const fits = sorted.filter((each) => `${each.code} ${each.name} ${each.messageZh} ${each.messageEn}`.toLowerCase().includes(wanted))
    fill(select, fits.map((each) => h('option', { value: each.name, title: each.name }, `${each.code} · ${says(each)}`)))
    if (wanted && fits[0]) select.value = fits[0].name
  }
  search.addEventListener('input', draw)
  search.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') { event.preventDefault(); select.focus() }
  })
  draw()
  select.value = 'USER_LOCKED'
  return {
    element: h('div', null, field(t('find'), search), field(t('error'), select)),
    chosen: () => {
      if (!select.value) throw new Error(t('no_error'))
      return select.value
    },
  }
}

/** @param {{code: HTMLInputElement, message: HTMLInputElement, status: HTMLInputElement, data: HTMLTextAreaElement}} own */
function ownError({ code, message, status, data }) {
  const typed = code.value.trim()
  return {
    ...(typed ? { code: /^-?\d+$/.test(typed) ? Number(typed) : typed } : {}),
    ...(message.value ? { message: message.value } : {}),
    ...(status.value.trim() ? { httpStatus: count(status, t('status')) } : {}),
    ...(data.value.trim() ? { data: json(data.value) } : {}),
  }
}

/** @param {string} typed @returns {unknown} */
function json(typed) {
  try {
    return JSON.parse(typed)
  } catch {
    throw new Error(t('no_json', { text: typed.trim() }))
  }
}

/** @param {string} lines */
function matches(lines) {
  /** @type {Record<string, string>} */
  const found = {}
  for (const line of lines.split('\n').filter((each) => each.trim())) {
    const [name, ...value] = line.split('=')
    if (!name?.trim() || !value.length) throw new Error(t('match_wrong', { line }))
    found[name.trim()] = value.join('=').trim()
  }
  return found
}

/** @param {HTMLInputElement} input @param {string} what */
function count(input, what) {
  const value = Number(input.value.trim())
  if (!input.value.trim() || Number.isNaN(value)) throw new Error(t('wrong_number', { what }))
  return value
}

/** @param {string} [value] @param {Record<string, unknown>} [props] */
function text(value = '', props = {}) {
  return h('input', { value, autocomplete: 'off', spellcheck: 'false', ...props })
}

/** @param {string} value */
function whole(value) {
  return h('input', { inputmode: 'numeric', value, autocomplete: 'off' })
}
