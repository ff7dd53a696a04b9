// The snapshots of a pool: states that are kept under a name, and brought back.

import { call } from '../api.js'
import { fill, h } from '../dom.js'
import { button, confirmed, field, reason, tell, time } from '../parts.js'
import { words } from '../words.js'
import { bytes } from './pool_dialogs.js'

/** @typedef {import('../known.js').Pool} Pool */
/** @typedef {{name: string, userPoolId: string, createdAt: string, sizeBytes: number}} Snapshot */

const t = words({
  bad_name: ['“{name}” cannot be used: a name has 1 to 64 letters, digits, _ and -.', '“{name}”不可用：名称须由 1 到 64 个字母、数字、_ 或 - 组成。'],
  title: ['Snapshots', '快照'],
  intro: ['A snapshot keeps the whole pool as it is now, including tokens, codes and messages. You can restore it as often as you like.', '快照保存用户池当前的完整状态，包括令牌、验证码和消息，可随时多次恢复。'],
  name: ['Name of a new snapshot', '新快照的名称'],
  take: ['Create snapshot', '创建快照'],
  taken: ['Snapshot {name} created.', '快照 {name} 已创建。'],
  replace_title: ['Replace the snapshot {name}?', '替换快照 {name}？'],
  replace_body: ['The state saved under this name is replaced by the pool as it is now.', '该名称下保存的状态将被用户池的当前状态取代。'],
  replace: ['Replace', '替换'],
  restore: ['Restore', '恢复'],
  restore_name: ['Restore {name}', '恢复 {name}'],
  restore_title: ['Restore the snapshot {name}?', '恢复快照 {name}？'],
  restore_body: ['Everything since then is deleted: users, tokens and sessions, codes and messages, pictures. Settings and the clock are set back. Recorded requests, faults and other snapshots are kept.', '此后产生的用户、令牌与会话、验证码与消息、图片都会删除，设置和时钟也会复原。请求记录、故障和其他快照会保留。'],
  restored: ['Snapshot {name} restored.', '快照 {name} 已恢复。'],
  remove: ['Delete', '删除'],
  remove_name: ['Delete {name}', '删除 {name}'],
  remove_title: ['Delete the snapshot {name}?', '删除快照 {name}？'],
  remove_body: ['The saved state is deleted. The pool itself does not change.', '保存的状态将被删除，用户池本身不变。'],
  none: ['No snapshots yet.', '暂无快照。'],
})

/**
 * @param {Pool} pool
 * @param {() => unknown} restored  told when another state is there
 */
export function snapshotsOf(pool, restored) {
  const place = h('div')
  const alert = h('p', { class: 'alert', role: 'alert', hidden: true })
  const name = h('input', { autocomplete: 'off', spellcheck: 'false', placeholder: 'ready' })
  const query = { userPoolId: pool.userPoolId }
  /** @type {Snapshot[]} */
  let list = []
  let shown = ''

  async function look() {
    /** @type {{list: Snapshot[]}} */
    const found = await call('GET', '/snapshots', { query: { ...query, limit: 1000 } })
    const text = JSON.stringify(found.list)
    if (text === shown) return
    shown = text
    list = found.list
    fill(place, list.length ? rows() : h('p', { class: 'soft' }, t('none')))
  }

  function rows() {
    return h('ul', { class: 'snapshots', 'aria-label': t('title') }, list.map((each) => h('li', null,
      h('strong', null, each.name), h('span', { class: 'soft' }, time(each.createdAt), ` · ${bytes(each.sizeBytes)}`),
      h('span', null,
        button(t('restore'), () => restore(each.name), { class: 'quiet', 'aria-label': t('restore_name', { name: each.name }) }),
        button(t('remove'), () => remove(each.name), { class: 'quiet', 'aria-label': t('remove_name', { name: each.name }) })))))
  }

  /** @param {string} which @param {string} [more] */
  function path(which, more = '') {
    return `/snapshots/${encodeURIComponent(which)}${more}`
  }

  async function take() {
    const wanted = name.value.trim() || name.placeholder
    alert.hidden = true
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(wanted)) {
      alert.textContent = t('bad_name', { name: wanted })
      alert.hidden = false
      return name.focus()
    }
    const work = async () => {
      await call('PUT', path(wanted), { query })
      name.value = ''
      tell(t('taken', { name: wanted }), 'good')
      await look()
    }
    if (list.some((each) => each.name === wanted)) return confirmed(t('replace_title', { name: wanted }), t('replace_body'), t('replace'), work)
    try {
      await work()
    } catch (fault) {
      alert.textContent = reason(fault)
      alert.hidden = false
    }
  }

  /** @param {string} which */
  function restore(which) {
    return confirmed(t('restore_title', { name: which }), t('restore_body'), t('restore'), async () => {
      await call('POST', path(which, '/restore'), { query })
      tell(t('restored', { name: which }), 'good')
      await restored()
    })
  }

  /** @param {string} which */
  function remove(which) {
    return confirmed(t('remove_title', { name: which }), t('remove_body'), t('remove'), async () => {
      await call('DELETE', path(which), { query })
      await look()
    })
  }

  name.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing) taker.click() })
  const taker = button(t('take'), take)
  const element = h('section', { class: 'settings-group', 'aria-label': t('title') },
    h('h3', null, t('title')), h('p', { class: 'soft' }, t('intro')), place,
    h('div', { class: 'snapshot-new' }, field(t('name'), name), taker), alert)
  return { element, look }
}
