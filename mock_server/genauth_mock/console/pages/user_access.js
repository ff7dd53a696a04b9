// What a user may do and belongs to: roles, groups, organisations, resources; and custom data.

import { fill, h, icon } from '../dom.js'
import { ICONS, asked, button, chip, choice, json, reason, renew } from '../parts.js'
import { words } from '../words.js'

/** @typedef {import('./user_list.js').User} User */

const t = words({
  roles: ['Roles', '角色'],
  role: ['Role code', '角色 Code'],
  groups: ['Groups', '分组'],
  group: ['Group code', '分组 Code'],
  orgs: ['Organisations', '组织机构'],
  orgs_label: ['Organisation nodes, one path per line', '组织机构节点，每行一个路径'],
  orgs_hint: ['One path per line, such as HR/DevHR', '每行一个路径，例如 HR/DevHR'],
  resources: ['Resources granted directly', '直接授权的资源'],
  data: ['Custom data', '自定义数据'],
  none: ['None', '无'],
  add: ['Add', '添加'],
  save: ['Save', '保存'],
  edit: ['Edit custom data', '编辑自定义数据'],
  remove: ['Remove {what}', '移除 {what}'],
  key: ['Key', '键'],
  value: ['Value', '值'],
  type: ['Type', '类型'],
  text: ['Text', '文本'],
  number: ['Number', '数字'],
  boolean: ['true/false', '布尔'],
  json: ['JSON', 'JSON'],
  add_key: ['Add a key', '添加一项'],
  remove_row: ['Remove this key', '移除此项'],
  no_key: ['A value has no key. Enter one, or remove the row.', '有一项缺少键，请填写或移除该项。'],
  twice: ['The key {key} is there twice. Remove one of them.', '键 {key} 重复，请移除其中一个。'],
  no_number: ['{key}: {value} is not a number.', '{key}：{value} 不是数字。'],
  no_boolean: ['{key}: enter true or false.', '{key}：请填写 true 或 false。'],
  no_json: ['{key}: {value} is not valid JSON.', '{key}：{value} 不是有效的 JSON。'],
})

/** @typedef {'text' | 'number' | 'boolean' | 'json'} Kind */

/** @param {unknown} value @returns {Kind} */
function kindOf(value) {
  // A field of one line would lose the others.
  if (typeof value === 'string') return /[\r\n]/.test(value) ? 'json' : 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'json'
}

/** @param {Kind} kind @param {string} text @param {string} key */
function read(kind, text, key) {
  if (kind === 'text') return text
  const value = text.trim()
  if (kind === 'number') {
    if (!value || !Number.isFinite(Number(value))) throw new Error(t('no_number', { key, value: text }))
    return Number(value)
  }
  if (kind === 'boolean') {
    if (value !== 'true' && value !== 'false') throw new Error(t('no_boolean', { key }))
    return value === 'true'
  }
  try {
    return JSON.parse(value)
  } catch {
    throw new Error(t('no_json', { key, value: text }))
  }
}

export class AccessPart {
  /**
   * @param {() => User} user
   * @param {(body: Record<string, unknown>) => Promise<unknown>} change
   */
  constructor(user, change) {
    this.user = user
    this.change = change
    this.roles = this.codes('roles', t('roles'), t('role'))
    this.groups = this.codes('groups', t('groups'), t('group'))
    this.orgs = this.paths()
    this.resources = h('div')
    this.data = h('div')
    this.element = h('div', { class: 'access' },
      h('div', { class: 'pair' }, this.roles.element, this.groups.element),
      this.orgs.element,
      this.resources,
      h('section', { 'aria-label': t('data') }, h('div', { class: 'section-head' }, h('h3', null, t('data')), button(t('edit'), () => this.editData(), { class: 'quiet' })), this.data))
  }

  draw() {
    const user = this.user()
    this.roles.draw()
    this.groups.draw()
    this.orgs.draw()
    fill(this.resources, user.resources.length ? [
      h('h3', null, t('resources')),
      h('ul', { class: 'chips' }, user.resources.map((each) => h('li', null, chip(`${each.namespace} / ${each.code}${each.actions.length ? ` (${each.actions.join(', ')})` : ''}`)))),
    ] : null)
    fill(this.data, Object.keys(user.customData).length ? json(user.customData, t('data')) : h('p', { class: 'soft' }, t('none')))
  }

