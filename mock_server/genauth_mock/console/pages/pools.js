// Pools: all of them, and the one that is looked at.

import { fill, h } from '../dom.js'
import { Feed } from '../feed.js'
import { button, chip, nothing, reason, searcher, time, tried } from '../parts.js'
import { Rows, turn } from '../rows.js'
import { number, words } from '../words.js'
import { showPool } from './pool.js'
import { askForImport, askForPool } from './pool_dialogs.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('../known.js').Pool} Pool */
/** @typedef {Pool & {id: string}} Listed */

const t = words({
  title: ['Pools', '用户池'],
  search: ['Search by name or ID', '搜索名称或 ID'],
  count: ['{count} pool | {count} pools', '{count} 个用户池'],
  add: ['New pool', '新建用户池'],
  import: ['Import', '导入'],
  empty: ['No user pools yet', '还没有用户池'],
  empty_filter: ['No user pool matches your search.', '没有符合条件的用户池。'],
  row: ['{name}, {id}', '{name}，{id}'],
  chosen: ['Selected', '当前选中'],
  choose: ['Select a user pool to see its IDs, snapshots and settings.', '选择一个用户池，查看其 ID、快照和设置。'],
  one: ['Pool details', '用户池详情'],
})

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const detail = h('section', { class: 'detail', tabindex: '-1', 'aria-label': t('one') })
  const element = h('div', { class: 'page split' })
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
    nearEnd: () => void tried(() => feed.more()),
    empty: () => nothing(t(params.get('search') ? 'empty_filter' : 'empty')),
  })

  /** @type {Feed<Listed>} */
  const feed = new Feed('/pools', { search: params.get('search') }, signal, (prepended) => {
    rows.set(feed.items, feed.total, prepended)
    count.textContent = t('count', { count: number(feed.total) })
  }, { changing: true, as: (/** @type {Pool} */ each) => ({ ...each, id: each.userPoolId }) })

  /** @param {string} id */
  function open(id) {
    page.keep({ id })
    turn(element, detail, rows, id)
    showOne(id)
  }

  /** @param {string} id */
  function showOne(id) {
    leave.abort()
    leave = new AbortController()
    const now = AbortSignal.any([signal, leave.signal])
    detail.scrollTop = 0
    if (!id) return fill(detail, h('p', { class: 'soft' }, t('choose')))
    showPool(detail, page, id, now, { changed: () => feed.look(), removed: () => removed(id), back: () => open('') }).catch((fault) => {
      if (!now.aborted) fill(detail, h('p', { class: 'alert', role: 'alert' }, reason(fault)))
    })
  }

  /** @param {string} id */
  async function removed(id) {
    if (page.pool === id) return page.go('pools', { pool: '', id: '' })
    open('')
    await feed.look()
    await page.refresh()
  }

  /** @param {Pool | undefined} made */
  async function came(made) {
    if (!made) return
    await Promise.all([feed.look(), page.refresh()])
    open(made.userPoolId)
    const index = rows.items.findIndex((each) => each.id === made.userPoolId)
    if (index >= 0) rows.goTo(index)
  }

  fill(element,
    h('div', { class: 'bar' }, h('h1', null, t('title')), count,
      searcher(t('search'), params.get('search') ?? '', (text) => {
        page.keep({ search: text })
        rows.element.scrollTop = 0
        return tried(() => feed.find({ search: text }))
      }),
      button(t('add'), async () => came(await askForPool()), { class: 'main' }),
      button(t('import'), async () => came(await askForImport()))),
    rows.element, detail)
  await feed.begin()
  if (params.get('id')) open(params.get('id') ?? '')
  else {
    // With a pool chosen it is shown beside the list; on a small screen the list is.
    rows.choose(page.pool)
    showOne(page.pool)
  }
  return element
}
