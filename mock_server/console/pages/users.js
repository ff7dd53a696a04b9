// Users: who is in a pool, found, made and opened.

import { call } from '../api.js'
import { fill, h } from '../dom.js'
import { Feed } from '../feed.js'
import { asked, button, chip, choice, field, nothing, searcher, tell, tick, tried } from '../parts.js'
import { Rows } from '../rows.js'
import { number, words } from '../words.js'
import { openUser } from './user.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {import('./user.js').User} User */

const t = words({
  title: ['Users', '用户'],
  search: ['Search name, e-mail, phone or id', '搜索名称、邮箱、手机号或 ID'],
  count: ['{count} user | {count} users', '{count} 个用户'],
  add: ['New user', '新建用户'],
  make: ['Make the user', '创建用户'],
  generate: ['Generate', '批量生成'],
  generate_title: ['Generate users who look real', '生成逼真的用户'],
  generate_go: ['Generate', '生成'],
  how_many: ['How many', '数量'],
  locale: ['Where they are from', '地区'],
  seed: ['Seed', '随机种子'],
  seed_hint: ['the same users for the same number; empty: new ones each time', '相同的种子生成相同的用户；留空则每次不同'],
  password_all: ['Password of all', '统一密码'],
  password_all_hint: ['empty: they log in by codes', '留空则只能用验证码登录'],
  generated: ['{count} user made | {count} users made', '已生成 {count} 个用户'],
  pool: ['User pool', '用户池'],
  no_pool: ['Choose a user pool', '请选择用户池'],
  username: ['User name', '用户名'],
  password: ['Password', '密码'],
  email: ['E-mail', '邮箱'],
  phone: ['Phone', '手机号'],
  nickname: ['Nickname', '昵称'],
  must_change: ['Must change the password at the first login', '首次登录必须修改密码'],
  empty: ['No users yet', '还没有用户'],
  empty_hint: ['They come by registering in your app, or by hand here.', '用户可以在您的应用中注册，也可以在这里手动创建。'],
  empty_filter: ['No user fits', '没有符合条件的用户'],
  choose: ['Choose a user to see and change all about them.', '选择一个用户以查看和修改其信息。'],
  locked: ['locked', '已锁定'],
  first: ['must change password', '须修改密码'],
  no_password: ['no password', '无密码'],
  mfa: ['MFA', 'MFA'],
  row: ['{name}, {states}', '{name}，{states}'],
  nameless: ['without a name', '未命名'],
})

const LOCALES = ['zh_CN', 'zh_TW', 'en_US', 'en_GB', 'ja_JP', 'ko_KR', 'de_DE', 'fr_FR']

/** What a user is called. @param {User} each */
export function nameOf(each) {
  return each.nickname ?? each.name ?? each.username ?? each.email ?? each.phone ?? each.id
}

