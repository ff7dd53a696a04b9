// The clock of a pool: what time it is for codes, tokens and all that has a date.

import { call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { button, chip, field, tried } from '../parts.js'
import { lang, span, words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('../known.js').Clock} Clock */

const t = words({
  title: ['Clock', '时钟'],
  of_pool: ['Codes, tokens, sessions and every timestamp of {name} follow it.', '{name} 的验证码、令牌、会话和所有时间都以它为准。'],
  of_all: ['Each user pool has a clock of its own. What you do here is done to all of them.', '每个用户池都有自己的时钟，这里的操作作用于所有用户池。'],
  real_time: ['Real time', '真实时间'],
  real_of_all: ['Real time, in all pools', '真实时间，所有用户池一致'],
  all_pools: ['All pools: ', '所有用户池：'],
  minute: ['+1 min', '+1 分钟'],
  minutes: ['+5 min', '+5 分钟'],
  hour: ['+1 hour', '+1 小时'],
  day: ['+1 day', '+1 天'],
  fortnight: ['+15 days', '+15 天'],
  back: ['−1 min', '−1 分钟'],
  freeze: ['Freeze', '冻结'],
  go: ['Resume', '继续走'],
  real: ['Reset to real time', '恢复真实时间'],
  ahead: ['{span} ahead', '快 {span}'],
  behind: ['{span} behind', '慢 {span}'],
  frozen: ['Frozen', '已冻结'],
  set: ['Set to (your time zone)', '设为（浏览器所在时区）'],
  set_go: ['Set', '设置'],
  no_time: ['Enter a date and a time.', '请输入日期和时间。'],
  others: ['Pools that do not keep real time', '未使用真实时间的用户池'],
  others_hint: ['Only the newest {count} of {total} pools are looked at.', '仅查看了 {total} 个用户池中最新的 {count} 个。'],
})

const STEPS = /** @type {const} */ ([['minute', 60], ['minutes', 300], ['hour', 3600], ['day', 86_400], ['fortnight', 1_296_000], ['back', -60]])

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function clockCard(page) {
  const { pool, signal } = page
  const now = h('p', { class: 'clock-now' })
  const state = h('div', { class: 'acts' })
  const others = h('div')
  const freeze = button('', () => change(() => put({ frozen: !anyFrozen() })))
  /** @type {Clock} */
  let clock = await read()
  let readAt = performance.now()

  function read() {
    return call('GET', '/clock', { query: { userPoolId: pool }, signal })
  }

  /** @param {Record<string, unknown>} body */
  function put(body) {
    return call('PUT', '/clock', { query: { userPoolId: pool }, body })
  }

  /** @param {() => Promise<Clock>} work */
  async function change(work) {
    took(await work())
    await tried(page.refresh)
    draw()
  }

  /** @param {Clock} found */
  function took(found) {
    clock = found
    readAt = performance.now()
    draw()
  }

  // Without a pool there is no one clock: the time that all pools share is shown, else the real one and who differs.
  function shifted() {
    return pool ? [] : page.known.pools.filter((each) => each.clock.frozen || Math.abs(each.clock.offsetSeconds) >= 1)
  }

  /** The shift that all pools have, where they have the same. */
  function shared() {
    const { pools, total } = page.known
    const first = pools[0]
    const isSame = first && total <= pools.length && pools.every(({ clock: { offsetSeconds, frozen } }) =>
      frozen === first.clock.frozen && Math.abs(offsetSeconds - first.clock.offsetSeconds) < 1.5)
    return isSame && (first.clock.frozen || Math.abs(first.clock.offsetSeconds) >= 1) ? first : null
  }

  function anyFrozen() {
    return clock.frozen || shifted().some((each) => each.clock.frozen)
  }

  /** @param {import('../known.js').Shift} shown */
  function shift({ offsetSeconds, frozen }) {
    return [
      Math.abs(offsetSeconds) >= 1 ? chip(t(offsetSeconds > 0 ? 'ahead' : 'behind', { span: span(Math.abs(offsetSeconds)) }), 'warn') : null,
      frozen ? chip(t('frozen'), 'warn') : null,
    ]
  }

  function draw() {
    const one = pool ? null : shared()
    const at = new Date(one ? page.known.now(one.userPoolId) : Date.parse(clock.now) + (clock.frozen ? 0 : performance.now() - readAt))
    fill(now, at.toLocaleTimeString('en-GB', { hour12: false }), h('small', null, at.toLocaleDateString(lang() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'full' })))
    const pools = one ? [] : shifted()
    const text = JSON.stringify([clock.offsetSeconds, clock.frozen, one?.clock, pools.map((each) => [each.userPoolId, each.clock.offsetSeconds, each.clock.frozen])])
    if (state.dataset['text'] === text) return
    state.dataset['text'] = text
    freeze.textContent = anyFrozen() ? t('go') : t('freeze')
    fill(state, pool ? shift(clock) : one ? [h('span', null, t('all_pools')), shift(one.clock)] : chip(t(pools.length ? 'real_time' : 'real_of_all')))
    fill(others, pools.length ? [h('h3', null, t('others')), h('ul', { class: 'clocks' }, pools.slice(0, 20).map((each) =>
      h('li', null, h('a', { href: page.link('faults', { pool: each.userPoolId }) }, each.name), ' ', shift(each.clock)))), unseen()] : null)
  }

  function unseen() {
    const { pools, total } = page.known
    return total > pools.length ? h('p', { class: 'soft' }, t('others_hint', { count: pools.length, total })) : null
  }

  /** @type {Promise<unknown>} */
  let stepping = Promise.resolve()

  // Who presses three times in a row means three steps: each waits for the one before it, and none is left out.
  /** @param {number} seconds */
  function step(seconds) {
    const body = { seconds, ...(pool ? { userPoolId: pool } : {}) }
    stepping = stepping.then(() => tried(() => change(() => call('POST', '/clock/advance', { body }))))
  }

  const input = h('input', { type: 'datetime-local', step: '1' })
  const set = button(t('set_go'), () => {
    if (!input.value) throw new Error(t('no_time'))
    return change(() => put({ now: new Date(input.value).toISOString() }))
  })
  draw()
  const ticking = setInterval(draw, 250)
  signal.addEventListener('abort', () => clearInterval(ticking))
  void every(2000, signal, async () => {
    if (!pool) await page.refresh()
    took(await read())
  })
  return h('section', { class: 'card', 'aria-label': t('title') },
    h('h2', null, t('title')),
    h('p', { class: 'soft' }, pool ? t('of_pool', { name: page.poolName(pool) }) : t('of_all')),
    now, state,
    h('div', { class: 'clock-steps' }, STEPS.map(([key, seconds]) => h('button', { type: 'button', onclick: () => step(seconds) }, t(key)))),
    h('div', { class: 'acts' }, freeze, button(t('real'), () => change(() => put({ offsetSeconds: 0, frozen: false })))),
    h('div', { class: 'clock-set' }, field(t('set'), input), set),
    others)
}
