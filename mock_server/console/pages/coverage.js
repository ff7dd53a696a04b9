// Coverage: which operations of GenAuth are known, and which of them are built.

import { call } from '../api.js'
import { fill, h } from '../dom.js'
import { chip, choice, searcher } from '../parts.js'
import { number, words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {{face: string, operation: string, method: string, path: string, documented: string[], implemented: boolean}} Operation */

const t = words({
  title: ['Coverage', '覆盖'],
  count: ['{built} of {all} operations are built', '{all} 个接口中已实现 {built} 个'],
  intro: ['What is not built answers 501, never a plausible success.', '未实现的接口返回 501，绝不会返回看似成功的结果。'],
  search: ['Search operation or path', '搜索接口或路径'],
  face: ['Face', '类别'],
  all_faces: ['All faces', '全部类别'],
  built: ['Built or not', '是否已实现'],
  either: ['Built or not', '全部'],
  yes: ['Built', '已实现'],
  no: ['Not built', '未实现'],
  operation: ['Operation', '接口'],
  request: ['Request', '请求'],
  known_from: ['Known from', '出处'],
  state: ['State', '状态'],
  none: ['No operation fits', '没有符合条件的接口'],
  share: ['{face}: {built} of {all}', '{face}：{built}/{all}'],
})

/** @type {Record<string, string>} */
const FACES = { v2: 'REST v2', v3: 'REST v3', oidc: 'OpenID Connect', graphql: 'GraphQL', management: 'Management' }

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, signal } = page
  /** @type {Operation[]} */
  const all = (await call('GET', '/coverage', { signal })).list
  const faces = [...new Set(all.map((each) => each.face))]
  const count = h('span', { class: 'soft', role: 'status' })
  const body = h('tbody')
  const empty = h('p', { class: 'soft', hidden: true }, t('none'))

  function draw() {
    const search = (params.get('search') ?? '').toLowerCase()
    const found = all.filter((each) =>
      (!params.get('face') || each.face === params.get('face')) &&
      (!params.get('built') || String(each.implemented) === params.get('built')) &&
      `${each.operation} ${each.method} ${each.path} ${each.documented.join(' ')}`.toLowerCase().includes(search))
    count.textContent = t('count', { built: number(found.filter((each) => each.implemented).length), all: number(found.length) })
    empty.hidden = found.length > 0
    fill(body, found.map((each) => h('tr', null,
      h('td', null, each.implemented ? chip(t('yes'), 'good') : chip(t('no'))),
      h('td', null, h('strong', null, each.operation)),
      h('td', { class: 'mono' }, `${each.method} ${each.path}`),
      h('td', null, h('small', null, each.documented.join(', '))))))
  }

  /** @param {string} name */
  const kept = (name) => (/** @type {Event & {target: HTMLSelectElement}} */ event) => { page.keep({ [name]: event.target.value }); draw() }
  draw()
  return h('div', { class: 'page' },
    h('div', { class: 'bar' }, h('h1', null, t('title')), count,
      searcher(t('search'), params.get('search') ?? '', (text) => { page.keep({ search: text }); draw() }),
      choice([['', t('all_faces')], ...faces.map((each) => /** @type {[string, string]} */ ([each, FACES[each] ?? each]))], { 'aria-label': t('face'), value: params.get('face') ?? '', onchange: kept('face') }),
      choice([['', t('either')], ['true', t('yes')], ['false', t('no')]], { 'aria-label': t('built'), value: params.get('built') ?? '', onchange: kept('built') })),
    h('p', { class: 'soft' }, t('intro')),
    h('div', { class: 'cards shares' }, faces.map((each) => share(FACES[each] ?? each, all.filter((one) => one.face === each)))),
    h('div', { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': t('title') },
      h('table', { class: 'operations' }, h('thead', null, h('tr', null, [t('state'), t('operation'), t('request'), t('known_from')].map((each) => h('th', { scope: 'col' }, each)))), body), empty))
}

/** @param {string} face @param {Operation[]} operations */
function share(face, operations) {
  const built = operations.filter((each) => each.implemented).length
  const text = t('share', { face, built: number(built), all: number(operations.length) })
  return h('div', { class: 'card' }, h('span', null, text), h('progress', { value: built, max: operations.length, 'aria-label': text }))
}
