// The small parts of which every page is made.

import { ApiError } from './api.js'
import { add, fill, h, icon } from './dom.js'
import { moment, words } from './words.js'

/** @typedef {import('./dom.js').Child} Child */
/** @typedef {'good' | 'bad' | 'warn' | 'plain' | 'info'} Mood */

const t = words({
  copy: ['Copy', '复制'],
  copied_what: ['Copied: {what}', '已复制：{what}'],
  not_copied: ['The browser does not allow copying here. Select the text and copy it by hand.', '浏览器不允许复制，请手动选中并复制。'],
  cancel: ['Cancel', '取消'],
  close: ['Close', '关闭'],
  no_server: ['The server does not answer. Start it and try again: {detail}', '服务器没有响应，请启动服务器后重试：{detail}'],
})

export const ICONS = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  plus: 'M12 5v14M5 12h14',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19',
}

const announcer = h('div', { class: 'notes', role: 'status', 'aria-live': 'polite' })
document.body.appendChild(announcer)

/**
 * Tells something in passing; also to a screen reader.
 * @param {string} text
 * @param {Mood} [mood]
 */
export function tell(text, mood = 'plain') {
  const note = h('p', { class: `note ${mood}` }, text)
  announcer.appendChild(note)
  while (announcer.children.length > 4) announcer.firstElementChild?.remove()
  setTimeout(() => note.remove(), mood === 'bad' ? 9000 : 3500)
}

/** What went wrong, for people. @param {unknown} fault */
export function reason(fault) {
  if (fault instanceof ApiError && fault.status === 0) return t('no_server', { detail: fault.message })
  return fault instanceof Error ? fault.message : String(fault)
}

/** Does something, and tells what went wrong. @param {() => unknown} work @returns {Promise<boolean>} */
export async function tried(work) {
  try {
    await work()
    return true
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') return false
    tell(reason(fault), 'bad')
    return false
  }
}

/**
 * A button. While its work is under way it takes no other click.
 * @param {Child} label
 * @param {(event: Event) => unknown} work
 * @param {Record<string, unknown>} [props]
 */
export function button(label, work, props = {}) {
  const made = h('button', { type: 'button', ...props }, label)
  made.addEventListener('click', async (event) => {
    if (made.ariaBusy === 'true') return
    made.ariaBusy = 'true'
    await tried(() => work(event))
    made.ariaBusy = null
  })
  return made
}

/** Copies a text, and says so. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Over plain http by another name than localhost, browsers give no clipboard.
    const field = h('textarea', { class: 'out-of-sight', 'aria-hidden': 'true', tabindex: '-1' })
    field.value = text
    const within = document.querySelector('dialog[open]') ?? document.body
    const focused = document.activeElement
    within.appendChild(field)
    field.select()
    const done = document.execCommand('copy')
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
    if (!done) return tell(t('not_copied'), 'bad')
  }
  tell(t('copied_what', { what: text.length > 40 ? `${text.slice(0, 40)}…` : text }), 'good')
}

/**
 * A button that copies a text.
 * @param {string | (() => string)} text
 * @param {string} [label]  what is copied, for a screen reader
 */
export function copier(text, label) {
  const copies = () => copy(typeof text === 'function' ? text() : text)
  return button([icon(ICONS.copy), t('copy')], copies, { class: 'quiet', 'aria-label': label ? `${t('copy')}: ${label}` : null })
}

/**
 * Text as it is, in a box with a button that copies it.
 * @param {string} text
 * @param {string} label  what it is, for a screen reader
 */
export function code(text, label) {
  return h('div', { class: 'code' }, h('pre', { tabindex: '0', 'aria-label': label }, h('code', null, text)), copier(text, label))
}

