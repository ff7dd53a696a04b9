// In which pool something is done.

import { choice, field } from '../parts.js'
import { words } from '../words.js'

/** @typedef {import('../shell.js').Page} Page */

const t = words({
  pool: ['User pool', '用户池'],
  no_pool: ['There is no user pool yet. Create one first.', '还没有用户池，请先新建一个。'],
  choose_pool: ['Choose a user pool.', '请选择用户池。'],
})

/**
 * The pool that is chosen, or a field to choose one.
 * @param {Page} page
 * @returns {{element: HTMLElement | null, id: () => string}}
 */
export function poolField(page) {
  if (page.pool) return { element: null, id: () => page.pool }
  const pools = page.known.choices()
  const first = pools.length === 1 ? [] : [/** @type {const} */ (['', t('choose_pool')])]
  const input = choice([...first, ...pools])
  return {
    element: field(t('pool'), input),
    id: () => {
      if (!input.value) {
        input.focus()
        throw new Error(pools.length ? t('choose_pool') : t('no_pool'))
      }
      return input.value
    },
  }
}
