// The forms in which users are made and changed.

import { call } from '../api.js'
import { h } from '../dom.js'
import { asked, choice, field, tell, tick } from '../parts.js'
import { number, words } from '../words.js'
import { poolField } from './pool_field.js'
import { userFields } from './user_fields.js'
import { keyOf, pathOf } from './user_list.js'
import { nameOf } from './user_parts.js'

/** @typedef {import('./user_list.js').User} User */
/** @typedef {import('../shell.js').Page} Page */

const t = words({
  create: ['New user', '新建用户'],
  create_act: ['Create', '创建'],
  password: ['Password', '密码'],
  password_hint: ['Leave empty for a user without a password, who logs in with codes.', '留空则该用户无密码，使用验证码登录。'],
  first_login: ['Must change the password at the first login', '首次登录须修改密码'],
  first_login_hint: ['Until then, login answers 1639.', '修改前登录返回 1639。'],
  generate: ['Generate users', '批量生成用户'],
  generate_act: ['Generate', '生成'],
  count: ['How many', '数量'],
  locale: ['Locale', '语言区域'],
  zh: ['Chinese (zh_CN)', '中文 (zh_CN)'],
  en: ['English (en_US)', '英文 (en_US)'],
  ja: ['Japanese (ja_JP)', '日文 (ja_JP)'],
  ko: ['Korean (ko_KR)', '韩文 (ko_KR)'],
  de: ['German (de_DE)', '德文 (de_DE)'],
  fr: ['French (fr_FR)', '法文 (fr_FR)'],
  seed: ['Seed', '随机种子'],
  seed_hint: ['A number. The same seed generates the same users. Leave empty for different ones each time.', '整数。相同的种子生成相同的用户，留空则每次不同。'],
  all_hint: ['Leave empty for users without a password, who log in with codes.', '留空则用户无密码，使用验证码登录。'],
  all_password: ['Password for all', '统一密码'],
  no_number: ['{what} must be a whole number.', '{what}必须是整数。'],
  generated: ['Made {count} user | Made {count} users', '已生成 {count} 个用户'],
  edit: ['Edit {name}', '编辑 {name}'],
  save: ['Save', '保存'],
  set_password: ['Set a new password', '设置新密码'],
  new_password: ['New password', '新密码'],
  set_hint: ['All sessions of this user end.', '该用户的全部会话将结束。'],
  needs_password: ['Enter a password.', '请填写密码。'],
  then_change: ['The user must change it at the next login', '下次登录须修改密码'],
})

/**
 * A password is shown as it is typed: it is a test user's.
 * @param {Record<string, unknown>} [props]
 */
function passwordInput(props) {
  return h('input', { type: 'text', name: 'password', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none', ...props })
}

/** @param {Page} page @param {(user: User) => unknown} made */
export function newUser(page, made) {
  const pool = poolField(page)
  const password = passwordInput()
  const fields = userFields({}, field(t('password'), password, t('password_hint')))
  const first = h('input', { type: 'checkbox' })
  /** @type {User | undefined} */
  let user
  return asked(t('create'), {
    wide: true,
    body: [pool.element, fields.element, tick(t('first_login'), first, t('first_login_hint'))],
    act: t('create_act'),
    done: async () => {
      const body = { ...fields.changed(), ...(password.value ? { password: password.value } : {}), ...(first.checked ? { resetPasswordOnFirstLogin: true } : {}) }
      user = await call('POST', `/pools/${encodeURIComponent(pool.id())}/users`, { body })
    },
  }).then((well) => well && user ? made(user) : undefined)
}

/** @param {HTMLInputElement} input @param {string} what */
function whole(input, what) {
  if (!/^-?\d{1,15}$/.test(input.value.trim())) {
    input.focus()
    throw new Error(t('no_number', { what }))
  }
  return Number(input.value)
}

/** @param {Page} page @param {() => unknown} made */
export function generateUsers(page, made) {
  const pool = poolField(page)
  const count = h('input', { inputmode: 'numeric', value: '100', autocomplete: 'off' })
  const locales = choice([['zh_CN', t('zh')], ['en_US', t('en')], ['ja_JP', t('ja')], ['ko_KR', t('ko')], ['de_DE', t('de')], ['fr_FR', t('fr')]])
  const seed = h('input', { inputmode: 'numeric', autocomplete: 'off' })
  const password = passwordInput()
  return asked(t('generate'), {
    body: [pool.element, field(t('count'), count), field(t('locale'), locales), field(t('seed'), seed, t('seed_hint')), field(t('all_password'), password, t('all_hint'))],
    act: t('generate_act'),
    done: async () => {
      const body = {
        count: whole(count, t('count')), locale: locales.value,
        ...(seed.value.trim() ? { randSeed: whole(seed, t('seed')) } : {}), ...(password.value ? { password: password.value } : {}),
      }
      const found = await call('POST', `/pools/${encodeURIComponent(pool.id())}/users/generate`, { body })
      tell(t('generated', { count: number(found.totalCount) }), 'good')
    },
  }).then((well) => well ? made() : undefined)
}

/** @param {User} user */
export function editUser(user) {
  const fields = userFields(user)
  return asked(t('edit', { name: nameOf(user) }), {
    wide: true, body: fields.element, act: t('save'),
    done: () => call('PATCH', pathOf(keyOf(user)), { body: fields.changed() }),
  })
}

/** @param {User} user */
export function setPassword(user) {
  const input = passwordInput()
  const change = h('input', { type: 'checkbox', checked: user.resetPasswordOnFirstLogin })
  return asked(t('set_password'), {
    body: [field(t('new_password'), input, t('set_hint')), tick(t('then_change'), change)],
    act: t('save'),
    done: () => {
      if (!input.value) {
        input.focus()
        throw new Error(t('needs_password'))
      }
      return call('PATCH', pathOf(keyOf(user)), { body: { password: input.value, resetPasswordOnFirstLogin: change.checked } })
    },
  })
}
