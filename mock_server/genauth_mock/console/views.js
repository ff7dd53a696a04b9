// The views of a section that has several: links from one to the other, beside its heading.

import { every } from './api.js'
import { h } from './dom.js'
import { lang, words } from './words.js'

/** @typedef {import('./shell.js').Page} Page */
/**
 * One way to look at what a section is about; the one without a name comes first. `count` is how many things in it wait
 * for somebody.
 * @typedef {{
 *   title: readonly [string, string], load: () => Promise<{page: (page: Page) => HTMLElement | Promise<HTMLElement>}>,
 *   count?: (page: Page) => Promise<number>,
 * }} View
 */

const LOOK_MS = 2000
const t = words({
  views: ['Views', '视图'],
  waiting: ['{count} waiting', '{count} 条待处理'],
})

/** Which view of a section an address means. @param {Record<string, View>} views @param {URLSearchParams} params */
export function viewIn(views, params) {
  const name = params.get('view') ?? ''
  return Object.hasOwn(views, name) ? name : ''
}

/**
 * @param {string} section
 * @param {Record<string, View>} views
 * @param {Page} page
 * @returns {HTMLElement | null}
 */
export function viewLinks(section, views, page) {
  const names = Object.keys(views)
  if (names.length < 2) return null
  const current = viewIn(views, page.params)
  return h('div', { class: 'views', role: 'navigation', 'aria-label': t('views') }, Object.entries(views).map(([name, { title, count }]) => {
    const badge = h('span', { class: 'count', hidden: true })
    const look = async () => {
      const found = await count?.(page) ?? 0
      badge.hidden = !found
      badge.textContent = found > 99 ? '99+' : found ? String(found) : ''
      badge.title = t('waiting', { count: found })
    }
    if (count) {
      void look().catch(() => {})
      void every(LOOK_MS, page.signal, look)
    }
    return h('a', { href: page.link(section, { view: name }), 'aria-current': name === current ? 'page' : null }, title[lang() === 'zh' ? 1 : 0], ' ', badge)
  }))
}
