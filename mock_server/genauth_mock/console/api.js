// The control API, which is all that the console uses.

/** @typedef {Record<string, string | number | boolean | null | undefined>} Query */
/**
 * @template T
 * @typedef {{list: T[], totalCount: number}} Listed
 */

const BASE = new URL('../', import.meta.url)
/** Where this server's own paths begin. */
export const ROOT = new URL('../', BASE)
const TOKEN = 'genauth-mock.control-token'

/** The control API says no. `field` is what was wrong, as the server names it. */
export class ApiError extends Error {
  /**
   * @param {number} status  0 where no server answers
   * @param {string} code
   * @param {string} message
   * @param {string} [field]
   */
  constructor(status, code, message, field) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
  }
}

/** What is done when the server wants a control token, or another. */
let unauthorized = () => {}

/** @param {() => void} ask */
export function onUnauthorized(ask) {
  unauthorized = ask
}

/** Keeps the control token for as long as this tab is open. @param {string} token */
export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token)
}

/**
 * @param {string} path
 * @param {Query} [query]
 */
function url(path, query = {}) {
  const made = new URL(path.replace(/^\//, ''), BASE)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') made.searchParams.set(name, String(value))
  }
  return made
}

/** @returns {Record<string, string>} */
function headers() {
  const token = sessionStorage.getItem(TOKEN)
  return token ? { authorization: `Bearer ${token}` } : {}
}

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
async function refusal(response) {
  if (response.status === 401) unauthorized()
  const text = await response.text()
  try {
    const { error } = JSON.parse(text)
    return new ApiError(response.status, String(error.code), String(error.message), error.field)
  } catch {
    return new ApiError(response.status, 'unreadable', text.slice(0, 200) || `HTTP ${response.status}`)
  }
}

/**
 * @param {string} method
 * @param {string} path  under `/_mock`
 * @param {{query?: Query, body?: unknown, text?: string, type?: string, accept?: string, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>}
 */
async function ask(method, path, { query, body, text, type, accept, signal } = {}) {
  /** @type {RequestInit} */
  const init = { method, headers: headers(), cache: 'no-store', credentials: 'same-origin' }
  if (signal) init.signal = signal
  if (accept) init.headers = { ...init.headers, accept }
  if (text !== undefined || body !== undefined) {
    init.body = text ?? JSON.stringify(body)
    init.headers = { ...init.headers, 'content-type': type ?? 'application/json' }
  }
  let response
  try {
    response = await fetch(url(path, query), init)
  } catch (fault) {
    if (signal?.aborted) throw fault
    throw new ApiError(0, 'unreachable', `${BASE.origin}: ${fault instanceof Error ? fault.message : fault}`)
  }
  if (!response.ok) throw await refusal(response)
  return response
}

/**
 * Calls the control API; the answer's JSON, or undefined where there is none.
 * @template [T=any]
 * @param {string} method
 * @param {string} path
 * @param {{query?: Query, body?: unknown, text?: string, type?: string, signal?: AbortSignal}} [options]
 * @returns {Promise<T>}
 */
export async function call(method, path, options) {
  const response = await ask(method, path, options)
  return response.status === 204 ? /** @type {T} */ (undefined) : response.json()
}

/**
 * An answer as the text that it is.
 * @param {string} path
 * @param {{query?: Query, accept?: string, signal?: AbortSignal}} [options]
 */
export async function read(path, options) {
  return (await ask('GET', path, options)).text()
}

/** @typedef {{status: number, message: string}} Refused What a server answers that gives no stream. */

/**
 * Things as they come, by server-sent events. Read with fetch, since an EventSource can show no control token; when the
 * connection is lost, another goes on after the last thing that came. `onState` is told what a server that answers says
 * instead.
 * @param {string} path
 * @param {{query?: Query, signal: AbortSignal, onItem: (item: any) => void, onState: (live: boolean, refused?: Refused) => void}} options
 */
export async function follow(path, { query, signal, onItem, onState }) {
  /** @type {string | undefined} */
  let last
  while (!signal.aborted) {
    /** @type {Refused | undefined} */
    let refused
    try {
      const response = await fetch(url(path, query), {
        headers: { ...headers(), ...(last ? { 'last-event-id': last } : {}) },
        signal,
        cache: 'no-store',
      })
      if (response.ok && response.body) {
        onState(true)
        last = await events(response.body, onItem, last)
      } else if (last && response.status === 400) {
        // What came last is gone, after a reset or a restart: begin anew.
        last = undefined
      } else {
        const { status, message } = await refusal(response)
        refused = { status, message }
      }
    } catch {
      if (signal.aborted) return
    }
    onState(false, refused)
    await pause(1000, signal)
  }
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {(item: any) => void} onItem
 * @param {string | undefined} last
 */
async function events(body, onItem, last) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return last
      const blocks = (rest + value).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const lines = block.split('\n')
        const data = lines.filter((each) => each.startsWith('data:')).map((each) => each.slice(5).trimStart())
        const id = lines.find((each) => each.startsWith('id:'))
        if (id) last = id.slice(3).trim()
        if (data.length) onItem(JSON.parse(data.join('\n')))
      }
    }
  } catch {
    return last
  }
}

/**
 * Waits; not longer than until it is called off.
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal.addEventListener('abort', over)
  })
}

/**
 * Does something now and then, while the page is looked at. What goes wrong is left for the next time.
 * @param {number} ms
 * @param {AbortSignal} signal
 * @param {() => unknown} look
 */
export async function every(ms, signal, look) {
  for (;;) {
    await pause(ms, signal)
    if (signal.aborted) return
    if (document.hidden) continue
    try {
      await look()
    } catch {
      // The server is away or busy; the header says so.
    }
  }
}
