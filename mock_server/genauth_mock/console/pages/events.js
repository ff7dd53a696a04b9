// Events: what an app's subscribers were told.

import { call } from '../api.js'
import { h } from '../dom.js'
import { Feed } from '../feed.js'
import { listView } from '../lists.js'
import { button, chip, facts, json, nothing, poolTag, tell, time, tried } from '../parts.js'
import { number, words } from '../words.js'
import { askForEvent } from './event_form.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {{id: string, at: string, userPoolId: string, event: string, data: unknown, subscribers: number}} Told */

const t = words({
  title: ['Requests', '请求'],
  label: ['Events', '事件'],
  count: ['{count} event | {count} events', '{count} 个事件'],
  filter: ['Event, e.g. authing.user.updated', '事件，如 authing.user.updated'],
  event: ['Event', '事件'],
  told: ['{count} subscriber | {count} subscribers', '{count} 个订阅者'],
  pool: ['User pool', '用户池'],
  at: ['Time', '时间'],
  data: ['Data', '数据'],
  send_one: ['Send an event', '发送事件'],
  again: ['Send again …', '再次发送……'],
  send: ['Send', '发送'],
  hint: ['Subscribers get it at once, as one text frame.', '订阅者会立即收到一个文本帧。'],
  sent: ['Sent to {count} subscriber. | Sent to {count} subscribers.', '已发送给 {count} 个订阅者。'],
  row: ['{event}, {told}', '{event}，{told}'],
  row_pool: ['{row}, in {pool}', '{row}，用户池 {pool}'],
  choose: ['Select an event to see what was sent.', '选择一个事件，查看发送的内容。'],
  empty: ['No events yet', '还没有事件'],
  empty_hint: ['Apps subscribe by WebSocket. What the mock tells them, such as a forced logout, appears here.', '应用通过 WebSocket 订阅事件；强制下线等推送内容会出现在这里。'],
  empty_filter: ['No such event.', '没有该事件。'],
})

const EVENTS = ['authing.device.force-logout', 'authing.user.created', 'authing.user.updated', 'authing.user.deleted']

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export function page(page) {
  const { params, signal } = page
  /** @type {Feed<Told>} */
  let feed
  const query = () => ({ userPoolId: page.pool, event: params.get('event') })
  const known = h('datalist', { id: 'told-events' }, EVENTS.map((value) => h('option', { value })))
  const filter = h('input', {
    list: known.id, placeholder: t('filter'), 'aria-label': t('event'), value: params.get('event') ?? '', autocomplete: 'off', spellcheck: 'false',
    onchange: () => { page.keep({ event: filter.value.trim() }); return tried(() => feed.find(query())) },
  })

  /** @param {string} event @param {unknown} data @param {string} [pool] */
  async function send(event, data, pool = page.pool) {
    let subscribers = 0
    const well = await askForEvent({ ...page, pool }, {
      title: t('send_one'), act: t('send'), event, events: EVENTS, data: JSON.stringify(data, null, 2), hint: t('hint'),
      send: async (body) => { subscribers = (await call('POST', '/events', { body })).subscribers },
    })
    if (!well) return
    tell(t('sent', { count: subscribers }), 'good')
    await feed.look()
  }

  return listView(page, {
    title: t('title'),
    label: t('label'),
    bar: [filter, known, button(t('send_one'), () => send(params.get('event') ?? '', {}))],
    source: (changed) => (feed = new Feed('/events', query(), signal, changed, { changing: true })),
    count: (count) => t('count', { count }),
    choose: t('choose'),
    empty: () => params.get('event') ? nothing(t('empty_filter')) : nothing(t('empty'), t('empty_hint')),
    name: (each) => {
      const row = t('row', { event: each.event, told: told(each) })
      return page.pool ? row : t('row_pool', { row, pool: page.poolName(each.userPoolId) })
    },
    draw: (each) => [
      h('span', { class: 'grow' }, h('strong', null, each.event), h('small', null, page.pool ? null : [poolTag(each.userPoolId, page.poolName), ' · '], h('span', { class: 'mono' }, JSON.stringify(each.data).slice(0, 200)))),
      h('span', { class: 'side' }, chip(told(each), each.subscribers ? 'good' : 'plain'), h('small', null, time(each.at))),
    ],
    detail: (each) => ({
      title: h('span', { class: 'mono' }, each.event),
      state: chip(told(each), each.subscribers ? 'good' : 'plain'),
      rest: [
        h('div', { class: 'acts' }, button(t('again'), () => send(each.event, each.data, each.userPoolId))),
        facts([
          [t('pool'), h('a', { href: page.link('requests', { pool: each.userPoolId, view: 'events' }) }, page.poolName(each.userPoolId))],
          [t('at'), time(each.at)],
        ]),
        h('h3', null, t('data')), json(each.data, t('data')),
      ],
    }),
  })
}

/** @param {Told} each */
function told({ subscribers }) {
  return t('told', { count: number(subscribers) })
}
