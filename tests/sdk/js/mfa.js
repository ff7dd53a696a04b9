// authing-js-sdk 4.23.55: second factors. `ann` has none, the pool asks for OTP, SMS, EMAIL or FACE.
'use strict'

const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, send, codeFor, outcome, print } = require('./mock')

const [poolId, userId] = process.argv.slice(4)

async function totp() {
  return (await (await fetch(`${baseUrl}/_mock/pools/${poolId}/users/${userId}/totp`)).json()).code
}

async function setPolicies(policies) {
  const body = JSON.stringify({ settings: { mfa: { policies } } })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${baseUrl}/_mock/pools/${poolId}`, { method: 'PATCH', headers, body })
}

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  const results = {}
  async function challenge() {
    const { error } = await outcome(() => client.loginByUsername('ann', '111111'))
    return error
  }

  // Logged in: the SDK forgets to send the MFA token with `confirm`, so binding is for who is logged in.
  await client.loginByUsername('ann', '111111')
  results.none = await outcome(() => client.mfa.getMfaAuthenticators({ type: 'totp' }))
  results.associated = await outcome(() => client.mfa.assosicateMfaAuthenticator({ authenticatorType: 'totp' }))
  const wrong = { authenticatorType: 'totp', totp: '000000x' }
  results.wrongConfirm = await outcome(() => client.mfa.confirmAssosicateMfaAuthenticator(wrong))
  const shown = await totp()
  const right = { authenticatorType: 'totp', totp: shown }
  results.confirmed = await outcome(() => client.mfa.confirmAssosicateMfaAuthenticator(right))
  results.bound = await outcome(() => client.mfa.getMfaAuthenticators({ type: 'totp' }))

  results.personal = await challenge()
  const mfaToken = results.personal.data.mfaToken
  results.wrongTotp = await outcome(() => client.mfa.verifyTotpMfa({ totp: '000000x', mfaToken }))
  results.totp = await outcome(() => client.mfa.verifyTotpMfa({ totp: shown, mfaToken }))
  const recovery = { recoveryCode: results.associated.value.recovery_code, mfaToken: (await challenge()).data.mfaToken }
  results.recovered = await outcome(() => client.mfa.verifyTotpRecoveryCode(recovery))

  // What the second factor has given is no login of the client yet.
  client.setToken(results.recovered.value.token)
  results.deleted = await outcome(() => client.mfa.deleteMfaAuthenticator())
  await setPolicies(['SMS', 'EMAIL', 'FACE'])
  results.required = await challenge()
  let token = results.required.data.mfaToken
  results.bindable = await outcome(() => client.mfa.phoneOrEmailBindable({ phone: '13900139000', mfaToken: token }))
  await send('/api/v2/sms/send', { phone: '13900139000' })
  const sms = { phone: '13900139000', code: await codeFor('13900139000'), mfaToken: token }
  results.sms = await outcome(() => client.mfa.verifyAppSmsMfa(sms))
  token = (await challenge()).data.mfaToken
  await send('/api/v2/email/send', { email: 'ann@example.test', scene: 'MFA_VERIFY' })
  const email = { email: 'ann@example.test', code: await codeFor('ann@example.test'), mfaToken: token }
  results.email = await outcome(() => client.mfa.verifyAppEmailMfa(email))
  // What is bound keeps anything new out; a face alone is asked for, and none is bound.
  await setPolicies(['FACE'])
  token = (await challenge()).data.mfaToken
  const faces = { baseFace: 'http://pictures.test/a.jpg', compareFace: 'http://pictures.test/b.jpg', mfaToken: token }
  results.face = await outcome(() => client.mfa.associateFaceByUrl(faces))
  token = (await challenge()).data.mfaToken
  results.otherFace = await outcome(() => client.mfa.verifyFaceMfa('http://pictures.test/c.jpg', token))
  results.sameFace = await outcome(() => client.mfa.verifyFaceMfa('http://pictures.test/b.jpg', token))
  results.usedUp = await outcome(() => client.mfa.verifyFaceMfa('http://pictures.test/b.jpg', token))
  print(results)
}

main()
