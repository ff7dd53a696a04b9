// A view that is a list, with one thing of it at the side.

import { fill, h } from './dom.js'
import { button, tried } from './parts.js'
import { Rows, turn } from './rows.js'
import { number, words } from './words.js'

/** @typedef {import('./dom.js').Child} Child */
/** @typedef {import('./shell.js').Page} Page */
/**
 * Where the things come from; a Feed is one.
 * @template {{id: string}} T
 * @typedef {{items: T[], total: number, begin: () => Promise<void>, more: () => Promise<void>, look: () => Promise<void>}} Source
 */

const t = words({
  back: ['Back to the list', '返回列表'],
})

/**
 * @template {{id: string}} T
 * @param {Page} page
 * @param {{
 *   title: string, label: string, source: (changed: (prepended: number) => void) => Source<T>, count: (count: string) => string,
 *   draw: (each: T) => Child, name: (each: T) => string, detail: (each: T, signal: AbortSignal) => {title: Child, state: Child, rest: Child},
 *   choose: string, empty: () => Child, bar?: Child,
 * }} options  `detail` ends what it has begun with its `signal`
 * @returns {Promise<HTMLElement>}
 */
export async function listView(page, { title, label, source: from, count: counted, draw, name, detail, choose, empty, bar }) {
  const { params } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const place = h('section', { class: 'detail', tabindex: '-1', 'aria-label': label })
  const element = h('div', { class: 'page split' })
  let shown = ''
  let looks = new AbortController()
  /** @type {Rows<T>} */
  const rows = new Rows({ label, draw, name, empty, open: (each) => show(each), nearEnd: () => void tried(() => source.more()) })
  const source = from((prepended) => {
    rows.set(source.items, source.total, prepended)
    count.textContent = counted(number(source.total))
    const opened = params.get('id')
    if (!opened) return
    const now = source.items.find((each) => each.id === opened) ?? null
    if (JSON.stringify(now) !== shown) show(now)
  })

  /** @param {T | null} each */
  function show(each) {
    const stood = place.contains(document.activeElement)
    page.keep({ id: each?.id ?? '' })
    shown = JSON.stringify(each)
    looks.abort()
    looks = new AbortController()
    turn(element, place, rows, each?.id ?? '')
    if (!each) return fill(place, h('p', { class: 'soft' }, choose))
    const back = button(t('back'), () => show(null), { class: 'quiet narrow-only' })
    const { title: head, state, rest } = detail(each, AbortSignal.any([page.signal, looks.signal]))
    fill(place, h('div', { class: 'detail-head' }, back, h('h2', null, head), state), rest)
    // The button that was pressed may be gone.
    if (stood) place.focus()
  }

  fill(element, h('div', { class: 'bar' }, h('h1', null, title), page.views, count, bar), rows.element, place)
  await source.begin()
  show(source.items.find((each) => each.id === params.get('id')) ?? null)
  return element
}
