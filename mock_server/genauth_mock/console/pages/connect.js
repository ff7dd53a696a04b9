// Connect: what to paste into an app, whether its first request has come, and what is wrong with how it asks.

import { call, every } from '../api.js'
import { fill, h } from '../dom.js'
import { chip, code, facts, time } from '../parts.js'
import { lang, number, words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */
/** @typedef {{sdk: string, title: string, language: string, text: string, textZh: string}} Snippet */
/** @typedef {{appId: string | null, userPoolId: string | null, client: string, firstAt: string, lastAt: string, requests: number, lastPublicConfigAt: string | null}} Client */
/** @typedef {{id: string, at: string, severity: 'error' | 'warning' | 'info', kind: string, requestId?: string, userPoolId?: string, appId?: string, client: string, message: string, messageZh: string, remedy: string, remedyZh: string}} Finding */

const t = words({
  title: ['Connect', '接入'],
  intro: ['Point your app’s SDK at this server. It then works as it does with the cloud.', '把应用中的 SDK 指向本服务器，其行为与云端一致。'],
  sdk: ['SDK', 'SDK'],
  paste: ['Add this to your app', '将以下代码添加到你的应用'],
  app_hint: ['This is the first application of the selected pool. Select another pool at the top of the page.', '这是所选用户池的第一个应用；可在页面顶部切换用户池。'],
  server: ['This server', '本服务器'],
  host: ['Address', '地址'],
  key: ['Public key', '公钥'],
  issuer: ['OpenID Connect', 'OpenID Connect'],
  api: ['API', 'API'],
  api_page: ['API reference', 'API 参考'],
  waiting: ['Waiting for your app’s first request …', '正在等待应用的第一个请求……'],
  waiting_hint: ['Start your app. This turns green as soon as its SDK reads the public configuration.', '启动应用；当其 SDK 读取公共配置（public-config）时，这里会变为绿色。'],
  connected: ['Connected: your app has read its configuration', '已接入：应用已读取其配置'],
  asked: ['Requests have arrived, but none has read the public configuration', '已收到请求，但尚未读取公共配置'],
  asked_hint: ['That is normal for clients that do not need it, such as authing-js-sdk or an OpenID Connect library. If yours is a mobile SDK or Guard, check the host that it was given.', '对于不需要它的客户端（如 authing-js-sdk 或 OpenID Connect 库），这是正常的。如果使用的是移动端 SDK 或 Guard，请检查所配置的主机地址。'],
  last: ['last request', '最近请求'],
  requests: ['{count} request | {count} requests', '{count} 个请求'],
  clients: ['Clients seen so far', '已接入的客户端'],
  findings: ['Problems found', '诊断结果'],
  no_findings: ['No problems found so far.', '目前没有发现问题。'],
  see: ['View request', '查看请求'],
  error: ['Error', '错误'],
  warning: ['Warning', '警告'],
  info: ['Note', '提示'],
  browser: ['Browser', '浏览器'],
  other: ['Unknown client', '未知客户端'],
})

/** @type {Record<string, string>} What a client is called; the others by their own names. */
const NAMES = {
  ios: 'iOS', android: 'Android', flutter: 'Flutter', js: 'authing-js-sdk', node: 'Node.js', python: 'Python', web: '@authing/web', guard: 'Guard',
}
const MOODS = /** @type {const} */ ({ error: 'bad', warning: 'warn', info: 'info' })

/** @param {string} client */
function nameOf(client) {
  return client === 'browser' || client === 'other' ? t(client) : NAMES[client] ?? client
}

/** Whether somebody has marked a text there, to copy it. @param {HTMLElement} place */
function isSelectedIn(place) {
  const marked = document.getSelection()
  return Boolean(marked && !marked.isCollapsed && marked.containsNode(place, true))
}

/**
 * @param {Page} page
 * @returns {Promise<HTMLElement>}
 */
export async function page(page) {
  const { params, pool, signal } = page
  /** @type {[{list: Snippet[]}, any]} */
  const [snippets, info] = await Promise.all([
    call('GET', '/sdk', { query: { userPoolId: pool }, signal }),
    call('GET', '/info', { signal }),
  ])
  const said = h('div', { 'aria-live': 'polite' })
  const client = h('div')
  const state = h('div', { class: 'waiting' }, h('span', { class: 'pulse', 'aria-hidden': 'true' }), h('div', null, said, client))
  const others = h('ul', { class: 'plain' })
  const clients = h('section', { class: 'card', 'aria-label': t('clients') }, h('h2', null, t('clients')), others)
  const none = h('p', { class: 'soft' }, t('no_findings'))
  const wrong = h('ul', { class: 'plain' })
  const findings = h('section', { class: 'card', 'aria-label': t('findings') }, h('h2', null, t('findings')), none, wrong)
  const pasted = h('div')
  const tabs = h('div', { class: 'sdks', role: 'group', 'aria-label': t('sdk') })
  /** @type {Map<HTMLElement, string>} */
  const shown = new Map()

  function pressed() {
    return /** @type {HTMLElement | null} */ (tabs.querySelector('[aria-pressed="true"]'))
  }

  function drawSnippet() {
    const chosen = snippets.list.find((each) => each.sdk === params.get('sdk')) ?? snippets.list[0]
    if (!chosen) return
    fill(tabs, snippets.list.map((each) => h('button', {
      type: 'button', 'aria-pressed': String(each === chosen), onclick: () => { page.keep({ sdk: each.sdk }); drawSnippet(); pressed()?.focus() },
    }, each.title)))
    fill(pasted, code(lang() === 'zh' ? chosen.textZh : chosen.text, `${chosen.title}: ${t('paste')}`))
  }

  /** Draws a part only when what it shows has changed. @param {HTMLElement} place @param {unknown} value @param {() => import('../dom.js').Child} draw */
  function draw(place, value, draw) {
    const text = JSON.stringify(value)
    if (shown.get(place) === text) return
    shown.set(place, text)
    fill(place, draw())
  }

  async function look() {
    const query = { userPoolId: pool }
    /** @type {[{list: Client[]}, {list: Finding[]}]} */
    const [asking, found] = await Promise.all([call('GET', '/clients', { query, signal }), call('GET', '/findings', { query, signal })])
    // Others may ask meanwhile, so it stays green for the one that is connected.
    const first = asking.list.find((each) => each.lastPublicConfigAt) ?? asking.list[0]
    const now = first ? (first.lastPublicConfigAt ? 'connected' : 'asked') : 'waiting'
    draw(said, now, () => [h('strong', null, t(now)), now === 'waiting' ? h('p', { class: 'soft' }, t('waiting_hint')) : now === 'asked' ? h('p', { class: 'soft' }, t('asked_hint')) : null])
    state.classList.toggle('well', now === 'connected')
    draw(client, first ?? null, () => first ? drawClient(first) : null)
    clients.hidden = asking.list.length < 2
    follow(others, asking.list.slice(0, 30), (each) => `${each.appId} ${each.client}`, drawClient)
    none.hidden = found.list.length > 0
    follow(wrong, found.list, (each) => `${each.kind} ${each.client}`, drawFinding)
  }

  /** @type {Map<string, string>} */
  const texts = new Map()

  /**
   * Items that are known by a key; drawn anew is only who has changed.
   * @template T
   * @param {HTMLElement} list
   * @param {T[]} things
   * @param {(each: T) => string} keyOf
   * @param {(each: T) => import('../dom.js').Child} made
   */
  function follow(list, things, keyOf, made) {
    const known = new Map([...list.children].map((each) => [each instanceof HTMLElement ? each.dataset['id'] : '', each]))
    const items = things.map((each) => {
      const key = keyOf(each)
      const item = known.get(key) ?? h('li', { 'data-id': key })
      const text = JSON.stringify(each)
      if (item instanceof HTMLElement && texts.get(key) !== text && !item.contains(document.activeElement) && !isSelectedIn(item)) {
        texts.set(key, text)
        fill(item, made(each))
      }
      return item
    })
    if (items.length !== list.children.length || items.some((each, at) => list.children[at] !== each)) list.replaceChildren(...items)
  }

  /** @param {Client} each */
  function drawClient(each) {
    return h('p', null,
      chip(nameOf(each.client), 'info'), ' ', h('code', null, each.appId ?? '–'), ' · ',
      h('a', { href: page.link('requests', each.userPoolId ? { pool: each.userPoolId } : {}) }, t('requests', { count: number(each.requests) })), ' · ', t('last'), ' ', time(each.lastAt))
  }

  /** @param {Finding} each */
  function drawFinding(each) {
    const chinese = lang() === 'zh'
    return h('div', { class: 'finding' },
      h('div', null, chip(t(each.severity), MOODS[each.severity]), ' ', chip(nameOf(each.client)), ' ', time(each.at), ' ',
        each.requestId ? h('a', { href: page.link('requests', { id: each.requestId }) }, t('see')) : null),
      h('p', null, chinese ? each.messageZh : each.message),
      code(chinese ? each.remedyZh : each.remedy, t('findings')))
  }

  drawSnippet()
  await look()
  void every(1000, signal, look)
  return h('div', { class: 'page' },
    h('div', { class: 'bar' }, h('h1', null, t('title')), h('span', { class: 'soft' }, t('intro'))),
    h('div', { class: 'connect' },
      h('div', { class: 'page' },
        h('section', { class: 'card', 'aria-label': t('title') }, state),
        h('section', { class: 'card', 'aria-label': t('paste') }, h('h2', null, t('paste')), tabs, pasted, h('small', null, t('app_hint')))),
      h('div', { class: 'page' }, findings, clients,
        h('section', { class: 'card', 'aria-label': t('server') }, h('h2', null, t('server')),
          facts([[t('host'), h('code', null, info.baseUrl)], [t('issuer'), h('code', null, `${info.baseUrl}/oidc`)], [t('api'), h('a', { href: 'api/' }, t('api_page'))]]),
          h('h3', null, t('key')), code(info.rsaPublicKey, t('key'))))))
}
