// Captchas: what the pictures say that were shown.

import { h } from '../dom.js'
import { Feed } from '../feed.js'
import { listView } from '../lists.js'
import { button, chip, copier, copy, facts, nothing, time } from '../parts.js'
import { words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {{id: string, text: string, createdAt: string, usedAt: string | null}} Captcha */

const t = words({
  title: ['Outbox', '发件箱'],
  label: ['Captchas', '图形验证码'],
  count: ['{count} captcha | {count} captchas', '{count} 个图形验证码'],
  copy: ['Copy captcha {text}', '复制图形验证码 {text}'],
  text: ['Text', '内容'],
  row: ['Captcha {text}', '图形验证码 {text}'],
  used: ['Used', '已使用'],
  fresh: ['Not used', '未使用'],
  shown: ['Shown', '展示时间'],
  used_at: ['Used', '使用时间'],
  of_server: ['Captchas belong to the server, not to a user pool: an app asks for one before it names its pool.', '图形验证码属于服务器而非用户池：应用在指明用户池之前就会请求它。'],
  choose: ['Select a captcha to read it.', '选择一个图形验证码查看。'],
  empty: ['No captchas yet', '还没有图形验证码'],
  empty_hint: ['As soon as your app shows a captcha picture, its text appears here.', '你的应用展示图形验证码后，其内容会出现在这里。'],
})

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export function page(page) {
  /** @param {Captcha} each @param {string} [more] */
  const text = (each, more = '') => button(each.text, () => copy(each.text), { class: `passcode ${more}${each.usedAt ? ' over' : ''}`, 'aria-label': t('copy', { text: each.text }) })
  return listView(page, {
    title: t('title'),
    label: t('label'),
    source: (changed) => /** @type {Feed<Captcha>} */ (new Feed('/captchas', {}, page.signal, changed, { changing: true })),
    count: (count) => t('count', { count }),
    choose: t('choose'),
    empty: () => nothing(t('empty'), t('empty_hint')),
    name: (each) => t('row', { text: each.text }),
    draw: (each) => [h('span', { class: 'grow' }, h('strong', null, each.usedAt ? t('used') : t('fresh')), h('small', null, time(each.createdAt))), h('span', { class: 'side' }, text(each))],
    detail: (each) => ({
      title: t('row', { text: each.text }),
      state: each.usedAt ? chip(t('used')) : chip(t('fresh'), 'good'),
      rest: [h('div', { class: 'big-code' }, text(each, 'big'), copier(each.text, t('text'))),
        facts([[t('shown'), time(each.createdAt)], [t('used_at'), time(each.usedAt)]]), h('p', { class: 'soft' }, t('of_server'))],
    }),
  })
}
