// The form that tells something: webhooks, or an app's subscribers.

import { h } from '../dom.js'
import { asked, field } from '../parts.js'
import { words } from '../words.js'
import { poolField } from './pool_field.js'

/** @typedef {import('../shell.js').Page} Page */

const t = words({
  event: ['Event', '事件'],
  data: ['Data (JSON)', '数据（JSON）'],
  no_event: ['Enter the event.', '请填写事件。'],
  no_json: ['The data is not valid JSON.', '数据不是有效的 JSON。'],
})

/**
 * @param {Page} page
 * @param {{title: string, act: string, event: string, events: readonly string[], data: string, hint: string, send: (body: Record<string, unknown>) => Promise<unknown>}} options
 * @returns {Promise<boolean>}  whether it was sent
 */
export function askForEvent(page, { title, act, event, events, data, hint, send }) {
  const pool = poolField(page)
  const options = h('datalist', { id: 'known-events' }, events.map((value) => h('option', { value })))
  const name = h('input', { list: options.id, value: event, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' })
  const text = h('textarea', { value: data, spellcheck: 'false' })
  return asked(title, {
    wide: true,
    body: [pool.element, field(t('event'), name), options, field(t('data'), text, hint)],
    act,
    done: () => {
      const userPoolId = pool.id()
      if (!name.value.trim()) {
        name.focus()
        throw new Error(t('no_event'))
      }
      return send({ userPoolId, event: name.value.trim(), ...given(text) })
    },
  })
}

/** @param {HTMLTextAreaElement} area @returns {{data?: unknown}} */
function given(area) {
  if (!area.value.trim()) return {}
  try {
    return { data: JSON.parse(area.value) }
  } catch {
    area.focus()
    throw new Error(t('no_json'))
  }
}
