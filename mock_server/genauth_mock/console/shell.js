// What stands around every page: the sections, the pool that is chosen, language, colours, and whether the server answers.

import { hear } from './announcements.js'
import { call, every, keepToken, onUnauthorized } from './api.js'
import { fill, h, icon } from './dom.js'
import { Known } from './known.js'
import { ICONS, asked, button, field, reason, tell } from './parts.js'
import { viewIn, viewLinks } from './views.js'
import { lang, number, span, speak, words } from './words.js'

/** @typedef {import('./known.js').Pool} Pool */
/**
 * What a page is given.
 * @typedef {{
 *   pool: string,
 *   params: URLSearchParams,
 *   views: HTMLElement | null,
 *   signal: AbortSignal,
 *   known: import('./known.js').Known,
 *   poolName: (id: string | null | undefined) => string,
 *   link: (section: string, params?: Record<string, string>) => string,
 *   go: (section: string, params?: Record<string, string>) => void,
 *   heard: (listener: () => void) => void,
 *   keep: (params: Record<string, string>) => void,
 *   refresh: () => Promise<void>,
 * }} Page
 * `pool` is the chosen pool's id, or empty for all. `params` are those of the page's address, which `keep` changes without
 * a new page, so that a reload shows the same. `views` leads to the section's other views, where it has some. `heard` names who is called when a mail or SMS is sent. `signal` ends
 * whatever the page has begun, once it is left. `refresh` reads pools and clocks anew.
 */
/** @typedef {{title: readonly [string, string], views: Record<string, import('./views.js').View>}} Section */

const THEME = 'genauth-mock.theme'
const t = words({
  all_pools: ['All pools', '全部用户池'],
  pool: ['User pool', '用户池'],
  sections: ['Sections', '栏目'],
  to_content: ['Skip to the content', '跳到内容'],
  live: ['Live', '实时'],
  loading: ['Loading …', '加载中……'],
  lost: ['The server does not answer. Trying again …', '服务器没有响应，正在重试……'],
  refused: ['The server refuses: {message}', '服务器拒绝了请求：{message}'],
  dark: ['Dark mode', '深色模式'],
  light: ['Light mode', '浅色模式'],
  other_lang: ['中文', 'English'],
  other_lang_label: ['中文 (switch to Chinese)', 'English（切换到英文）'],
  token_title: ['This server needs its control token', '该服务器需要控制令牌'],
  token: ['Control token', '控制令牌'],
  token_hint: ['The value that the server was started with as --control-token.', '启动服务器时通过 --control-token 指定的值。'],
  token_go: ['Continue', '继续'],
  clock: ['Clock {shift}', '时钟 {shift}'],
  clock_frozen: ['frozen', '已冻结'],
  clock_title: ['This pool’s clock does not show the real time', '该用户池的时钟与真实时间不同'],
  new_messages: ['{count} new', '{count} 条新消息'],
  gone_pool: ['This user pool no longer exists.', '该用户池已不存在。'],
  more_pools: ['… and {count} more', '… 另有 {count} 个'],
})

/**
 * Shows the console.
 * @param {Record<string, Section>} sections
 */
