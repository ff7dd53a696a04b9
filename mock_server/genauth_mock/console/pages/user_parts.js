// How a user is named and shown, in the list and beside it.

import { h } from '../dom.js'
import { chip } from '../parts.js'
import { words } from '../words.js'

/** @typedef {import('./user_list.js').User} User */

const t = words({
  locked: ['Locked', '已锁定'],
  must_change: ['Must change password', '须修改密码'],
  no_password: ['No password', '无密码'],
  mfa: ['MFA', 'MFA'],
  inactive: ['Not active: {status}', '未激活：{status}'],
})

/** What a person would call a user. @param {User} user */
export function nameOf(user) {
  return user.nickname || user.name || user.username || user.email || user.phone || user.id
}

/** What stands below the name: the other ways to tell who it is. @param {User} user */
export function alsoOf(user) {
  const shown = nameOf(user)
  return [user.username, user.email, user.phone].filter((each) => each && each !== shown).join(' · ') || user.id
}

/** The states of a user that are not as usual. @param {User} user */
export function statesOf(user) {
  return [
    user.blocked ? chip(t('locked'), 'bad') : null,
    user.status !== 'Activated' ? chip(user.status, 'warn', t('inactive', { status: user.status })) : null,
    user.resetPasswordOnFirstLogin ? chip(t('must_change'), 'warn') : null,
    user.passwordSet ? null : chip(t('no_password')),
    user.mfa.totpSecret ? chip(t('mfa'), 'info') : null,
  ].filter((each) => each !== null)
}

/** The first letter of a name, in a colour of its own. @param {User} user */
export function initial(user) {
  const [first] = new Intl.Segmenter().segment(nameOf(user).replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, '') || '?')
  const sum = [...user.id].reduce((all, letter) => (all * 31 + letter.charCodeAt(0)) % 6, 0)
  return h('span', { class: `initial tint-${sum}`, 'aria-hidden': 'true' }, first?.segment.toUpperCase())
}
