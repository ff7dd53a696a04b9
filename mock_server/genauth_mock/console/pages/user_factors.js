// What a user has beside a password: second factors, passkeys, identities at providers.

import { call } from '../api.js'
import { fill, h, icon } from '../dom.js'
import { ICONS, button, chip, code, confirmed, copier, copy, json, loaded, renew, time } from '../parts.js'
import { words } from '../words.js'

/** @typedef {import('./user_list.js').User} User */
/** @typedef {import('../shell.js').Page} Page */

const t = words({
  otp: ['One-time password', '一次性口令'],
  pending: ['Not confirmed yet', '待确认绑定'],
  otp_left: ['{count} s left', '剩余 {count} 秒'],
  otp_copy: ['Copy one-time password', '复制一次性口令'],
  secret: ['Secret', '密钥'],
  otpauth: ['For an authenticator app', '用于验证器 App'],
  factors: ['Second factors', '第二因素'],
  recovery: ['Recovery code', '恢复代码'],
  email: ['E-mail', '邮箱'],
  phone: ['Phone', '手机号'],
  face: ['Face', '人脸'],
  unbind: ['Unbind', '解绑'],
  what: ['{what}: {name}', '{what}：{name}'],
  passkeys: ['Passkeys', '通行密钥'],
  made: ['Created', '创建于'],
  used: ['last used', '最近使用'],
  remove: ['Remove', '移除'],
  remove_title: ['Remove the passkey {name}?', '移除通行密钥 {name}？'],
  remove_body: ['A login with it answers 431 from then on.', '此后使用它登录将返回 431。'],
  identities: ['Identities', '身份源绑定'],
  unlink: ['Unlink', '解除绑定'],
  unlink_title: ['Unlink {name}?', '解除绑定 {name}？'],
  unlink_body: ['The user can no longer log in by it.', '该用户将不能再用它登录。'],
  profile: ['Profile at the provider', '身份源中的资料'],
})

const FACTORS = /** @type {const} */ (['email', 'phone', 'face', 'recoveryCode'])

export class FactorsPart {
  /**
   * @param {Page} page
   * @param {string} path  of the user
   * @param {() => User} user
   * @param {(body: Record<string, unknown>) => Promise<unknown>} change
   * @param {{signal: AbortSignal, changed: () => Promise<unknown>}} hooks
   */
  constructor(page, path, user, change, { signal, changed }) {
    this.page = page
    this.path = path
    this.user = user
    this.change = change
    this.signal = signal
    this.changed = changed
    this.secret = ''
    this.pending = false
    this.now = h('div', { class: 'big-code' })
    this.wrong = h('div')
    this.otp = h('section', { class: 'totp', 'aria-label': t('otp'), hidden: true })
    this.bound = list(t('factors'))
    this.passkeys = list(t('passkeys'))
    this.identities = list(t('identities'))
    this.others = [this.bound.element, this.passkeys.element, this.identities.element]
  }

  /** Draws what has changed. */
  draw() {
    const user = this.user()
    const secret = user.mfaPending.totpSecret ?? user.mfa.totpSecret ?? ''
    const pending = Boolean(user.mfaPending.totpSecret)
    if (secret !== this.secret || pending !== this.pending) this.drawOtp(secret, pending)
    this.bound.draw(FACTORS.filter((each) => user.mfa[each]), (each) => this.drawFactor(each), user.mfa)
    this.passkeys.draw(user.passkeys ?? [], (each) => this.drawPasskey(each))
    this.identities.draw(user.identities ?? [], (each) => this.drawIdentity(each))
  }

  /** @param {typeof FACTORS[number]} name */
  drawFactor(name) {
    const { mfa } = this.user()
    const value = mfa[name] ?? ''
    const label = t(name === 'recoveryCode' ? 'recovery' : name)
    const unbind = () => {
      const { [name]: _, ...rest } = this.user().mfa
      if (name === 'phone') delete rest.phoneCountryCode
      return this.change({ mfa: rest })
    }
    const shown = name === 'phone' && mfa.phoneCountryCode ? `${mfa.phoneCountryCode} ${value}` : value
    return h('li', { 'data-id': name }, h('div', { class: 'grow' }, h('strong', null, label), h('span', { class: 'mono' }, shown)),
      name === 'recoveryCode' ? copier(value, label) : button(t('unbind'), unbind, { class: 'quiet', 'aria-label': t('what', { what: t('unbind'), name: label }) }))
  }

