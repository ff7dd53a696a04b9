// The settings of a pool: a form that is made from the server's own description of them, each saved as soon as it is changed.

import { ApiError, call } from '../api.js'
import { h } from '../dom.js'
import { button, chip, choice, confirmed, reason, searcher, tell } from '../parts.js'
import { lang, number, span, word, words } from '../words.js'
import { GROUPS, SETTINGS } from './settings_texts.js'

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {import('../known.js').Pool} Pool */
/** @typedef {import('./settings_texts.js').SettingText} SettingText */
/**
 * JSON schema, as far as settings have it.
 * @typedef {{
 *   $ref?: string, type?: string, enum?: unknown[], minimum?: number, maximum?: number, maxLength?: number, anyOf?: Schema[], items?: Schema,
 *   default?: unknown, properties?: Record<string, Schema>,
 * }} Schema
 */
/** @typedef {{path: string, schema: Schema, nullable: boolean, initial: unknown}} Spec */
/**
 * What a setting is changed with.
 * @typedef {{element: HTMLElement, get: () => unknown, set: (value: unknown) => void}} Control
 */
/** @typedef {{spec: Spec, element: HTMLElement, take: (settings: any) => void, refuse: (text: string) => void}} Setting */

const t = words({
  title: ['Settings', '设置'],
  intro: ['A change is saved at once and applies from the next request on.', '修改后立即保存，从下一个请求起生效。'],
  all_default: ['All settings have their default values', '全部为默认值'],
  changed: ['{count} changed from the default', '{count} 项与默认值不同'],
  one_changed: ['1 changed from the default', '1 项与默认值不同'],
  differs: ['Changed from the default', '与默认值不同'],
  all_back: ['Reset all to default', '全部恢复默认'],
  all_back_title: ['Reset all settings to their defaults?', '将全部设置恢复为默认值？'],
  back: ['Reset to default', '恢复默认'],
  back_what: ['Reset to default: {label}', '恢复默认：{label}'],
  is_default: ['Default: {value}', '默认：{value}'],
  saved: ['Saved: {label}', '已保存：{label}'],
  search: ['Search settings, e.g. 2057', '搜索设置，如 2057'],
  no_setting: ['No setting matches your search.', '没有符合条件的设置。'],
  range: ['Range: {from} to {to}', '范围：{from} 至 {to}'],
  from: ['At least {from}', '不小于 {from}'],
  to: ['At most {to}', '不大于 {to}'],
  seconds: ['seconds', '秒'],
  on: ['On', '开启'],
  off: ['Off', '关闭'],
  none: ['None', '无'],
  other: ['Other', '其他'],
})

/** @type {Promise<Spec[]> | undefined} */
let described

/** The settings that the server has. It is asked once. */
function specs() {
  described ??= call('GET', '/openapi.json').then(({ components }) => leaves(components.schemas, '', { $ref: '#/PoolSettings' }, undefined))
  described.catch(() => { described = undefined })
  return described
}

/**
 * @param {Record<string, Schema>} schemas
 * @param {string} path
 * @param {Schema} given
 * @param {unknown} initial
 * @returns {Spec[]}
 */
function leaves(schemas, path, given, initial) {
  const pointed = given.$ref ? schemas[given.$ref.split('/').pop() ?? ''] : undefined
  const schema = { ...pointed, ...given }
  const around = 'default' in schema ? schema.default : initial
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, each]) => leaves(schemas, path ? `${path}.${name}` : name, each, at(around, name)))
  }
  const others = schema.anyOf?.filter((each) => each.type !== 'null') ?? []
  const nullable = Boolean(schema.anyOf && others.length < schema.anyOf.length)
  return [{ path, schema: others.length === 1 ? { ...schema, ...others[0] } : schema, nullable, initial: around }]
}

/** @param {any} value @param {string} path @returns {unknown} */
function at(value, path) {
  return path.split('.').reduce((found, name) => found?.[name], value)
}

