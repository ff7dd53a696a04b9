// Faults and the clock: what is to go wrong, and how late it is.

import { call, every, pause } from '../api.js'
import { fill, h } from '../dom.js'
import { button, chip, confirmed, nothing, renew, time } from '../parts.js'
import { number, words } from '../words.js'
import { clockCard } from './clock.js'
import { askForFault, errors, says } from './fault_form.js'

/** @typedef {import('../shell.js').Page} Page */
/**
 * @typedef {{
 *   id: string, userPoolId?: string, operation?: string, method?: string, path?: string, match?: Record<string, unknown>,
 *   error?: {code?: number | string, message?: string, httpStatus?: number, headers?: Record<string, string>, data?: unknown}, delayMs?: number, disconnect?: boolean,
 *   cutBody?: boolean, skip: number, times: number, probability?: number, randSeed?: number, hits: number, createdAt: string,
 * }} Fault
 */

const t = words({
  title: ['Faults', '故障'],
  count: ['{count} fault | {count} faults', '{count} 个故障'],
  add: ['New fault', '新建故障'],
  clear: ['Remove all', '全部移除'],
  clear_title: ['Remove all faults?', '移除全部故障？'],
  clear_pool: ['All faults of this user pool are removed.', '将移除该用户池的全部故障。'],
  clear_all: ['The faults of all user pools are removed.', '将移除所有用户池的全部故障。'],
  remove: ['Remove', '移除'],
  remove_what: ['Remove the fault {what}', '移除故障 {what}'],
  empty: ['No faults', '没有故障'],
  empty_hint: ['A fault makes the next requests fail, come late or lose their connection, so that you can see how your app copes. Create one here, or open a request and choose “Make this fail”.', '故障可以让接下来的请求失败、延迟或断开连接，用来检验你的应用如何应对。可在此新建，或打开某个请求并选择“使该请求失败”。'],
  requests: ['Go to Requests', '前往请求记录'],
  hits: ['{hits} of {times} hits', '已命中 {hits}/{times} 次'],
  hits_always: ['{hits} hits, always on', '已命中 {hits} 次，始终有效'],
  spent: ['Used up', '已用完'],
  any: ['Every request', '任意请求'],
  all_pools: ['All pools', '全部用户池'],
  skips: ['after {count} normal answers', '先放行 {count} 次'],
  chance: ['with a probability of {chance}', '概率 {chance}'],
  http: ['HTTP {status}', 'HTTP {status}'],
  delay: ['Delayed by {ms} ms', '延迟 {ms} 毫秒'],
  disconnect: ['No answer, connection closed', '无响应，断开连接'],
  cut: ['Half an answer, connection closed', '响应传到一半时断开连接'],
})

const SHOWN = 300

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { signal, params } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const list = h('ul', { class: 'faults', 'aria-label': t('title') })
  const none = h('div')
  const catalogue = new Map((await errors()).map((each) => [each.name, each]))
  const numbers = new Map([...catalogue.values()].toReversed().map((each) => [String(each.code), each]))
  let shown = ''

  async function read() {
    // Those for every pool strike the chosen one too.
    /** @type {{list: Fault[], totalCount: number}} */
    const found = await call('GET', '/faults', { query: { userPoolId: page.pool, everywhere: page.pool ? true : null, limit: SHOWN }, signal })
    const text = JSON.stringify(found)
    if (text === shown) return
    shown = text
    count.textContent = t('count', { count: number(found.totalCount) })
    renew(list, found.list.map(draw), add)
    list.hidden = !found.list.length
    none.hidden = found.list.length > 0
    fill(none, found.list.length ? null : h('div', { class: 'card' }, nothing(t('empty'), [h('p', null, t('empty_hint')), h('p', null, h('a', { href: page.link('requests') }, t('requests')))])))
  }

  /** @param {Fault} each */
  function draw(each) {
    const spent = each.times > 0 && each.hits >= each.times
    const what = outcome(each)
    return h('li', { class: `card fault${each.id === params.get('id') ? ' chosen' : ''}`, 'data-id': each.id },
      h('div', { class: 'fault-head' },
        h('strong', null, what), spent ? chip(t('spent')) : chip(each.times ? t('hits', { hits: each.hits, times: each.times }) : t('hits_always', { hits: each.hits }), each.hits ? 'warn' : 'info'),
        button(t('remove'), async () => { await call('DELETE', `/faults/${each.id}`); await read() }, { class: 'quiet', 'aria-label': t('remove_what', { what }) })),
      h('div', { class: 'soft' }, wanted(each)),
      h('small', null, each.userPoolId ? h('a', { href: page.link('faults', { pool: each.userPoolId }) }, page.poolName(each.userPoolId)) : t('all_pools'), ' · ', time(each.createdAt)))
  }

  /** @param {Fault} each */
  function outcome(each) {
    /** @type {string[]} */
    const said = []
    const { error } = each
    if (error) {
      const entry = catalogue.get(String(error.code)) ?? numbers.get(String(error.code))
      const message = error.message ?? (entry ? says(entry) : '')
      if (error.code !== undefined) said.push(`${entry?.code ?? error.code} ${message}`.trim())
      if (error.httpStatus) said.push(t('http', { status: error.httpStatus }))
      for (const [name, value] of Object.entries(error.headers ?? {})) said.push(`${name}: ${value}`)
      if (error.data !== undefined) said.push(JSON.stringify(error.data).slice(0, 200))
    }
    if (each.delayMs) said.push(t('delay', { ms: each.delayMs }))
    if (each.disconnect) said.push(t('disconnect'))
    if (each.cutBody) said.push(t('cut'))
    return said.join(' · ')
  }

  /** @param {Fault} each */
  function wanted(each) {
    const said = [each.operation, [each.method, each.path].filter(Boolean).join(' ')].filter(Boolean)
    const parts = [said.length ? said.join(' · ') : t('any')]
    for (const [name, value] of Object.entries(each.match ?? {})) parts.push(`${name} = ${value}`)
    if (each.skip) parts.push(t('skips', { count: each.skip }))
    if (each.probability !== undefined) parts.push(t('chance', { chance: each.probability }))
    return parts.join(', ')
  }

  const add = button(t('add'), async () => { if (await askForFault(page, { userPoolId: page.pool })) await read() }, { class: 'main' })
  const clear = button(t('clear'), () => confirmed(t('clear_title'), t(page.pool ? 'clear_pool' : 'clear_all'), t('clear'), async () => {
    await call('DELETE', '/faults', { query: { userPoolId: page.pool } })
    await read()
  }), { class: 'quiet' })
  const element = h('div', { class: 'page' },
    h('div', { class: 'bar' }, h('h1', null, t('title')), count, add, clear),
    h('div', { class: 'faults-and-clock' }, h('div', { class: 'page' }, none, list), await clockCard(page)))
  await read()
  void every(1000, signal, read)
  void pause(0, signal).then(() => element.querySelector('.fault.chosen')?.scrollIntoView({ block: 'nearest' }))
  return element
}
