// The API page: every call that this server takes, read from its OpenAPI document and shown by Swagger UI.

import { lang, words } from '../words.js'

const t = words({
  title: ['API · genauth-mock', 'API · genauth-mock'],
  back: ['Back to the console', '返回控制台'],
  needs_token: [
    'This server has a control token. Open the console in this tab, enter the token there, and come back.',
    '该服务器设置了控制令牌。请先在当前标签页打开控制台并输入令牌，然后再返回此页。',
  ],
  failed: ['The server did not give its API document (HTTP {status}).', '服务器没有返回 API 文档（HTTP {status}）。'],
})

const SERVER = new URL('../../../', import.meta.url)
const DOCUMENT = new URL('_mock/openapi.json', SERVER)

/** @typedef {{url: string, headers: Record<string, string>}} Asked */

/** The control token goes to the control API of this server, and to nothing else. @param {string} url */
function authorization(url) {
  const token = sessionStorage.getItem('genauth-mock.control-token')
  const { origin, pathname } = new URL(url, SERVER)
  return token && origin === SERVER.origin && pathname.startsWith(`${SERVER.pathname}_mock/`) ? { authorization: `Bearer ${token}` } : {}
}

async function start() {
  document.documentElement.lang = lang() === 'zh' ? 'zh-CN' : 'en'
  const theme = localStorage.getItem('genauth-mock.theme')
  const isDark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.classList.toggle('dark-mode', isDark)
  const back = document.querySelector('nav a')
  if (back) back.textContent = t('back')
  const answer = await fetch(DOCUMENT, { headers: authorization(DOCUMENT.href), cache: 'no-store' })
  if (!answer.ok) {
    const alert = document.createElement('p')
    alert.setAttribute('role', 'alert')
    alert.textContent = answer.status === 401 ? t('needs_token') : t('failed', { status: answer.status })
    document.querySelector('main')?.replaceChildren(alert)
    return
  }
  /** @type {(options: object) => unknown} */
  const show = Reflect.get(window, 'SwaggerUIBundle')
  show({
    spec: await answer.json(),
    dom_id: '#api',
    deepLinking: true,
    docExpansion: 'list',
    filter: true,
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    // Nothing of this page is told to a validator elsewhere.
    validatorUrl: null,
    requestInterceptor: (/** @type {Asked} */ asked) => ({ ...asked, headers: { ...asked.headers, ...authorization(asked.url) } }),
  })
}

void start()
