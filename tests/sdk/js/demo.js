// authing-js-sdk 4.23.55 with the demo pool's user: what the vendor's page shows.
'use strict'

const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, outcome, print } = require('./mock')

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  const password = await client.options.encryptFunction('111111', await client.publicKeyManager.getPublicKey())
  const login = { method: 'POST', url: `${baseUrl}/api/v2/login/account`, data: { account: 'ci', password } }
  client.setCurrentUser(await client.httpClient.request(login))
  print({
    getSecurityLevel: await outcome(() => client.getSecurityLevel()),
    listApplications: await outcome(() => client.listApplications()),
    listOrgs: await outcome(() => client.listOrgs()),
  })
}

main()
