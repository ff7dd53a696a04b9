// authing-js-sdk 4.23.55: everything of it that speaks REST v2.
'use strict'

const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, send, codeFor, outcome, print } = require('./mock')

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  const email = 'Journey@Example.test'
  const results = {}
  results.sendSmsCode = await outcome(() => client.sendSmsCode('13800138000', '+86'))
  results.smsCode = await codeFor('13800138000')
  results.sendSmsCodeToNobody = await outcome(() => client.sendSmsCode('188xxxx8888'))

  await send('/api/v2/email/send', { email, scene: 'VERIFY_CODE' })
  results.registerByWrongCode = await outcome(() => client.registerByEmailCode(email, '000x'))
  const code = await codeFor(email)
  results.registerByEmailCode = await outcome(() => client.registerByEmailCode(email, code, { nickname: 'Nick' }))
  results.registerAgain = await outcome(() => client.registerByEmailCode(email, code))

  results.notLoggedIn = await outcome(() => client.getSecurityLevel())
  await send('/api/v2/email/send', { email, scene: 'VERIFY_CODE' })
  results.loginByWrongCode = await outcome(() => client.loginByEmailCode(email, '000x'))
  const second = await codeFor(email)
  results.loginByEmailCode = await outcome(() => client.loginByEmailCode(email, second))
  results.checkLoggedIn = client.checkLoggedIn()

  results.getSecurityLevel = await outcome(() => client.getSecurityLevel())
  results.listApplications = await outcome(() => client.listApplications({ page: 1, limit: 10 }))
  results.listOrgs = await outcome(() => client.listOrgs())
  const token = results.loginByEmailCode.value.token
  results.logout = await outcome(() => client.logout())
  client.setToken(token)
  results.afterLogout = await outcome(() => client.getSecurityLevel())
  print(results)
}

main()
