// Thousands of rows, of which only those in sight are in the page.

import { fill, h } from './dom.js'

/** @typedef {import('./dom.js').Child} Child */

const SPARE = 8

/**
 * A list of rows of one height. Arrow keys, Home and End go from row to row.
 * @template {{id: string}} T
 */
export class Rows {
  /**
   * @param {{
   *   label: string, height?: number, draw: (item: T) => Child, open: (item: T) => void,
   *   name: (item: T) => string, nearEnd?: () => void, empty: () => Child,
   * }} options  `name` is what a screen reader calls a row
   */
  constructor({ label, height = 64, draw, open, name, nearEnd, empty }) {
    this.height = height
    this.draw = draw
    this.open = open
    this.name = name
    this.nearEnd = nearEnd
    this.empty = empty
    /** @type {readonly T[]} may have holes, for rows that are yet to be read */
    this.items = []
    this.total = 0
    this.chosen = ''
    /** @type {Map<string, string>} what the drawn rows show */
    this.shown = new Map()
    /** @type {Map<string, HTMLElement>} */
    this.drawn = new Map()
    this.focused = ''
    this.list = h('ul', { class: 'rows-all', 'aria-label': label })
    this.none = h('div', { hidden: true })
    this.element = h('div', { class: 'rows' }, this.none, this.list)
    this.element.addEventListener('scroll', () => this.paint(), { passive: true })
    this.element.addEventListener('keydown', (event) => this.key(event))
    new ResizeObserver(() => this.paint()).observe(this.element)
  }

  /**
   * @param {readonly T[]} items
   * @param {number} total  how many there are on the server
   * @param {number} [prepended]  how many of them are new at the top; who has scrolled down stays where he is
   */
  set(items, total, prepended = 0) {
    this.items = items
    this.total = total
    this.list.style.height = `${total * this.height}px`
    if (prepended && this.element.scrollTop > 4) this.element.scrollTop += prepended * this.height
    if (this.focused && !items.some((each) => each?.id === this.focused)) this.letGo(this.focused)
    this.list.hidden = !items.length
    this.none.hidden = items.length > 0
    if (!items.length) fill(this.none, this.empty())
    this.paint()
    for (const [id, row] of this.drawn) {
      const item = items[Number(row.dataset['index'])]
      if (item?.id === id && this.shown.get(id) !== JSON.stringify(item)) this.show(item, row)
    }
  }

  /** @param {T} item @param {HTMLElement} row */
  show(item, row) {
    this.shown.set(item.id, JSON.stringify(item))
    const [opener, body] = row.children
    if (opener) opener.ariaLabel = this.name(item)
    if (body) fill(body, this.draw(item))
  }

  /** One row can be reached by the Tab key, with all that is in it; from there arrow keys lead to the others. */
  stop() {
    const first = this.items[Math.ceil(this.element.scrollTop / this.height)]?.id ?? ''
    const one = [this.focused, this.chosen, first].find((each) => this.drawn.has(each))
    for (const [id, row] of this.drawn) {
      for (const each of row.querySelectorAll('button, a')) if (each instanceof HTMLElement) each.tabIndex = id === one ? 0 : -1
    }
  }

  /** A row whose thing is gone goes too, though somebody stands on it. @param {string} id */
  letGo(id) {
    this.focused = ''
    this.drawn.get(id)?.remove()
    this.drawn.delete(id)
    this.shown.delete(id)
  }

  /** Marks a row as the one that is open. @param {string} id */
  choose(id) {
    this.chosen = id
    for (const [each, row] of this.drawn) this.mark(each, row)
    this.stop()
  }

  /** @param {string} id @param {HTMLElement} row */
  mark(id, row) {
    row.classList.toggle('chosen', id === this.chosen)
    const opener = row.querySelector('.row-open')
    if (id === this.chosen) opener?.setAttribute('aria-current', 'true')
    else opener?.removeAttribute('aria-current')
  }

