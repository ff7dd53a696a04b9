// English and Chinese, side by side, so that neither is forgotten.

/** @typedef {'en' | 'zh'} Lang */
/** @typedef {Record<string, string | number>} Values */

const LANG = 'genauth-mock.lang'

/** @type {Lang} */
let current = chosen()

/** @returns {Lang} */
function chosen() {
  const kept = localStorage.getItem(LANG)
  if (kept === 'en' || kept === 'zh') return kept
  const asked = navigator.languages.find((each) => /^(en|zh)\b/i.test(each))
  return asked?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** The language of the page. */
export function lang() {
  return current
}

/** @param {Lang} wanted */
export function speak(wanted) {
  current = wanted
  localStorage.setItem(LANG, wanted)
}

/**
 * The texts of a part of the page, each in English and in Chinese; `{name}` is a hole. An English text may be two, with
 * a bar between them: one for a `count` of one, and one for all others.
 * @template {Record<string, readonly [english: string, chinese: string]>} T
 * @param {T} pairs
 * @returns {(key: keyof T, values?: Values) => string}
 */
export function words(pairs) {
  return (key, values = {}) => {
    const pair = pairs[key]
    if (!pair) throw new Error(`no text ${String(key)}`)
    const [one = '', other = one] = pair[current === 'zh' ? 1 : 0].split(' | ')
    return (String(values['count']) === '1' ? one : other).replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole))
  }
}

/**
 * The text of a key that is known only at run time, or the key itself.
 * @param {Record<string, readonly [string, string]>} pairs
 * @param {string} key
 */
export function word(pairs, key) {
  const pair = Object.hasOwn(pairs, key) ? pairs[key] : undefined
  return pair ? pair[current === 'zh' ? 1 : 0] : key
}

/**
 * A point in time as people of this page read it: the time of day, and the date unless it is today's.
 * @param {string | null | undefined} iso
 */
export function moment(iso) {
  if (!iso) return '–'
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const today = at.toDateString() === new Date().toDateString()
  const time = at.toLocaleTimeString(current === 'zh' ? 'zh-CN' : 'en-GB', { hour12: false })
  return today ? time : `${at.toLocaleDateString('sv-SE')} ${time}`
}

/**
 * A number of seconds in words.
 * @param {number} seconds
 */
export function span(seconds) {
  const whole = Math.round(Math.abs(seconds))
  /** @type {[number, string, string][]} */
  const units = [[86_400, 'd', ' 天'], [3_600, 'h', ' 小时'], [60, 'min', ' 分'], [1, 's', ' 秒']]
  const parts = []
  let left = whole
  for (const [size, english, chinese] of units) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count) parts.push(`${count}${current === 'zh' ? chinese : ` ${english}`}`)
  }
  const text = parts.slice(0, 2).join(' ') || (current === 'zh' ? '0 秒' : '0 s')
  return seconds < 0 ? `−${text}` : text
}

/** @param {number} count */
export function number(count) {
  return count.toLocaleString(current === 'zh' ? 'zh-CN' : 'en-GB')
}
