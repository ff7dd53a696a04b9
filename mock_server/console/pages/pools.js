// Pools: all of them, and the one that is looked at.

import { call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { button, chip, nothing, reason, searcher, time, tried } from '../parts.js'
import { Rows } from '../rows.js'
import { number, words } from '../words.js'
import { showPool } from './pool.js'
import { askForImport, askForPool } from './pool_dialogs.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('../shell.js').Pool} Pool */
/** @typedef {Pool & {id: string}} Listed */

const MOST = 10_000
const FIRST = 500
const LOOK_MS = 2000
const t = words({
  title: ['Pools', '用户池'],
  search: ['Search name or id', '搜索名称或 ID'],
  count: ['{count} pool | {count} pools', '{count} 个用户池'],
  found: ['{found} of {count} pools', '{count} 个用户池中的 {found} 个'],
  add: ['New pool', '新建用户池'],
  import: ['Import', '导入'],
  empty: ['There is no pool', '暂无用户池'],
  empty_filter: ['No pool fits', '没有符合条件的用户池'],
  row: ['{name}, {id}', '{name}，{id}'],
  chosen: ['chosen', '当前选中'],
  choose: ['Choose a pool to see its ids, snapshots and settings.', '选择一个用户池以查看其 ID、快照和设置。'],
  one: ['The pool', '用户池详情'],
})

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const detail = h('section', { class: 'detail', 'aria-label': t('one') })
  const element = h('div', { class: 'page split' })
  /** @type {Listed[]} */
  let pools = []
  let total = 0
  let leave = new AbortController()
  /** @type {Rows<Listed>} */
  const rows = new Rows({
    label: t('title'),
    height: 58,
    draw: (each) => [
      h('span', { class: 'grow' }, h('strong', null, each.name), h('small', { class: 'mono' }, each.userPoolId)),
      h('span', { class: 'side' }, each.userPoolId === page.pool ? chip(t('chosen'), 'info') : null, h('small', null, time(each.createdAt))),
    ],
    name: (each) => t('row', { name: each.name, id: each.userPoolId }),
    open: (each) => open(each.id),
    empty: () => nothing(t(pools.length ? 'empty_filter' : 'empty')),
  })

  /** @param {number} limit @returns {Promise<{list: Listed[], totalCount: number}>} */
  async function listed(limit) {
    const found = await call('GET', '/pools', { query: { limit }, signal })
    return { ...found, list: found.list.map((/** @type {Pool} */ each) => ({ ...each, id: each.userPoolId })) }
  }

  async function read(limit = MOST) {
    took(await listed(limit))
  }

  /** @param {{list: Listed[], totalCount: number}} found */
  function took(found) {
    pools = found.list
    total = found.totalCount
    draw()
  }

  /** Whether others have made or removed some. */
  async function look() {
    const newest = await listed(1)
    if (newest.totalCount === total && newest.list[0]?.id === pools[0]?.id) return
    // While a test suite makes one after the other, the ten thousand before are not read again each time.
    const found = await listed(FIRST)
    const known = found.list.findIndex((each) => each.id === pools[0]?.id)
    if (known > 0 && found.totalCount === total + known) took({ list: found.list.slice(0, known).concat(pools), totalCount: found.totalCount })
    else await read()
  }

  function draw() {
    const wanted = (params.get('search') ?? '').toLowerCase()
    const fit = wanted ? pools.filter((each) => [each.name, each.id, each.appId].some((text) => text.toLowerCase().includes(wanted))) : pools
    rows.set(fit, fit.length)
    count.textContent = wanted ? t('found', { found: number(fit.length), count: number(total) }) : t('count', { count: number(total) })
  }

  /** @param {string} id */
  function open(id) {
    page.keep({ id })
    rows.choose(id)
    element.classList.toggle('opened', Boolean(id))
    showOne(id)
  }

  /** @param {string} id */
  function showOne(id) {
    leave.abort()
    leave = new AbortController()
    const now = AbortSignal.any([signal, leave.signal])
    detail.scrollTop = 0
    if (!id) return fill(detail, h('p', { class: 'soft' }, t('choose')))
    showPool(detail, page, id, now, { changed: () => read(), removed: () => removed(id), back: () => open('') }).catch((fault) => {
      if (!now.aborted) fill(detail, h('p', { class: 'alert', role: 'alert' }, reason(fault)))
    })
  }

  /** @param {string} id */
  async function removed(id) {
    if (page.pool === id) return page.go('pools', { pool: '', id: '' })
    open('')
    await read()
    await page.refresh()
  }

  /** @param {Pool | undefined} made */
  async function came(made) {
    if (!made) return
    await Promise.all([read(), page.refresh()])
    open(made.userPoolId)
    const index = rows.items.findIndex((each) => each.id === made.userPoolId)
    if (index >= 0) rows.goTo(index)
  }

  fill(element,
    h('div', { class: 'bar' }, h('h1', null, t('title')), count,
      searcher(t('search'), params.get('search') ?? '', (text) => { page.keep({ search: text }); draw() }),
      button(t('add'), async () => came(await askForPool()), { class: 'main' }),
      button(t('import'), async () => came(await askForImport(pools)))),
    rows.element, detail)
  await read(FIRST)
  if (pools.length < total) void tried(() => read())
  void every(LOOK_MS, signal, look)
  if (params.get('id')) open(params.get('id') ?? '')
  else {
    // With a pool chosen it is shown beside the list; on a small screen the list is.
    rows.choose(page.pool)
    showOne(page.pool)
  }
  return element
}
