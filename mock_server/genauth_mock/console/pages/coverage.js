// Coverage: which operations of GenAuth are known, and which of them are built.

import { call } from '../api.js'
import { fill, h } from '../dom.js'
import { chip, choice, searcher } from '../parts.js'
import { number, words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {{face: string, operation: string, method: string, path: string, documented: string[], sdks: string[], management: boolean, implemented: boolean}} Operation */
/** @typedef {{built: number, known: number, missing: string[]}} Share */
/** @typedef {Share & {sdk: string, title: string, management: Share}} Sdk */

const t = words({
  title: ['Coverage', '覆盖'],
  count: ['{built} of {all} operations are built', '{all} 个接口中已实现 {built} 个'],
  intro: ['Calls that are not built answer HTTP 501, never a made-up success.', '未实现的接口返回 HTTP 501，绝不会返回看似成功的结果。'],
  by_sdk: ['What your app needs', '应用所需的接口'],
  by_sdk_hint: ['Choose an SDK to see what it can send and which of it is not built yet.', '选择一个 SDK，查看它会发送哪些接口、其中哪些尚未实现。'],
  sdk: ['SDK', 'SDK'],
  all_sdks: ['All SDKs', '全部 SDK'],
  sdk_share: ['{built} of {known} built', '已实现 {built}/{known}'],
  sdk_all: ['All {known} built', '全部 {known} 个已实现'],
  sdk_management: ['Management client: {built} of {known}', '管理端：{built}/{known}'],
  purpose: ['Purpose', '用途'],
  any_purpose: ['App and management', '应用端与管理端'],
  app: ['For an app’s users', '应用端（面向用户）'],
  management: ['For management', '管理端'],
  by_face: ['All operations by protocol', '按协议列出全部接口'],
  search: ['Search by operation or path', '搜索接口或路径'],
  face: ['Protocol', '协议'],
  all_faces: ['All protocols', '全部协议'],
  built: ['Built or not', '是否已实现'],
  either: ['Built or not', '全部'],
  yes: ['Built', '已实现'],
  no: ['Not built', '未实现'],
  operation: ['Operation', '接口'],
  request: ['Request', '请求'],
  known_from: ['Known from', '出处'],
  state: ['State', '状态'],
  none: ['No operation matches these filters.', '没有符合条件的接口。'],
  share: ['{face}: {built} of {all}', '{face}：{built}/{all}'],
})

/** @type {Record<string, string>} */
const FACES = { v2: 'REST v2', v3: 'API v3', oidc: 'OpenID Connect', graphql: 'GraphQL' }

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  /** @type {{list: Operation[], sdks: Sdk[]}} */
  const { list: all, sdks } = await call('GET', '/coverage', { signal })
  const faces = [...new Set(all.map((each) => each.face))]
  const count = h('span', { class: 'soft', role: 'status' })
  const body = h('tbody')
  const empty = h('p', { class: 'soft', hidden: true }, t('none'))

  /** @type {Map<string, HTMLElement>} */
  const cards = new Map()

  function draw() {
    const search = (params.get('search') ?? '').toLowerCase()
    const found = all.filter((each) =>
      (!params.get('sdk') || each.sdks.includes(params.get('sdk') ?? '')) &&
      (!params.get('purpose') || each.management === (params.get('purpose') === 'management')) &&
      (!params.get('face') || each.face === params.get('face')) &&
      (!params.get('built') || String(each.implemented) === params.get('built')) &&
      `${each.operation} ${each.method} ${each.path} ${each.documented.join(' ')}`.toLowerCase().includes(search))
    count.textContent = t('count', { built: number(found.filter((each) => each.implemented).length), all: number(found.length) })
    empty.hidden = found.length > 0
    for (const [sdk, card] of cards) card.setAttribute('aria-pressed', String(sdk === params.get('sdk')))
    fill(body, found.map((each) => h('tr', null,
      h('td', null, each.implemented ? chip(t('yes'), 'good') : chip(t('no'))),
      h('td', null, h('strong', null, each.operation)),
      h('td', { class: 'mono' }, `${each.method} ${each.path}`),
      h('td', null, h('small', null, each.documented.join(', '))))))
  }

  /** @param {string} name */
  const kept = (name) => (/** @type {Event & {target: HTMLSelectElement}} */ event) => { page.keep({ [name]: event.target.value }); draw() }
  const bySdk = choice([['', t('all_sdks')], ...sdks.map((each) => /** @type {[string, string]} */ ([each.sdk, each.title]))], { 'aria-label': t('sdk'), value: params.get('sdk') ?? '', onchange: kept('sdk') })
  const byPurpose = choice([['', t('any_purpose')], ['app', t('app')], ['management', t('management')]], { 'aria-label': t('purpose'), value: params.get('purpose') ?? '', onchange: kept('purpose') })

  /** Shows what an SDK sends for an app; once more, all. @param {string} sdk */
  function choose(sdk) {
    const isNew = params.get('sdk') !== sdk
    page.keep({ sdk: isNew ? sdk : '', purpose: isNew ? 'app' : '' })
    bySdk.value = params.get('sdk') ?? ''
    byPurpose.value = params.get('purpose') ?? ''
    draw()
  }

  for (const each of sdks) cards.set(each.sdk, sdkCard(each, () => choose(each.sdk)))
  draw()
  return h('div', { class: 'page' },
    h('div', { class: 'bar' }, h('h1', null, t('title')), h('span', { class: 'soft' }, t('intro'))),
    h('section', { class: 'page', 'aria-label': t('by_sdk') }, h('h2', null, t('by_sdk')), h('p', { class: 'soft' }, t('by_sdk_hint')),
      h('div', { class: 'sdk-shares', role: 'group', 'aria-label': t('sdk') }, [...cards.values()])),
    h('section', { class: 'page', 'aria-label': t('by_face') }, h('h2', null, t('by_face')),
      h('div', { class: 'cards shares' }, faces.map((each) => share(FACES[each] ?? each, all.filter((one) => one.face === each))))),
    h('div', { class: 'bar' }, count,
      searcher(t('search'), params.get('search') ?? '', (text) => { page.keep({ search: text }); draw() }), bySdk, byPurpose,
      choice([['', t('all_faces')], ...faces.map((each) => /** @type {[string, string]} */ ([each, FACES[each] ?? each]))], { 'aria-label': t('face'), value: params.get('face') ?? '', onchange: kept('face') }),
      choice([['', t('either')], ['true', t('yes')], ['false', t('no')]], { 'aria-label': t('built'), value: params.get('built') ?? '', onchange: kept('built') })),
    h('div', { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': t('title') },
      h('table', { class: 'operations' }, h('thead', null, h('tr', null, [t('state'), t('operation'), t('request'), t('known_from')].map((each) => h('th', { scope: 'col' }, each)))), body), empty))
}

/** @param {string} face @param {Operation[]} operations */
function share(face, operations) {
  const built = operations.filter((each) => each.implemented).length
  const text = t('share', { face, built: number(built), all: number(operations.length) })
  return h('div', { class: 'card' }, h('span', null, text), h('progress', { value: built, max: operations.length, 'aria-label': text }))
}

/** @param {Sdk} each @param {() => void} choose */
function sdkCard(each, choose) {
  const { title, built, known, management } = each
  const text = built === known ? t('sdk_all', { known: number(known) }) : t('sdk_share', { built: number(built), known: number(known) })
  return h('button', { type: 'button', class: 'sdk-share', 'aria-pressed': 'false', onclick: choose },
    h('strong', null, title), h('span', null, text), h('span', { class: 'gauge', style: `--share: ${built / known}` }),
    management.known ? h('small', null, t('sdk_management', { built: number(management.built), known: number(management.known) })) : null)
}