/** @param {User} each */
export function statesOf(each) {
  return [
    each.blocked || each.status !== 'Activated' ? chip(each.blocked ? t('locked') : each.status, 'bad') : null,
    each.resetPasswordOnFirstLogin ? chip(t('first'), 'warn') : null,
    each.passwordSet ? null : chip(t('no_password'), 'info'),
    each.mfa?.totpSecret ? chip(t('mfa'), 'good') : null,
  ].filter((state) => state !== null)
}

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  const count = h('span', { class: 'soft', role: 'status' })
  const detail = h('section', { class: 'detail', 'aria-label': t('title') })
  const element = h('div', { class: 'page split' })
  let shown = ''
  /** @type {Rows<User>} */
  const rows = new Rows({
    label: t('title'),
    draw: drawRow,
    name: (each) => t('row', { name: nameOf(each), states: statesOf(each).map((state) => state.textContent).join(', ') || '–' }),
    open: (each) => open(each),
    nearEnd: () => void tried(() => feed.more()),
    empty: () => params.get('search') ? nothing(t('empty_filter')) : nothing(t('empty'), h('p', null, t('empty_hint'))),
  })
  /** @type {Feed<User>} */
  const feed = new Feed('/users', { userPoolId: page.pool, search: params.get('search') }, signal, (prepended) => {
    rows.set(feed.items, feed.total, prepended)
    count.textContent = t('count', { count: number(feed.total) })
    const opened = params.get('id')
    if (!opened) return
    const now = feed.items.find((each) => each.id === opened)
    if (!now && !feed.total) open(null)
    // Whoever is typing is not interrupted.
    else if (now && JSON.stringify(now) !== shown && !detail.contains(document.activeElement)) open(now)
  }, { streamed: false, changing: true })

  /** @param {User} each */
  function drawRow(each) {
    const name = nameOf(each)
    const address = [each.username, each.email, each.phone].filter((one) => one && one !== name).join(' · ')
    return [
      h('span', { class: 'initial', 'aria-hidden': 'true' }, [...name][0]?.toUpperCase() ?? '?'),
      h('span', { class: 'grow' }, h('strong', null, name), h('small', null, address || each.id)),
      h('span', { class: 'side' }, h('span', { class: 'states' }, statesOf(each)), page.pool ? null : h('small', { class: 'clip' }, page.poolName(each.userPoolId))),
    ]
  }

  /** @param {User | null} each */
  function open(each) {
    page.keep({ id: each?.id ?? '', of: each?.userPoolId ?? '' })
    shown = JSON.stringify(each)
    rows.choose(each?.id ?? '')
    element.classList.toggle('opened', Boolean(each))
    if (each) openUser(page, detail, each, { changed, close: () => open(null) })
    else fill(detail, h('p', { class: 'soft' }, t('choose')))
  }

  /** The user was changed here, or is gone. @param {User | null} now */
  async function changed(now) {
    await feed.reload()
    open(now)
  }

  const add = button(t('add'), async () => {
    const made = await askForUser(page)
    if (made) await changed(made)
  }, { class: 'main' })
  const generate = button(t('generate'), async () => { if (await askToGenerate(page)) await feed.reload() })
  fill(element,
    h('div', { class: 'bar' }, h('h1', null, t('title')), count,
      searcher(t('search'), params.get('search') ?? '', (text) => { page.keep({ search: text }); page.again() }), generate, add),
    rows.element, detail)
  await feed.begin()
  const id = params.get('id')
  const known = feed.items.find((each) => each.id === id)
  const of = params.get('of') ?? page.pool
  open(known ?? (id && of ? await call('GET', `/pools/${of}/users/${encodeURIComponent(id)}`, { signal }).catch(() => null) : null))
  return element
}

/** @param {Page} page */
function poolChoice(page) {
  return choice([['', t('no_pool')], ...page.pools().map((each) => /** @type {[string, string]} */ ([each.userPoolId, each.name]))], { value: page.pool })
}

/** @param {HTMLSelectElement} pool */
function poolOf(pool) {
  if (!pool.value) throw new Error(t('no_pool'))
  return pool.value
}

/** @param {Page} page @returns {Promise<User | null>} */
async function askForUser(page) {
  const pool = poolChoice(page)
  const plain = () => h('input', { autocomplete: 'off', spellcheck: 'false' })
  const fields = { username: plain(), password: plain(), email: plain(), phone: plain(), nickname: plain() }
  const first = h('input')
  /** @type {User | null} */
  let made = null
  const done = async () => {
    const given = Object.entries(fields).filter(([, input]) => input.value !== '').map(([name, input]) => [name, input.value])
    const body = { ...Object.fromEntries(given), ...(first.checked ? { resetPasswordOnFirstLogin: true } : {}) }
    made = await call('POST', `/pools/${poolOf(pool)}/users`, { body })
  }
  await asked(t('add'), {
    act: t('make'), done,
    body: [page.pool ? null : field(t('pool'), pool), h('div', { class: 'fields' },
      field(t('username'), fields.username), field(t('password'), fields.password), field(t('email'), fields.email), field(t('phone'), fields.phone), field(t('nickname'), fields.nickname)),
      tick(t('must_change'), first)],
  })
  return made
}

/** @param {Page} page */
function askToGenerate(page) {
  const pool = poolChoice(page)
  const howMany = h('input', { inputmode: 'numeric', value: '20' })
  const locale = choice(LOCALES.map((each) => /** @type {[string, string]} */ ([each, each])))
  const seed = h('input', { inputmode: 'numeric', autocomplete: 'off' })
  const password = h('input', { autocomplete: 'off', spellcheck: 'false' })
  const done = async () => {
    const body = {
      count: Number(howMany.value), locale: locale.value,
      ...(seed.value.trim() ? { randSeed: Number(seed.value) } : {}),
      ...(password.value ? { password: password.value } : {}),
    }
    const found = await call('POST', `/pools/${poolOf(pool)}/users/generate`, { body })
    tell(t('generated', { count: found.totalCount }), 'good')
  }
  return asked(t('generate_title'), {
    act: t('generate_go'), done,
    body: [page.pool ? null : field(t('pool'), pool), h('div', { class: 'fields' },
      field(t('how_many'), howMany), field(t('locale'), locale), field(t('seed'), seed, t('seed_hint')), field(t('password_all'), password, t('password_all_hint')))],
  })
}
