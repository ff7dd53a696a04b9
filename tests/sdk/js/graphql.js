// authing-js-sdk 4.23.55: what an app sees of the calls that speak GraphQL, of which only some are built.
'use strict'

const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, outcome, print } = require('./mock')

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  print({
    nobody: await outcome(() => client.getCurrentUser()),
    wrongPassword: await outcome(() => client.loginByEmail('ann@example.test', 'wrong')),
    loginByEmail: await outcome(() => client.loginByEmail('ann@example.test', '111111')),
    getCurrentUser: await outcome(() => client.getCurrentUser()),
    securityLevel: await outcome(() => client.getSecurityLevel()),
    registered: await outcome(() => client.loginByEmail('new@example.test', '111111', { autoRegister: true })),
    loginByUsername: await outcome(() => client.loginByUsername('ann', '111111')),
    sendEmail: await outcome(() => client.sendEmail('me@example.test', 'VERIFY_CODE')),
  })
}

main()
