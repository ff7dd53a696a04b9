import { h } from '../dom.js'
/** @param {import('../shell.js').Page} page */
export async function page(page) { return h('p', null, page.pool) }
