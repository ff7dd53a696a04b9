// authing-js-sdk 4.23.55: what an app sees of every error that can be forced. Codes and names come as JSON, by stdin.
'use strict'

const { readFileSync } = require('node:fs')
const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, outcome, print } = require('./mock')

async function control(method, path, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${baseUrl}/_mock${path}`, { method, headers, body: body && JSON.stringify(body) })
  return response.status === 204 ? null : response.json()
}

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  const published = await fetch(`${baseUrl}/api/v2/applications/${appId}/public-config`)
  const { userPoolId } = (await published.json()).data
  const seen = []
  for (const code of JSON.parse(readFileSync(0, 'utf8'))) {
    const error = { code, httpStatus: 200 }
    const fault = await control('POST', '/faults', { userPoolId, operation: 'loginByEmail', error })
    const { error: thrown } = await outcome(() => client.loginByEmailCode('ci@example.test', '1234'))
    const { hits } = await control('GET', `/faults/${fault.id}`)
    seen.push({ asked: code, code: thrown?.code, message: thrown?.message, hits })
  }
  print(seen)
}

main()
