// The devices with which a user has logged in: each can be signed out, locked or removed.

import { call } from '../api.js'
import { h } from '../dom.js'
import { button, chip, confirmed, renew, time } from '../parts.js'
import { number, words } from '../words.js'

/** @typedef {'activated' | 'suspended' | 'deactivated'} Status */
/**
 * @typedef {{
 *   id: string, deviceUniqueId: string, status: Status, suspendedUntil?: string, online: boolean, name?: string, type?: string, os?: string,
 *   lastLogin: string, lastIp?: string, createdAt: string,
 * }} Device
 */

const MOST = 100
const t = words({
  title: ['Devices', '设备'],
  activated: ['Activated', '已启用'],
  suspended: ['Suspended', '已挂起'],
  deactivated: ['Deactivated', '已停用'],
  until: ['until', '至'],
  online: ['Signed in', '已登录'],
  last: ['Last login', '最近登录'],
  more: ['… and {count} more', '… 另有 {count} 个'],
  sign_out: ['Sign out', '退出登录'],
  activate: ['Activate', '启用'],
  suspend: ['Suspend', '挂起'],
  deactivate: ['Deactivate', '停用'],
  remove: ['Remove', '移除'],
  what: ['{what}: {name}', '{what}：{name}'],
  remove_title: ['Remove the device {name}?', '移除设备 {name}？'],
  remove_body: ['All that is signed in on it is signed out.', '该设备上的全部登录将退出。'],
})

/** @type {Record<Status, import('../parts.js').Mood>} */
const MOODS = { activated: 'plain', suspended: 'warn', deactivated: 'bad' }

export class DevicesPart {
  /** @param {string} path  of the user @param {AbortSignal} signal @param {() => Promise<unknown>} changed */
  constructor(path, signal, changed) {
    this.path = `${path}/devices`
    this.signal = signal
    this.changed = changed
    this.shown = ''
    this.count = h('span', { class: 'chip' })
    this.list = h('ul', { class: 'sessions' })
    this.element = h('section', { 'aria-label': t('title'), hidden: true }, h('div', { class: 'section-head' }, h('h3', null, t('title')), this.count), this.list)
  }

  async look() {
    /** @type {import('../api.js').Listed<Device>} */
    const { list, totalCount } = await call('GET', this.path, { query: { limit: MOST }, signal: this.signal })
    const text = JSON.stringify([list, totalCount])
    if (text === this.shown) return
    this.shown = text
    this.element.hidden = !totalCount
    this.count.textContent = number(totalCount)
    const items = list.map((each) => this.drawOne(each))
    if (totalCount > list.length) items.push(h('li', { class: 'soft' }, t('more', { count: number(totalCount - list.length) })))
    renew(this.list, items)
  }

  /** @param {Device} each */
  drawOne(each) {
    const name = each.name ?? each.type ?? each.deviceUniqueId
    const path = `${this.path}/${encodeURIComponent(each.id)}`
    /** @param {string} what @param {() => Promise<unknown>} work */
    const act = (what, work) => button(what, work, { class: 'quiet', 'aria-label': t('what', { what, name }) })
    /** @param {string} method @param {string} [more] @param {unknown} [body] */
    const send = async (method, more = '', body = undefined) => {
      await call(method, path + more, { body })
      await this.changed()
    }
    /** @param {Status} status */
    const put = (status) => () => send('PATCH', '', { status })
    return h('li', { 'data-id': each.id, class: 'device' },
      h('div', { class: 'grow' },
        h('span', { class: 'chips' }, h('strong', null, name), chip(t(each.status), MOODS[each.status]), each.suspendedUntil ? h('small', null, t('until'), ' ', time(each.suspendedUntil)) : null, each.online ? chip(t('online'), 'good') : null),
        h('small', null, t('last'), ' ', time(each.lastLogin), [each.os, each.lastIp].filter(Boolean).map((more) => ` · ${more}`)),
        h('small', { class: 'mono' }, each.deviceUniqueId)),
      h('div', { class: 'acts' },
        each.online ? act(t('sign_out'), () => send('DELETE', '/session')) : null,
        each.status === 'activated' ? [act(t('suspend'), put('suspended')), act(t('deactivate'), put('deactivated'))] : act(t('activate'), put('activated')),
        act(t('remove'), () => confirmed(t('remove_title', { name }), t('remove_body'), t('remove'), () => send('DELETE')))))
  }
}
