// Users: who there is, in one pool or in all, and one of them at the side.

import { ApiError, call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { button, nothing, searcher, tell, tried } from '../parts.js'
import { turn } from '../rows.js'
import { number, words } from '../words.js'
import { UserView } from './user.js'
import { generateUsers, newUser } from './user_forms.js'
import { UserList, keyOf, pathOf } from './user_list.js'
import { alsoOf, initial, nameOf, statesOf } from './user_parts.js'
import { decodeToken } from './user_tokens.js'

/** @typedef {import('./user_list.js').User} User */
/** @typedef {import('../shell.js').Page} Page */

const LOOK_MS = 2000
const t = words({
  title: ['Users', '用户'],
  search: ['Search by name, e-mail, phone or ID', '搜索姓名、邮箱、手机号或 ID'],
  count: ['{count} user | {count} users', '{count} 个用户'],
  create: ['New user', '新建用户'],
  generate: ['Generate', '批量生成'],
  decode: ['Decode token', '解析令牌'],
  empty: ['No users yet', '还没有用户'],
  empty_hint: ['Create a user, or generate realistic test users:', '新建一个用户，或生成一批逼真的测试用户：'],
  empty_filter: ['No user matches your search.', '没有符合条件的用户。'],
  choose: ['Select a user to see and edit all of their data.', '选择一个用户，查看和修改其全部信息。'],
  gone: ['The user {name} no longer exists.', '用户 {name} 已不存在。'],
  one: ['User', '用户详情'],
})

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const detail = h('section', { class: 'detail', tabindex: '-1', 'aria-label': t('one') })
  const element = h('div', { class: 'page split users' })
  /** @type {UserView | null} */
  let view = null

  const list = new UserList({ userPoolId: page.pool, search: params.get('search') }, signal, {
    label: t('title'),
    draw: ({ user }) => drawRow(user),
    name: ({ user }) => [nameOf(user), alsoOf(user), ...statesOf(user).map((each) => each.textContent), page.pool ? '' : page.poolName(user.userPoolId)].filter(Boolean).join(', '),
    open: (key) => tried(() => open(key)),
    empty: () => params.get('search') ? nothing(t('empty_filter')) : nothing(t('empty'), [h('p', null, t('empty_hint')), h('p', { class: 'acts middle' }, creates(), generates())]),
    onChange: (total) => { count.textContent = t('count', { count: number(total) }) },
  })

  /** @param {User} user */
  function drawRow(user) {
    const states = statesOf(user)
    return [
      initial(user),
      h('span', { class: 'grow' }, h('strong', { dir: 'auto' }, nameOf(user)), h('small', { dir: 'auto' }, alsoOf(user))),
      h('span', { class: 'side' }, states.length ? h('span', { class: 'chips' }, states) : null, page.pool ? null : h('small', { class: 'of-pool' }, page.poolName(user.userPoolId))),
    ]
  }

  /** Shows a user beside the list. @param {string} key  empty for nobody */
  async function open(key) {
    page.keep({ id: key })
    turn(element, detail, list.rows, key)
    view?.leave()
    view = null
    if (!key) return fill(detail, h('p', { class: 'soft' }, t('choose')))
    const known = list.items.find((each) => each?.id === key)?.user
    /** @type {User} */
    let user
    try {
      user = known ?? await call('GET', pathOf(key), { signal })
    } catch (fault) {
      if (!(fault instanceof ApiError && fault.status === 404)) throw fault
      return gone(key, key.split('/')[1] ?? '')
    }
    if (params.get('id') !== key || signal.aborted) return
    view = new UserView(page, user, { close: () => open(''), changed: () => look(), removed: async () => { await open(''); await list.look() } })
    fill(detail, view.element)
    detail.scrollTop = 0
    void view.look().catch(() => {})
  }

  /** @param {string} key @param {string} name */
  async function gone(key, name) {
    if (params.get('id') !== key) return
    await open('')
    tell(t('gone', { name }))
  }

  /** Reads anew what is shown, after a change here or elsewhere. */
  async function look() {
    await Promise.all([list.look(), lookAtOne()])
  }

  async function lookAtOne() {
    const looked = view
    if (!looked) return
    try {
      await looked.look()
    } catch (fault) {
      if (looked !== view || signal.aborted) return
      if (fault instanceof ApiError && fault.status === 404) return gone(keyOf(looked.user), nameOf(looked.user))
      throw fault
    }
  }

  /** @param {User} user */
  async function made(user) {
    await list.look()
    list.rows.element.scrollTop = 0
    await open(keyOf(user))
  }

  const creates = () => button(t('create'), () => newUser(page, made), { class: 'main' })
  const generates = () => button(t('generate'), () => generateUsers(page, () => list.look()))

  fill(element,
    h('div', { class: 'bar' }, h('h1', null, t('title')), count,
      searcher(t('search'), params.get('search') ?? '', (text) => { page.keep({ search: text }); return tried(() => list.find(text)) }),
      creates(), generates(), button(t('decode'), () => decodeToken(page))),
    list.rows.element, detail)
  signal.addEventListener('abort', () => view?.leave())
  await list.begin()
  const wanted = params.get('id') ?? ''
  await open(wanted.includes('/') || !wanted || !page.pool ? wanted : `${page.pool}/${wanted}`)
  void every(LOOK_MS, signal, lookAtOne)
  return element
}
