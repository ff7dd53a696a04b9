// authing-js-sdk 4.23.55: what an app sees of the calls that speak GraphQL.
'use strict'

const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, outcome, print } = require('./mock')

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  print({
    loginByUsername: await outcome(() => client.loginByUsername('ci', '111111')),
    sendEmail: await outcome(() => client.sendEmail('me@example.test', 'VERIFY_CODE')),
    getCurrentUser: await outcome(() => client.getCurrentUser()),
  })
}

main()
