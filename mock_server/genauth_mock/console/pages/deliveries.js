// Deliveries: what webhooks were told, attempt by attempt.

import { call } from '../api.js'
import { h } from '../dom.js'
import { Feed } from '../feed.js'
import { listView } from '../lists.js'
import { button, chip, facts, json, nothing, poolTag, tell, time, tried } from '../parts.js'
import { words } from '../words.js'
import { askForEvent } from './event_form.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {{id: string, at: string, userPoolId: string, event: string, url: string, attempt: number, requestBody: unknown, status: number | null, error?: string}} Delivery */

const t = words({
  title: ['Requests', '请求'],
  label: ['Webhooks', 'Webhook'],
  count: ['{count} delivery | {count} deliveries', '{count} 次投递'],
  filter: ['Event, e.g. login', '事件，如 login'],
  event: ['Event', '事件'],
  attempt: ['Attempt', '尝试'],
  nth: ['attempt {n}', '第 {n} 次'],
  url: ['URL', 'URL'],
  pool: ['User pool', '用户池'],
  at: ['Time', '时间'],
  body: ['Request body', '请求体'],
  pending: ['Under way', '投递中'],
  failed: ['Failed', '失败'],
  replay: ['Replay', '重新投递'],
  replayed: ['Sent again.', '已重新投递。'],
  test: ['Send a test event', '发送测试事件'],
  send: ['Send', '发送'],
  test_hint: ['Leave empty for GenAuth’s own test body.', '留空则使用 GenAuth 默认的测试内容。'],
  sent: ['Sent: {event}', '已发送：{event}'],
  row: ['{event} to {url}, {outcome}', '{event} 投递到 {url}，{outcome}'],
  row_pool: ['{row}, in {pool}', '{row}，用户池 {pool}'],
  choose: ['Select a delivery to see what was sent.', '选择一次投递，查看发送的内容。'],
  empty: ['No deliveries yet', '还没有投递'],
  empty_hint: ['Webhooks stand in a pool’s document, under “webhooks”. What they are told appears here.', 'Webhook 在用户池文档的 webhooks 中配置，每次投递都会出现在这里。'],
  empty_filter: ['No delivery of this event.', '没有该事件的投递。'],
})

const EVENTS = ['test', 'register', 'login', 'user:created', 'user:updated', 'user:deleted', 'user:password-changed', 'user:blocked', 'user:unblocked', 'mfa:verified', 'kick', 'refresh-token']

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export function page(page) {
  const { params, signal } = page
  /** @type {Feed<Delivery>} */
  let feed
  const query = () => ({ userPoolId: page.pool, event: params.get('event') })
  const events = h('datalist', { id: 'webhook-events' }, EVENTS.map((value) => h('option', { value })))
  const filter = h('input', {
    list: events.id, placeholder: t('filter'), 'aria-label': t('event'), value: params.get('event') ?? '', autocomplete: 'off', spellcheck: 'false',
    onchange: () => { page.keep({ event: filter.value.trim() }); return tried(() => feed.find(query())) },
  })
  const test = button(t('test'), async () => {
    let event = ''
    const well = await askForEvent(page, {
      title: t('test'), act: t('send'), event: params.get('event') ?? 'test', events: EVENTS, data: '', hint: t('test_hint'),
      send: (body) => { event = String(body['event']); return call('POST', '/webhooks/trigger', { body }) },
    })
    if (!well) return
    tell(t('sent', { event }), 'good')
    await feed.look()
  })
  return listView(page, {
    title: t('title'),
    label: t('label'),
    bar: [filter, events, test],
    source: (changed) => (feed = new Feed('/webhooks/deliveries', query(), signal, changed, { changing: true })),
    count: (count) => t('count', { count }),
    choose: t('choose'),
    empty: () => params.get('event') ? nothing(t('empty_filter')) : nothing(t('empty'), t('empty_hint')),
    name: (each) => {
      const row = t('row', { event: each.event, url: each.url, outcome: said(each) })
      return page.pool ? row : t('row_pool', { row, pool: page.poolName(each.userPoolId) })
    },
    draw: (each) => [
      h('span', { class: 'grow' }, h('strong', null, each.event),
        h('small', null, page.pool ? null : [poolTag(each.userPoolId, page.poolName), ' · '], h('span', { class: 'mono' }, each.url))),
      h('span', { class: 'side' }, outcome(each), h('small', null, t('nth', { n: each.attempt }), ' · ', time(each.at))),
    ],
    detail: (each) => ({
      title: h('span', { class: 'mono' }, each.event),
      state: outcome(each),
      rest: [
        each.error && each.status === null ? h('p', { class: 'hint bad' }, each.error) : null,
        h('div', { class: 'acts' }, button(t('replay'), async () => {
          await call('POST', `/webhooks/deliveries/${encodeURIComponent(each.id)}/replay`)
          tell(t('replayed'), 'good')
          await feed.look()
        })),
        facts([
          [t('url'), h('span', { class: 'mono' }, each.url)],
          [t('attempt'), String(each.attempt)],
          [t('pool'), h('a', { href: page.link('requests', { pool: each.userPoolId, view: 'webhooks' }) }, page.poolName(each.userPoolId))],
          [t('at'), time(each.at)],
        ]),
        h('h3', null, t('body')), json(each.requestBody, t('body')),
      ],
    }),
  })
}

/** @param {Delivery} each */
function said({ status, error }) {
  return status !== null ? String(status) : error ? t('failed') : t('pending')
}

/** @param {Delivery} each */
function outcome(each) {
  const { status, error } = each
  const well = status !== null && status >= 200 && status < 300
  return chip(said(each), well && !error ? 'good' : status === null && !error ? 'info' : 'bad')
}
