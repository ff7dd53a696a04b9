// One pool: its ids and secrets, its snapshots, its settings, and what can be done to it.

import { ApiError, call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { button, chip, copier, facts, time } from '../parts.js'
import { words } from '../words.js'
import { askForName, askForRemoval, askForReset, showExport } from './pool_dialogs.js'
import { settingsForm } from './settings.js'
import { snapshotsOf } from './snapshots.js'

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('../known.js').Pool} Pool */

const LOOK_MS = 2000
const t = words({
  back: ['Back to the list', '返回列表'],
  only: ['Show only this pool', '只看该用户池'],
  all: ['Show all pools', '查看全部用户池'],
  chosen: ['Selected', '当前选中'],
  rename: ['Rename', '重命名'],
  export: ['Export', '导出'],
  reset: ['Reset', '重置'],
  remove: ['Delete', '删除'],
  pool_id: ['User pool ID', '用户池 ID'],
  pool_secret: ['User pool secret', '用户池密钥'],
  app_id: ['App ID', '应用 ID'],
  app_secret: ['App secret', '应用密钥'],
  made: ['Created', '创建时间'],
  copy: ['Copy {what}', '复制{what}'],
  ids: ['IDs and secrets', 'ID 与密钥'],
  see: ['Go to', '前往'],
  users: ['Users', '用户'],
  outbox: ['Outbox', '发件箱'],
  requests: ['Requests', '请求'],
  faults: ['Faults', '故障'],
  connect: ['Connect an app', '接入应用'],
  gone: ['This user pool no longer exists.', '该用户池已不存在。'],
})

/**
 * One pool, into its place. It follows the server until `signal` ends it.
 * @param {HTMLElement} place
 * @param {Page} page
 * @param {string} id
 * @param {AbortSignal} signal
 * @param {{changed: () => unknown, removed: () => unknown, back: () => void}} hooks
 */
export async function showPool(place, page, id, signal, hooks) {
  /** @type {Pool} */
  let pool = await read()
  let shown = ''
  let isGone = false
  let changes = 0
  const head = h('div', { class: 'pool-head' })
  const snapshots = snapshotsOf(pool, renew)
  const settings = await settingsForm(pool, (found) => { changes += 1; pool = found; shown = JSON.stringify(found) })
  draw()
  await snapshots.look()
  if (signal.aborted) return
  fill(place, head, snapshots.element, settings.element)
  void every(LOOK_MS, signal, look)

  /** @returns {Promise<Pool>} */
  function read() {
    return call('GET', `/pools/${encodeURIComponent(id)}`, { signal })
  }

  async function look() {
    try {
      const seen = changes
      const found = await read()
      // An answer from before a change would take it back for a moment.
      if (seen === changes) took(found)
      await snapshots.look()
    } catch (fault) {
      if (!(fault instanceof ApiError && fault.status === 404)) throw fault
      if (isGone) return
      isGone = true
      shown = ''
      fill(place, h('div', { class: 'detail-head' }, back(), h('p', { class: 'alert', role: 'alert' }, t('gone'))))
    }
  }

  /** @param {Pool} found */
  function took(found) {
    const text = JSON.stringify(found)
    if (text === shown) return
    if (isGone) fill(place, head, snapshots.element, settings.element)
    isGone = false
    pool = found
    shown = text
    draw()
    settings.update(pool)
  }

  /** Shows what is there after something was done, here and in the list. */
  async function renew() {
    changes += 1
    await look()
    await hooks.changed()
    await page.refresh()
  }

  function back() {
    return button(t('back'), hooks.back, { class: 'quiet narrow-only' })
  }

  function draw() {
    const is = page.pool === id
    shown = JSON.stringify(pool)
    /** @type {[string, Child][]} */
    const rows = [
      secret(t('pool_id'), pool.userPoolId), secret(t('pool_secret'), pool.userPoolSecret), secret(t('app_id'), pool.appId), secret(t('app_secret'), pool.appSecret),
      [t('made'), time(pool.createdAt)],
    ]
    fill(head,
      h('div', { class: 'detail-head' }, back(), h('h2', null, pool.name), is ? chip(t('chosen'), 'info') : null),
      h('div', { class: 'acts' },
        button(t(is ? 'all' : 'only'), () => { page.go('pools', { pool: is ? '' : id, id }) }),
        button(t('rename'), async () => { if (await askForName(pool)) await renew() }),
        button(t('export'), () => showExport(pool)),
        button(t('reset'), async () => { if (await askForReset(pool)) await renew() }),
        button(t('remove'), async () => { if (await askForRemoval(pool)) await hooks.removed() }, { class: 'quiet' })),
      h('p', { class: 'pool-links' }, h('span', { class: 'soft' }, t('see')), /** @type {const} */ (['users', 'outbox', 'requests', 'faults', 'connect']).map((each) => h('a', { href: page.link(each, { pool: id }) }, t(each)))),
      h('section', { 'aria-label': t('ids') }, facts(rows)))
  }

  /** @param {string} name @param {string} value @returns {[string, Child]} */
  function secret(name, value) {
    return [name, h('span', { class: 'secret' }, h('span', { class: 'mono' }, value), copier(value, t('copy', { what: name })))]
  }
}