/** Saves a text as a file. @param {string} text @param {string} file @param {string} type */
export function download(text, file, type) {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = h('a', { href: url, download: file })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * JSON in colours.
 * @param {unknown} value
 * @param {string} label
 */
export function json(value, label) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  const made = h('code')
  let end = 0
  if (typeof value !== 'string' && text.length < 100_000) {
    for (const found of text.matchAll(TOKENS)) {
      add(made, [text.slice(end, found.index)])
      const kind = found[2] !== undefined ? 'name' : found[1] !== undefined ? 'text' : 'value'
      add(made, [h('span', { class: `json-${kind}` }, found[1] ?? found[0]), found[2]])
      end = found.index + found[0].length
    }
  }
  add(made, [text.slice(end)])
  return h('div', { class: 'code' }, h('pre', { tabindex: '0', 'aria-label': label }, made), copier(text, label))
}

/** A word in a coloured box. @param {Child} text @param {Mood} [mood] @param {string} [title] */
export function chip(text, mood = 'plain', title) {
  return h('span', { class: `chip ${mood}`, title }, text)
}

/** The name of a pool, which is written anew when the pool is called otherwise. @param {string} id @param {(id: string) => string} poolName */
export function poolTag(id, poolName) {
  return h('span', { class: 'of-pool', 'data-pool': id }, poolName(id))
}

/** A point in time. @param {string | null | undefined} iso */
export function time(iso) {
  return iso ? h('time', { datetime: iso, title: iso }, moment(iso)) : h('span', null, '–')
}

/**
 * Names and values, one below the other.
 * @param {[name: string, value: Child][]} pairs
 */
export function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]))
}

let fields = 0

/**
 * A labelled field.
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input
 * @param {Child} [hint]
 */
export function field(label, input, hint) {
  input.id ||= `field-${++fields}`
  const below = hint ? h('small', { id: `${input.id}-hint` }, hint) : null
  if (below) input.setAttribute('aria-describedby', below.id)
  return h('div', { class: 'field' }, h('label', { for: input.id }, label), input, below)
}

/**
 * A box to tick, with its label.
 * @param {string} label
 * @param {HTMLInputElement} input
 * @param {Child} [hint]
 */
export function tick(label, input, hint) {
  input.type = 'checkbox'
  input.id ||= `field-${++fields}`
  const below = hint ? h('small', { id: `${input.id}-hint` }, hint) : null
  if (below) input.setAttribute('aria-describedby', below.id)
  return h('div', { class: 'field tick' }, input, h('label', { for: input.id }, label), below)
}

/**
 * A choice of one.
 * @param {readonly (readonly [value: string, label: string])[]} options
 * @param {Record<string, unknown>} [props]
 */
export function choice(options, props) {
  return h('select', props, options.map(([value, label]) => h('option', { value }, label)))
}

/**
 * A field to search in: what is typed counts after a moment, or at once with Enter.
 * @param {string} label
 * @param {string} value
 * @param {(text: string) => void} found
 */
export function searcher(label, value, found) {
  const input = h('input', { type: 'search', placeholder: label, 'aria-label': label, value, 'data-search': true, autocomplete: 'off', spellcheck: 'false' })
  let timer = 0
  const now = () => { clearTimeout(timer); if (input.value !== value) found((value = input.value)) }
  const soon = () => { clearTimeout(timer); timer = setTimeout(now, 250) }
  // A syllable that is still being composed is no text yet.
  input.addEventListener('input', (event) => { if (!(event instanceof InputEvent && event.isComposing)) soon() })
  input.addEventListener('compositionend', soon)
  input.addEventListener('change', now)
  return h('div', { class: 'search' }, icon(ICONS.search), input)
}

/** What stands where there is nothing. @param {string} title @param {Child} [hint] */
export function nothing(title, hint) {
  return h('div', { class: 'nothing' }, h('p', null, h('strong', null, title)), hint ? h('div', null, hint) : null)
}

/**
 * Asks with a form in a dialog. `done` gets the form when it is sent; what it refuses is told in the dialog, which stays.
 * Resolves with whether it was done.
 * @param {string} title
 * @param {{body: Child, act: string, done: () => unknown, danger?: boolean, wide?: boolean, lasting?: boolean}} options
 *   `lasting`: it stays when another page is opened
 * @returns {Promise<boolean>}
 */
