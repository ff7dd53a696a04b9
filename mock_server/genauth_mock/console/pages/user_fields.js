// The fields of a user that one writes by hand, with their names.

import { h } from '../dom.js'
import { choice, field } from '../parts.js'
import { word, words } from '../words.js'

/** @typedef {import('./user_list.js').User} User */

const t = words({
  more: ['All other fields', '其他字段'],
  country_hint: ['+86 by default', '默认 +86'],
})

/** @type {Record<string, readonly [string, string]>} */
const NAMES = {
  username: ['Username', '用户名'],
  email: ['E-mail', '邮箱'],
  phone: ['Phone', '手机号'],
  phoneCountryCode: ['Country code', '国家/地区区号'],
  nickname: ['Nickname', '昵称'],
  name: ['Name', '姓名'],
  gender: ['Gender', '性别'],
  status: ['Status', '账号状态'],
  givenName: ['Given name', '名'],
  familyName: ['Family name', '姓'],
  middleName: ['Middle name', '中间名'],
  preferredUsername: ['Preferred username', '偏好用户名'],
  birthdate: ['Date of birth', '出生日期'],
  company: ['Company', '公司'],
  country: ['Country', '国家'],
  province: ['Province', '省份'],
  city: ['City', '城市'],
  region: ['Region', '区域'],
  locality: ['Locality', '市区'],
  streetAddress: ['Street', '街道地址'],
  postalCode: ['Postal code', '邮政编码'],
  address: ['Address', '地址'],
  formatted: ['Full address', '完整地址'],
  photo: ['Picture URL', '头像地址'],
  profile: ['Profile page', '个人主页'],
  website: ['Website', '网站'],
  zoneinfo: ['Time zone', '时区'],
  locale: ['Locale', '语言区域'],
  browser: ['Browser', '浏览器'],
  device: ['Device', '设备'],
  externalId: ['External ID', '外部 ID'],
  unionid: ['unionid', 'unionid'],
  openid: ['openid', 'openid'],
}
const USUAL = ['username', 'email', 'phone', 'phoneCountryCode', 'nickname', 'name', 'gender', 'status']
/** @type {Record<string, readonly (readonly [string, string, string])[]>} */
const CHOICES = {
  gender: [['U', 'Unknown (U)', '未知 (U)'], ['F', 'Female (F)', '女 (F)'], ['M', 'Male (M)', '男 (M)']],
  status: [
    ['Activated', 'Activated', '已激活 (Activated)'], ['Suspended', 'Suspended', '已停用 (Suspended)'], ['Resigned', 'Resigned', '已离职 (Resigned)'],
    ['Archived', 'Archived', '已归档 (Archived)'], ['Deactivated', 'Deactivated', '未激活 (Deactivated)'],
  ],
}
/** @type {Record<string, string>} not the types of these names, which a browser would mend by itself */
const MODES = { email: 'email', phone: 'tel', phoneCountryCode: 'tel' }

/** What a field is called. @param {string} name */
export function fieldName(name) {
  return word(NAMES, name)
}

/**
 * Fields to write a user's facts in; an empty one is null.
 * @param {Partial<User>} user  what they show at first
 * @param {import('../dom.js').Child} [second]  what stands after the username
 * @returns {{element: HTMLElement, changed: () => Record<string, string | null>}} `changed` is what was written, and only that
 */
export function userFields(user, second) {
  /** @type {Map<string, {input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement, before: string}>} */
  const inputs = new Map()
  /** @param {string} name */
  const made = (name) => {
    const options = CHOICES[name]
    const value = String(user[name] ?? options?.[0]?.[0] ?? '')
    const props = { name, value, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' }
    const input = options
      ? choice(options.map(([each, english, chinese]) => [each, word({ each: [english, chinese] }, 'each')]), { name, value })
      : value.includes('\n') ? h('textarea', { ...props, rows: '2' }) : h('input', { ...props, inputmode: MODES[name] })
    // As the browser has it: what nobody has touched is not sent.
    inputs.set(name, { input, before: input.value })
    return field(fieldName(name), input, name === 'phoneCountryCode' ? t('country_hint') : null)
  }
  const others = Object.keys(NAMES).filter((name) => !USUAL.includes(name))
  const element = h('div', null,
    h('div', { class: 'fields' }, USUAL.map((name) => name === 'username' ? [made(name), second] : made(name))),
    h('details', { class: 'more' }, h('summary', null, t('more')), h('div', { class: 'fields' }, others.map(made))))
  return {
    element,
    changed() {
      /** @type {Record<string, string | null>} */
      const written = {}
      for (const [name, { input, before }] of inputs) {
        if (input.value !== before) written[name] = input.value || null
      }
      // The server reads the two together.
      if ('phone' in written || 'phoneCountryCode' in written) {
        written['phone'] = inputs.get('phone')?.input.value || null
        written['phoneCountryCode'] = (written['phone'] && inputs.get('phoneCountryCode')?.input.value) || null
      }
      return written
    },
  }
}
