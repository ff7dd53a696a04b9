// authing-js-sdk 4.23.55: login by QR code, with the polling of the SDK itself. The phone is played by fetch.
'use strict'

const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, outcome, print } = require('./mock')

const token = process.argv[4]

async function onPhone(step, random) {
  const headers = { 'content-type': 'application/json', 'x-authing-app-id': appId, authorization: `Bearer ${token}` }
  const response = await fetch(`${baseUrl}/api/v2/qrcode/${step}`, { method: 'POST', headers, body: JSON.stringify({ random }) })
  return (await response.json()).code
}

// What the SDK's own polling reports, in order, while the phone goes on.
function polled(client, random, steps) {
  const heard = []
  return new Promise((resolve) => {
    client.startPolling(random, {
      interval: 20,
      onStart: () => heard.push('start'),
      onScanned: async (userInfo) => {
        heard.push({ scanned: userInfo })
        for (const step of steps) await onPhone(step, random)
      },
      onSuccess: (userInfo, ticket) => resolve({ heard, userInfo, ticket }),
      onCancel: () => resolve({ heard, cancelled: true }),
      onExpired: () => resolve({ heard, expired: true }),
      onError: (error) => resolve({ heard, error: { code: error.code, message: error.message } }),
    })
    onPhone('scanned', random)
  })
}

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  const results = {}
  for (const name of ['qrcode', 'wxqrcode']) {
    const made = await outcome(() => client[name].geneCode({ customData: { shop: 7 } }))
    results[name] = made
    const picture = await fetch(made.value.url)
    results[`${name}Picture`] = [picture.status, picture.headers.get('content-type')]
    results[`${name}Waiting`] = await outcome(() => client[name].checkStatus(made.value.random))
    results[`${name}Polled`] = await polled(client[name], made.value.random, ['confirm'])
    results[`${name}User`] = await outcome(() => client[name].exchangeUserInfo(results[`${name}Polled`].ticket))
    results[`${name}Again`] = await outcome(() => client[name].exchangeUserInfo(results[`${name}Polled`].ticket))
  }
  const second = await client.qrcode.geneCode()
  results.cancelled = await polled(client.qrcode, second.random, ['cancel'])
  results.unknown = await outcome(() => client.qrcode.checkStatus('nonsense'))
  client.setCurrentUser(results.qrcodeUser.value)
  results.level = await outcome(() => client.getSecurityLevel())
  print(results)
}

main()