/** Settings in which these, by their paths, have these values. @param {[path: string, value: unknown][]} changes */
function nested(changes) {
  /** @type {Record<string, any>} */
  const made = {}
  for (const [path, value] of changes) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let within = made
    for (const name of names) within = within[name] ??= {}
    within[last] = value
  }
  return made
}

/** @param {unknown} one @param {unknown} other */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other)
}

/**
 * The settings of a pool. `update` shows those that the server has now; what is being typed stays.
 * @param {Pool} pool
 * @param {(pool: Pool) => void} saved  told of the pool as it is after a change
 * @returns {Promise<{element: HTMLElement, update: (pool: Pool) => void}>}
 */
export async function settingsForm(pool, saved) {
  const all = (await specs()).toSorted((one, other) => place(one.path) - place(other.path) || 0)
  const state = h('p', { class: 'soft', role: 'status' })
  /** @type {Setting[]} */
  const shown = all.map((spec) => setting(spec, (value) => save([[spec.path, value]], spec)))
  const allBack = button(t('all_back'), () => confirmed(t('all_back_title'), differing().map((each) => `${label(each.path)}: ${said(each, each.initial)}`).join(lang() === 'zh' ? '；' : '; '), t('all_back'), async () => {
    took(await patched(differing().map((each) => [each.path, each.initial])))
  }), { class: 'quiet' })
  const none = h('p', { class: 'soft', role: 'status', hidden: true }, t('no_setting'))
  const groups = grouped(shown).map(([title, of]) => ({ of, row: h('section', { class: 'settings-group', 'aria-label': title }, h('h4', null, title), of.map((each) => each.element)) }))
  const element = h('section', { class: 'settings', 'aria-label': t('title') },
    h('div', { class: 'bar' }, h('h3', null, t('title')), state, allBack, searcher(t('search'), '', search)),
    h('p', { class: 'soft' }, t('intro')), groups.map(({ row }) => row), none)
  update(pool)

  /** @param {string} wanted */
  function search(wanted) {
    for (const { of, row } of groups) {
      for (const each of of) each.element.hidden = !each.element.textContent?.toLowerCase().includes(wanted.trim().toLowerCase())
      row.hidden = of.every((each) => each.element.hidden)
    }
    none.hidden = groups.some(({ row }) => !row.hidden)
  }

  function differing() {
    return all.filter((each) => !same(at(pool.settings, each.path), each.initial))
  }

  /** @param {Pool} found */
  function update(found) {
    pool = found
    for (const each of shown) each.take(pool.settings)
    const count = differing().length
    state.textContent = count > 1 ? t('changed', { count: number(count) }) : t(count ? 'one_changed' : 'all_default')
    allBack.hidden = !count
  }

  /** @param {[path: string, value: unknown][]} changes @returns {Promise<Pool>} */
  function patched(changes) {
    return call('PATCH', `/pools/${encodeURIComponent(pool.userPoolId)}`, { body: { settings: nested(changes) } })
  }

  /** @param {Pool} found */
  function took(found) {
    update(found)
    saved(found)
  }

  /**
   * @param {[path: string, value: unknown][]} changes
   * @param {Spec} spec
   */
  async function save(changes, spec) {
    try {
      took(await patched(changes))
      tell(t('saved', { label: label(spec.path) }), 'good')
    } catch (fault) {
      const field = fault instanceof ApiError ? fault.field?.replace(/^settings\./, '') ?? '' : ''
      const named = shown.find(({ spec: { path } }) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`))
      const own = shown.find((each) => each.spec === spec)
      const told = named ?? own
      told?.refuse(reason(fault))
    }
  }

  return { element, update }
}

/** @param {Setting[]} shown @returns {[title: string, of: Setting[]][]} */
function grouped(shown) {
  const rest = new Set(shown)
  /** @type {[string, Setting[]][]} */
  const made = GROUPS.map(({ title, of }) => {
    const mine = of.flatMap((name) => shown.filter(({ spec: { path } }) => (name.endsWith('.') ? path.startsWith(name) : path === name)))
    for (const each of mine) rest.delete(each)
    return [title[lang() === 'zh' ? 1 : 0], mine]
  })
  made.push([t('other'), [...rest]])
  return made.filter(([, of]) => of.length)
}

/** Where a setting stands: in the order of the texts, what they do not know last. @param {string} path */
function place(path) {
  return (Object.keys(SETTINGS).indexOf(path) + 1) || Infinity
}

/** @param {string} path @returns {SettingText | undefined} */
function textsOf(path) {
  return Object.hasOwn(SETTINGS, path) ? SETTINGS[path] : undefined
}

/** @param {string} path */
function label(path) {
  const found = textsOf(path)
  return found ? found.label[lang() === 'zh' ? 1 : 0] : path
}

/** A value in words. @param {Spec} spec @param {unknown} value @returns {string} */
function said(spec, value) {
  const texts = textsOf(spec.path)
  if (Array.isArray(value)) return value.map((each) => word(texts?.options ?? {}, String(each))).join(', ') || t('none')
  if (value === null || value === undefined) return texts?.none?.[lang() === 'zh' ? 1 : 0] ?? t('none')
  if (typeof value === 'boolean') return t(value ? 'on' : 'off')
  if (typeof value === 'number' && texts?.seconds) return `${value} ${t('seconds')}${value >= 60 ? ` (${span(value)})` : ''}`
  if (typeof value === 'object') return JSON.stringify(value)
  return word(texts?.options ?? {}, String(value))
}

/** What may stand there. @param {Spec} spec */
function range({ schema: { minimum, maximum, type, enum: values } }) {
  if (type !== 'integer' && type !== 'number' || values) return ''
  if (minimum !== undefined && maximum !== undefined) return t('range', { from: number(minimum), to: number(maximum) })
  return minimum !== undefined ? t('from', { from: number(minimum) }) : maximum !== undefined ? t('to', { to: number(maximum) }) : ''
}

let ids = 0

/**
 * One setting: what it is, what it does, and the control that changes it.
 * @param {Spec} spec
 * @param {(value: unknown) => Promise<void>} save
 * @returns {Setting}
 */
function setting(spec, save) {
  const texts = textsOf(spec.path)
  const id = `setting-${++ids}`
  const control = controlOf(spec, id, () => void commit())
  const mark = h('span', { hidden: true }, chip(t('differs'), 'info'))
  const back = button(t('back'), () => { control.set(spec.initial); return commit().then(() => focus()) }, { class: 'quiet', 'aria-label': t('back_what', { label: label(spec.path) }), hidden: true })
  const alert = h('p', { class: 'alert', role: 'alert', id: `${id}-alert`, hidden: true })
  const length = h('small')
  const name = control.element instanceof HTMLFieldSetElement ? h('strong', { id: `${id}-label` }, label(spec.path)) : h('label', { for: id }, label(spec.path))
  const about = [t('is_default', { value: said(spec, spec.initial) }), range(spec)].filter(Boolean).join(' · ')
  const element = h('div', { class: spec.schema.type === 'boolean' ? 'setting yes-no' : 'setting', 'data-setting': spec.path },
    h('div', { class: 'setting-say' }, h('div', { class: 'setting-name' }, name, mark),
      texts ? h('p', { id: `${id}-hint` }, texts.text[lang() === 'zh' ? 1 : 0]) : null,
      h('small', null, texts ? [h('code', null, spec.path), ' · '] : null, about)),
    h('div', { class: 'setting-do' }, control.element, length, back),
    alert)
  if (texts) control.element.setAttribute('aria-describedby', `${id}-hint`)
  /** @type {unknown} */
  let now
  /** @type {unknown} what stands in the control, so long as nobody has touched it */
  let drawn

  function focus() {
    const first = control.element.matches('fieldset') ? control.element.querySelector('input') : control.element
    if (first instanceof HTMLElement) first.focus()
  }

  function follow() {
    const value = control.get()
    length.textContent = texts?.seconds && typeof value === 'number' && value >= 60 ? `= ${span(value)}` : texts?.seconds ? t('seconds') : ''
  }

  function calm() {
    alert.hidden = true
    back.hidden = same(now, spec.initial)
    control.element.removeAttribute('aria-invalid')
  }

  async function commit() {
    const value = control.get()
    if (same(value, now)) return calm()
    await save(value)
  }

  control.element.addEventListener('input', follow)
  control.element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || same(control.get(), now)) return
    control.set(now)
    calm()
    follow()
  })
  return {
    spec, element,
    take: (settings) => {
      const value = at(settings, spec.path)
      const touched = drawn !== undefined && !same(control.get(), drawn) && !same(control.get(), value)
      now = value
      if (!touched) {
        control.set(value)
        drawn = control.get()
        calm()
        follow()
      }
      const differs = !same(value, spec.initial)
      mark.hidden = !differs
      back.hidden = !differs && alert.hidden
      element.classList.toggle('differs', differs)
    },
    refuse: (text) => {
      alert.textContent = text
      alert.hidden = back.hidden = false
      control.element.setAttribute('aria-invalid', 'true')
    },
  }
}

/**
 * @param {Spec} spec
 * @param {string} id
 * @param {() => void} changed
 * @returns {Control}
 */
function controlOf({ path, schema, nullable }, id, changed) {
  const texts = textsOf(path)
  const empty = texts?.none?.[lang() === 'zh' ? 1 : 0] ?? t('none')
  if (schema.type === 'boolean' && !nullable) {
    const element = h('input', { type: 'checkbox', id, onchange: changed })
    return { element, get: () => element.checked, set: (value) => { element.checked = value === true } }
  }
  const values = schema.enum ?? (schema.type === 'integer' && texts?.options ? Object.keys(texts.options).map(Number) : undefined)
  if (values) {
    const options = values.filter((each) => each !== null).map((each) => /** @type {const} */ ([JSON.stringify(each), word(texts?.options ?? {}, String(each))]))
    const element = choice(nullable ? [['null', empty], ...options] : options, { id, onchange: changed })
    return { element, get: () => JSON.parse(element.value), set: (value) => { element.value = JSON.stringify(value) } }
  }
  const several = schema.type === 'array' ? schema.items?.enum : undefined
  if (several) {
    const boxes = several.map((each) => /** @type {const} */ ([each, h('input', { type: 'checkbox', onchange: changed })]))
    const element = h('fieldset', { 'aria-labelledby': `${id}-label` }, boxes.map(([each, box]) => h('label', null, box, ' ', word(texts?.options ?? {}, String(each)))))
    return {
      element,
      get: () => boxes.filter(([, box]) => box.checked).map(([each]) => each),
      set: (value) => { for (const [each, box] of boxes) box.checked = Array.isArray(value) && value.includes(each) },
    }
  }
  const known = ['integer', 'number', 'string'].includes(schema.type ?? '')
  const element = h('input', {
    id, autocomplete: 'off', spellcheck: 'false', placeholder: nullable ? empty : null, inputmode: schema.type === 'integer' ? 'numeric' : null,
    onchange: changed, class: schema.type === 'integer' ? 'number' : null,
  })
  return {
    element,
    // What is no number is sent as it is: the server says what is wrong with it.
    get: () => (element.value === '' && (nullable || schema.type !== 'string') ? null : schema.type === 'string' ? element.value : read(element.value)),
    set: (value) => { element.value = value === null || value === undefined ? '' : known ? String(value) : JSON.stringify(value) },
  }
}

/** JSON, or else the text that it is. @param {string} text @returns {unknown} */
function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