export function asked(title, { body, act, done, danger = false, wide = false, lasting = false }) {
  const alert = h('p', { class: 'alert', role: 'alert', hidden: true })
  const send = h('button', { type: 'submit', class: danger ? 'main danger' : 'main' }, act)
  const leave = h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, t('cancel'))
  const form = h('form', { method: 'dialog', novalidate: true }, h('h2', null, title), body, alert, h('div', { class: 'acts' }, lasting ? null : leave, send))
  const dialog = h('dialog', { class: wide ? 'wide' : null, 'aria-label': title }, form)
  let well = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (send.ariaBusy === 'true') return
    send.ariaBusy = 'true'
    try {
      await done()
      well = true
      dialog.close()
    } catch (fault) {
      alert.textContent = reason(fault)
      alert.hidden = false
    }
    send.ariaBusy = null
  })
  return shown(dialog, lasting).then(() => well)
}

/** Asks whether something is meant. @param {string} title @param {Child} body @param {string} act @param {() => unknown} done */
export function confirmed(title, body, act, done) {
  return asked(title, { body: h('p', null, body), act, done, danger: true })
}

/**
 * Shows something in a dialog.
 * @param {string} title
 * @param {Child} body
 */
export function show(title, body) {
  const leave = h('button', { type: 'button', onclick: () => dialog.close() }, t('close'))
  const dialog = h('dialog', { class: 'wide', 'aria-label': title }, h('h2', null, title), body, h('div', { class: 'acts' }, leave))
  return shown(dialog)
}

/** @param {HTMLDialogElement} dialog @param {boolean} [lasting] @returns {Promise<void>} */
function shown(dialog, lasting = false) {
  document.body.appendChild(dialog)
  dialog.showModal()
  // Notes would be hidden behind the dialog.
  dialog.appendChild(announcer)
  const leave = () => dialog.close()
  if (lasting) dialog.addEventListener('cancel', (event) => event.preventDefault())
  else window.addEventListener('hashchange', leave)
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      window.removeEventListener('hashchange', leave)
      document.body.appendChild(announcer)
      dialog.remove()
      resolve()
    })
  })
}

/** @type {WeakMap<HTMLElement, object>} what each place waits for */
const awaited = new WeakMap()

/**
 * A part of a page that fills itself: what comes is shown, what goes wrong is told in its place. What was asked for
 * earlier and comes later is not shown.
 * @param {HTMLElement} place
 * @param {() => Promise<Child>} made
 */
export async function loaded(place, made) {
  const mine = {}
  awaited.set(place, mine)
  try {
    const children = await made()
    if (awaited.get(place) === mine) fill(place, children)
  } catch (fault) {
    if (awaited.get(place) !== mine || (fault instanceof DOMException && fault.name === 'AbortError')) return
    const text = reason(fault)
    // Said once, not again with every try.
    if (place.querySelector('[role=alert]')?.textContent !== text) fill(place, h('p', { class: 'alert', role: 'alert' }, text))
  }
}

/**
 * Puts other items into a list. Whoever stands on one stays there; where it is gone, on the one that has its place now.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} items  each with its `data-id`
 * @param {HTMLElement} [otherwise]  who gets the focus when none is left
 */
export function renew(list, items, otherwise) {
  const controls = 'button, a, input'
  const stood = document.activeElement instanceof HTMLElement && list.contains(document.activeElement) ? document.activeElement : null
  const item = stood?.closest('[data-id]')
  const place = item ? [...list.children].indexOf(item) : 0
  const control = item && stood ? [...item.querySelectorAll(controls)].indexOf(stood) : 0
  fill(list, items)
  if (!stood) return
  const next = items.find((each) => item instanceof HTMLElement && each.dataset['id'] === item.dataset['id']) ?? items[Math.min(place, items.length - 1)]
  const found = next?.querySelectorAll(controls)[control] ?? next?.querySelector(controls) ?? otherwise
  if (found instanceof HTMLElement) found.focus()
}
