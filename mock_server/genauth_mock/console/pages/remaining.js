// For how long something is still good, by its pool's clock.

import { every } from '../api.js'
import { fill, h } from '../dom.js'
import { chip } from '../parts.js'
import { span, words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */

const t = words({
  good: ['Valid for {span}', '{span}内有效'],
  expired: ['Expired', '已过期'],
})

/**
 * @param {Page} page
 * @param {{userPoolId: string, expiresAt: string}} thing
 * @param {AbortSignal} signal  ends it
 */
export function remaining(page, { userPoolId, expiresAt }, signal) {
  const place = h('span')
  const look = () => {
    const left = (Date.parse(expiresAt) - page.known.now(userPoolId)) / 1000
    fill(place, left > 0 ? chip(t('good', { span: span(left) }), 'good') : chip(t('expired'), 'warn'))
  }
  look()
  void every(1000, signal, look)
  return place
}