  /**
   * Codes that a user has: each can be taken away, and others given. What the server refuses is told below.
   * @param {'roles' | 'groups'} name
   * @param {string} title
   * @param {string} label
   */
  codes(name, title, label) {
    const list = h('ul', { class: 'chips' })
    const input = h('input', { 'aria-label': label, placeholder: label, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' })
    const alert = h('p', { class: 'alert', role: 'alert', hidden: true })
    /** @param {string[]} codes */
    const put = (codes) => refused(alert, () => this.change({ [name]: codes }))
    const form = h('form', { class: 'adder' }, input, h('button', { type: 'submit' }, t('add')))
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const code = input.value.trim()
      if (!code) return input.focus()
      if (await put([...this.user()[name], code])) input.value = ''
    })
    return {
      element: h('section', { 'aria-label': title }, h('h3', null, title), list, form, alert),
      draw: () => {
        const codes = this.user()[name]
        if (list.dataset['shows'] === JSON.stringify(codes)) return
        list.dataset['shows'] = JSON.stringify(codes)
        const items = codes.map((code) => h('li', { class: 'chip', 'data-id': code }, h('span', null, code),
          button(icon(ICONS.close), () => put(this.user()[name].filter((each) => each !== code)), { class: 'quiet remove', 'aria-label': t('remove', { what: code }) })))
        renew(list, codes.length ? items : [h('li', { class: 'soft' }, t('none'))], input)
      },
    }
  }

  /** Nodes of organisations, by their ways from the root. */
  paths() {
    const area = h('textarea', { 'aria-label': t('orgs_label'), rows: '2', spellcheck: 'false', 'aria-describedby': 'orgs-hint' })
    const alert = h('p', { class: 'alert', role: 'alert', hidden: true })
    let shown = ''
    const save = async () => {
      const written = area.value
      if (!await refused(alert, () => this.change({ orgs: written.split('\n').map((each) => each.trim()).filter(Boolean) }))) return
      if (area.value === written) area.value = shown
    }
    return {
      element: h('section', { 'aria-label': t('orgs') }, h('h3', null, t('orgs')), area,
        h('div', { class: 'acts' }, button(t('save'), save), h('small', { id: 'orgs-hint' }, t('orgs_hint'))), alert),
      draw: () => {
        const now = this.user().orgs.map((each) => each.join('/')).join('\n')
        // What is being written here stays.
        if (area.value === shown || area.value === now) area.value = now
        shown = now
        area.rows = Math.max(2, now.split('\n').length)
      },
    }
  }

  /** Keys and values; what was number, boolean or object stays one. */
  async editData() {
    const before = this.user().customData
    const rows = h('div', { class: 'data-rows' })
    /** @type {{element: HTMLElement, key: HTMLInputElement, kind: HTMLSelectElement, value: HTMLInputElement, before: string}[]} */
    const fields = []
    /** @param {string} name @param {unknown} value */
    const add = (name, value) => {
      const kind = kindOf(value)
      const key = h('input', { 'aria-label': t('key'), placeholder: t('key'), value: name, autocomplete: 'off', spellcheck: 'false' })
      const kinds = choice([['text', t('text')], ['number', t('number')], ['boolean', t('boolean')], ['json', t('json')]], { 'aria-label': t('type'), value: kind })
      const input = h('input', { 'aria-label': `${t('value')} ${name}`.trim(), placeholder: t('value'), value: kind === 'text' ? value : JSON.stringify(value), autocomplete: 'off', spellcheck: 'false' })
      const row = { element: h('div', { class: 'data-row' }), key, kind: kinds, value: input, before: JSON.stringify([name, kind, input.value]) }
      fill(row.element, key, kinds, input, button(icon(ICONS.close), () => {
        fields.splice(fields.indexOf(row), 1)
        row.element.remove()
        adder.focus()
      }, { class: 'quiet round', 'aria-label': t('remove_row') }))
      fields.push(row)
      rows.appendChild(row.element)
      return row
    }
    const adder = button([icon(ICONS.plus), t('add_key')], () => add('', '').key.focus(), { class: 'quiet' })
    for (const [name, value] of Object.entries(before)) add(name, value)
    if (!fields.length) add('', '')
    await asked(t('edit'), {
      wide: true, body: [rows, adder], act: t('save'),
      done: () => {
        /** @type {Record<string, unknown>} */
        const wanted = Object.create(null)
        const there = new Set()
        for (const { key, kind, value, before: shown } of fields) {
          const name = key.value
          if (!name && !value.value) continue
          if (!name) { key.focus(); throw new Error(t('no_key')) }
          if (there.has(name)) { key.focus(); throw new Error(t('twice', { key: name })) }
          there.add(name)
          // What nobody has touched is not sent: a browser's numbers are not as exact as the server's.
          if (shown !== JSON.stringify([name, kind.value, value.value]) || !Object.hasOwn(before, name)) wanted[name] = read(/** @type {Kind} */ (kind.value), value.value, name)
        }
        // The server merges; null takes away.
        for (const name of Object.keys(before)) if (!there.has(name)) wanted[name] = null
        return this.change({ customData: wanted })
      },
    })
  }
}

/**
 * Does something; what the server refuses is told where one has asked for it.
 * @param {HTMLElement} alert
 * @param {() => Promise<unknown>} work
 */
async function refused(alert, work) {
  try {
    await work()
    alert.hidden = true
    return true
  } catch (fault) {
    alert.textContent = reason(fault)
    alert.hidden = false
    return false
  }
}