  paint() {
    const top = this.element.scrollTop
    const first = Math.max(0, Math.floor(top / this.height) - SPARE)
    const end = Math.min(this.items.length, Math.ceil((top + this.element.clientHeight) / this.height) + SPARE)
    if (this.nearEnd && this.items.length < this.total && end >= this.items.length - SPARE) this.nearEnd()
    /** @type {Map<string, number>} */
    const wanted = new Map()
    for (let index = first; index < end; index++) {
      const item = this.items[index]
      if (item) wanted.set(item.id, index)
    }
    // Who stands on a row does not lose it by scrolling.
    if (this.focused && !wanted.has(this.focused)) {
      const index = this.items.findIndex((each) => each?.id === this.focused)
      if (index >= 0) wanted.set(this.focused, index)
    }
    for (const [id, row] of this.drawn) {
      if (!wanted.has(id)) {
        row.remove()
        this.drawn.delete(id)
        this.shown.delete(id)
      }
    }
    /** @type {Element | null} */
    let after = null
    for (const index of [...wanted.values()].sort((one, two) => one - two)) {
      const item = this.items[index]
      if (!item) continue
      const row = this.drawn.get(item.id) ?? this.made(item)
      row.style.transform = `translateY(${index * this.height}px)`
      row.setAttribute('aria-posinset', String(index + 1))
      row.setAttribute('aria-setsize', String(this.total))
      row.dataset['index'] = String(index)
      if (row.parentElement !== this.list) this.list.insertBefore(row, after ? after.nextElementSibling : this.list.firstElementChild)
      after = row
    }
    this.stop()
  }

  /** @param {T} item */
  made(item) {
    const opener = h('button', { type: 'button', class: 'row-open' })
    opener.addEventListener('click', () => this.open(this.items.find((each) => each?.id === item.id) ?? item))
    opener.addEventListener('focus', () => { this.focused = item.id; this.stop() })
    opener.addEventListener('blur', () => { this.focused = '' })
    const row = h('li', { class: 'row', style: `height: ${this.height}px` }, opener, h('div', { class: 'row-body' }))
    this.show(item, row)
    this.drawn.set(item.id, row)
    this.mark(item.id, row)
    return row
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const row = event.target instanceof Element ? event.target.closest('li') : null
    const index = row ? Number(row.dataset['index']) : -1
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.height) - 1)
    /** @type {Record<string, number>} */
    const goals = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: this.items.length - 1, PageDown: index + page, PageUp: index - page }
    const goal = goals[event.key]
    if (goal === undefined || !this.items.length) return
    event.preventDefault()
    this.goTo(Math.min(this.items.length - 1, Math.max(0, goal)))
  }

  /** Stands on a row. @param {number} index */
  goTo(index) {
    const item = this.items[index]
    if (!item) return
    const top = index * this.height
    const view = this.element
    if (top < view.scrollTop) view.scrollTop = top
    else if (top + this.height > view.scrollTop + view.clientHeight) view.scrollTop = top + this.height - view.clientHeight
    this.paint()
    const opener = this.drawn.get(item.id)?.querySelector('button')
    opener?.focus({ preventScroll: true })
  }
}

const narrow = matchMedia('(max-width: 52rem)')

/**
 * Opens a thing beside its list, or in the list's place where there is no room for both; whoever stood on a row goes along.
 * @template {{id: string}} T
 * @param {HTMLElement} page
 * @param {HTMLElement} detail  can be stood on
 * @param {Rows<T>} rows
 * @param {string} id  of what is opened; empty to go back to the list
 */
export function turn(page, detail, rows, id) {
  const before = rows.chosen
  rows.choose(id)
  const isOpened = page.classList.toggle('opened', Boolean(id))
  if (!narrow.matches || !page.isConnected) return
  if (isOpened) detail.focus()
  else rows.goTo(rows.items.findIndex((each) => each?.id === before))
}