  /** @param {import('./user_list.js').Passkey} each */
  drawPasskey(each) {
    const name = each.name || each.authenticatorCode
    const gone = async () => {
      await call('DELETE', `${this.path}/passkeys/${encodeURIComponent(each.credentialId)}`)
      await this.changed()
    }
    return h('li', { 'data-id': each.credentialId },
      h('div', { class: 'grow' }, h('strong', null, name),
        h('small', null, t('made'), ' ', time(each.createdAt), each.lastUsedAt ? [' · ', t('used'), ' ', time(each.lastUsedAt)] : null),
        h('small', { class: 'mono' }, each.credentialId)),
      button(t('remove'), () => confirmed(t('remove_title', { name }), t('remove_body'), t('remove'), gone), { class: 'quiet', 'aria-label': t('what', { what: t('remove'), name }) }))
  }

  /** @param {import('./user_list.js').UserIdentity} each */
  drawIdentity(each) {
    const name = `${each.connectionId} / ${each.openid}`
    const gone = () => this.change({ identities: (this.user().identities ?? []).filter((one) => one.id !== each.id) })
    return h('li', { 'data-id': each.id },
      h('div', { class: 'grow' }, h('strong', null, name), h('small', null, t('made'), ' ', time(each.createdAt)),
        Object.keys(each.profile).length ? h('details', null, h('summary', null, t('profile')), json(each.profile, t('profile'))) : null),
      button(t('unlink'), () => confirmed(t('unlink_title', { name }), t('unlink_body'), t('unlink'), gone), { class: 'quiet', 'aria-label': t('what', { what: t('unlink'), name }) }))
  }

  /** @param {string} secret @param {boolean} pending  whether it counts only once its code is given */
  drawOtp(secret, pending) {
    this.secret = secret
    this.pending = pending
    this.otp.hidden = !secret
    if (!secret) return fill(this.otp)
    const user = this.user()
    const issuer = encodeURIComponent(this.page.poolName(user.userPoolId))
    const account = encodeURIComponent(user.username ?? user.email ?? user.phone ?? user.id)
    this.now = h('div', { class: 'big-code' })
    fill(this.otp, h('div', { class: 'section-head' }, h('h3', null, t('otp')), pending ? chip(t('pending'), 'warn') : null), this.now, this.wrong, h('h4', null, t('secret')), code(secret, t('secret')),
      h('h4', null, t('otpauth')), code(`otpauth://totp/${issuer}:${account}?secret=${secret}&issuer=${issuer}`, t('otpauth')))
    void this.drawCode()
  }

  /** The one-time password of now, by the pool's clock. */
  async drawCode() {
    if (!this.secret) return
    const place = this.now
    await loaded(this.wrong, async () => {
      const found = await call('GET', `${this.path}/totp`, { signal: this.signal })
      if (place !== this.now || !this.secret) return null
      const shown = place.querySelector('button')
      if (shown?.textContent === found.code) {
        const [bar, left] = [place.querySelector('progress'), place.querySelector('small')]
        if (bar) bar.value = found.secondsLeft
        if (left) left.textContent = t('otp_left', { count: found.secondsLeft })
        return null
      }
      fill(place,
        button(found.code, () => copy(found.code), { class: 'passcode big', 'aria-label': `${t('otp_copy')} ${found.code}` }),
        button([icon(ICONS.copy)], () => copy(found.code), { class: 'quiet', 'aria-label': t('otp_copy'), title: t('otp_copy') }),
        h('span', { class: 'left' }, h('progress', { max: 30, value: found.secondsLeft, 'aria-label': t('otp') }), h('small', null, t('otp_left', { count: found.secondsLeft }))))
      return null
    })
  }
}

/** A section that is there only while something is in it. @param {string} title */
function list(title) {
  const items = h('ul', { class: 'sessions' })
  const element = h('section', { 'aria-label': title, hidden: true }, h('h3', null, title), items)
  let shown = ''
  return {
    element,
    /**
     * @template T
     * @param {readonly T[]} things
     * @param {(each: T) => HTMLElement} drawn
     * @param {unknown} [also]  what else is shown of them
     */
    draw: (things, drawn, also) => {
      const text = JSON.stringify([things, also])
      if (text === shown) return
      shown = text
      element.hidden = !things.length
      renew(items, things.map(drawn))
    },
  }
}