export function start(sections) {
  const known = new Known()
  let leave = new AbortController()
  let unseen = 0
  let live = true
  /** @type {import('./api.js').Refused | undefined} what the server says when it is there and is not live */
  let refused
  let heard = () => {}

  const main = h('main', { id: 'content', tabindex: '-1' })
  const badge = h('span', { class: 'count', hidden: true })
  const links = Object.keys(sections).map((name) => h('a', null, ' ', name === 'outbox' ? badge : null))
  const nav = h('nav', null, links)
  const chooser = h('select')
  const state = h('span', { class: 'live', role: 'img' })
  const lost = h('span', { class: 'chip bad', hidden: true, 'aria-hidden': 'true' })
  let hasFailed = false
  const clockLink = h('a', { class: 'chip warn', hidden: true })
  const themeButton = button('', () => { theme(dark() ? 'light' : 'dark'); drawHeader() }, { class: 'quiet round' })
  const langButton = button('', () => { speak(lang() === 'zh' ? 'en' : 'zh'); drawHeader(); void open() }, { class: 'quiet' })
  const skip = h('a', { class: 'skip', href: '#content', onclick: (/** @type {Event} */ event) => { event.preventDefault(); main.focus() } })
  const header = h('header', null, skip,
    h('div', { class: 'brand' }, h('img', { src: new URL('icon.svg', import.meta.url).pathname, alt: '', width: '26', height: '26' }), h('strong', null, 'genauth-mock'), state, lost),
    h('div', { class: 'tools' }, clockLink, chooser, langButton, themeButton))
  document.body.prepend(header, nav, main)
  theme(localStorage.getItem(THEME))

  function address() {
    const [section, query] = location.hash.replace(/^#\/?/, '').split('?')
    const params = new URLSearchParams(query)
    return { section: section && Object.hasOwn(sections, section) ? section : 'outbox', params, pool: params.get('pool') ?? '' }
  }

  /** @param {string} section @param {Record<string, string>} [params] */
  function link(section, params = {}) {
    const query = new URLSearchParams()
    const { pool } = address()
    for (const [name, value] of Object.entries({ pool, ...params })) if (value) query.set(name, value)
    return `#/${section}${query.size ? `?${query}` : ''}`
  }

  function showsMessages() {
    const { section, params } = address()
    return section === 'outbox' && !viewIn(sections[section]?.views ?? {}, params)
  }

  /** @type {Map<string, string>} */
  const last = new Map()

  /** @param {string} what @param {unknown} value @param {() => void} draw */
  function changed(what, value, draw) {
    const text = JSON.stringify(value)
    if (last.get(what) === text) return
    last.set(what, text)
    draw()
  }

  function drawHeader() {
    const { section, pool } = address()
    document.documentElement.lang = lang() === 'zh' ? 'zh-CN' : 'en'
    skip.textContent = t('to_content')
    langButton.textContent = t('other_lang')
    langButton.ariaLabel = t('other_lang_label')
    fill(themeButton, icon(dark() ? ICONS.sun : ICONS.moon))
    themeButton.ariaLabel = themeButton.title = dark() ? t('light') : t('dark')
    nav.ariaLabel = t('sections')
    Object.entries(sections).forEach(([name, { title }], at) => {
      const item = links[at]
      if (!item) return
      item.href = link(name)
      item.ariaCurrent = name === section ? 'page' : null
      // Only where it says another thing: a screen reader may be reading it.
      const text = title[lang() === 'zh' ? 1 : 0]
      if (item.firstChild?.nodeValue !== text) item.firstChild?.replaceWith(text)
    })
    badge.hidden = !unseen
    badge.textContent = unseen > 99 ? '99+' : String(unseen)
    badge.ariaLabel = t('new_messages', { count: unseen })
    const current = nav.querySelector('[aria-current]')
    // Not scrollIntoView, from which a browser would begin when the Tab key is pressed.
    if (current instanceof HTMLElement) nav.scrollLeft = current.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2
    chooser.ariaLabel = t('pool')
    const choices = known.choices()
    if (pool && !known.byId.has(pool)) choices.unshift([pool, pool])
    const more = known.total - choices.length
    // Whoever has the list open keeps it: it is drawn only when it holds another thing.
    changed('pools', [lang(), choices, more], () => fill(chooser, h('option', { value: '' }, t('all_pools')),
      choices.map(([value, label]) => h('option', { value }, label)), more > 0 ? h('option', { disabled: true }, t('more_pools', { count: number(more) })) : null))
    chooser.value = pool
    state.className = live ? 'live' : 'live lost'
    // A server that asks for its control token does so in a dialog, and has answered.
    const needsToken = refused?.status === 401
    lost.hidden = live || needsToken
    lost.textContent = refused ? t('refused', { message: refused.message }) : t('lost')
    state.ariaLabel = state.title = live ? t('live') : needsToken ? t('token_title') : lost.textContent
    for (const each of main.querySelectorAll('[data-pool]')) each.textContent = poolName(each.getAttribute('data-pool'))
    const clock = known.byId.get(pool)?.clock
    const shifted = clock && (clock.frozen || Math.abs(clock.offsetSeconds) >= 1)
    clockLink.hidden = !shifted
    if (shifted && clock) {
      const shift = [clock.offsetSeconds ? `${clock.offsetSeconds > 0 ? '+' : ''}${span(clock.offsetSeconds)}` : '', clock.frozen ? t('clock_frozen') : '']
      clockLink.textContent = t('clock', { shift: shift.filter(Boolean).join(' ') })
      clockLink.href = link('faults')
      clockLink.title = t('clock_title')
    }
    const title = sections[section]?.title[lang() === 'zh' ? 1 : 0]
    document.title = `${unseen ? `(${unseen}) ` : ''}${title} · genauth-mock`
  }

  /** @param {boolean} [all] */
  async function refresh(all = true) {
    const { pool } = address()
    const isThere = await known.refresh(pool, all)
    // Another may have been chosen meanwhile.
    if (!isThere && address().pool === pool) {
      tell(t('gone_pool'), 'bad')
      choosePool('')
    }
    drawHeader()
  }

  /** @param {string | null | undefined} id */
  function poolName(id) {
    return id ? known.named(id) : '–'
  }

  /** @param {string} id */
  function choosePool(id) {
    const { section } = address()
    location.hash = link(section, { pool: id }).slice(1)
  }

  async function open() {
    leave.abort()
    leave = new AbortController()
    heard = () => {}
    const { signal } = leave
    const { section, params, pool } = address()
    const views = sections[section]?.views ?? {}
    const wanted = views[viewIn(views, params)]
    if (!wanted) return
    if (showsMessages()) unseen = 0
    drawHeader()
    /** @type {Page} */
    const page = {
      pool, params, signal, known, link, refresh, views: null,
      /** @param {() => void} listener */
      heard: (listener) => { if (!signal.aborted) heard = listener },
      poolName,
      /** @param {string} name @param {Record<string, string>} [more] */
      go: (name, more) => { location.hash = link(name, more).slice(1) },
      /** @param {Record<string, string>} more */
      keep: (more) => {
        if (signal.aborted) return
        for (const [name, value] of Object.entries(more)) value ? params.set(name, value) : params.delete(name)
        history.replaceState(null, '', `#/${section}${params.size ? `?${params}` : ''}`)
      },
    }
    page.views = viewLinks(section, views, page)
    hasFailed = false
    // What was shown before is not taken for what is coming.
    const waiting = setTimeout(() => { if (!signal.aborted) fill(main, h('p', { class: 'soft', role: 'status' }, t('loading'))) }, 500)
    try {
      const { page: draw } = await wanted.load()
      const drawn = await draw(page)
      clearTimeout(waiting)
      if (!signal.aborted) fill(main, drawn)
    } catch (fault) {
      clearTimeout(waiting)
      if (signal.aborted) return
      hasFailed = true
      fill(main, h('p', { class: 'alert', role: 'alert' }, reason(fault)))
    }
  }

  async function token() {
    const input = h('input', { type: 'password', autocomplete: 'off', required: true })
    const enter = async () => { keepToken(input.value); await call('PUT', '/ui/token') }
    while (!(await asked(t('token_title'), { body: field(t('token'), input, t('token_hint')), act: t('token_go'), done: enter, lasting: true })));
    await refresh().catch(() => {})
    await open()
  }

  // A message announces itself whatever page is open, and most of all when none is looked at.
  function listen() {
    hear('/outbox', new AbortController().signal,
      (of) => {
        const { pool } = address()
        if (pool && of !== pool) return
        if (!showsMessages() || document.hidden) { unseen += 1; drawHeader() }
        heard()
      },
      (now, why) => {
        if (now === live && why?.message === refused?.message) return
        live = now
        refused = why
        drawHeader()
        if (!now) return
        void refresh().catch(() => {})
        if (hasFailed) void open()
        else heard()
      })
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && showsMessages() && unseen) { unseen = 0; drawHeader() }
  })
  chooser.addEventListener('change', () => choosePool(chooser.value))
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea, dialog')
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = main.querySelector('[data-search]')
      if (search instanceof HTMLElement) { event.preventDefault(); search.focus() }
    }
  })
  window.addEventListener('hashchange', () => { void open(); void refresh(false).catch(() => {}) })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { theme(localStorage.getItem(THEME)); drawHeader() })

  let isAsking = false
  onUnauthorized(() => {
    if (isAsking) return
    isAsking = true
    void token().finally(() => { isAsking = false })
  })

  drawHeader()
  void (async () => {
    await refresh().catch(() => {})
    listen()
    if (!isAsking) await open()
    void every(3000, new AbortController().signal, () => refresh(false))
    // A section that is opened first while the server is away would else stay dead.
    for (const { views } of Object.values(sections)) for (const each of Object.values(views)) void each.load().catch(() => {})
  })()
}

/** @param {string | null} wanted */
function theme(wanted) {
  if (wanted) localStorage.setItem(THEME, wanted)
  document.documentElement.dataset['theme'] = wanted ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

function dark() {
  return document.documentElement.dataset['theme'] === 'dark'
}

