// What every journey needs beside the SDK: where the mock is, its outbox, and a way to print what came of each step.
'use strict'

const [baseUrl, appId] = process.argv.slice(2)

async function send(path, body) {
  const headers = { 'content-type': 'application/json', 'x-authing-app-id': appId }
  const response = await fetch(baseUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}

async function userPoolId() {
  const response = await fetch(`${baseUrl}/api/v2/applications/${appId}/public-config`)
  return (await response.json()).data.userPoolId
}

async function codeFor(to) {
  const query = new URLSearchParams({ userPoolId: await userPoolId(), to, timeout: '5' })
  const response = await fetch(`${baseUrl}/_mock/outbox/wait?${query}`)
  return (await response.json()).code
}

// What a call gave: {value}, or {error} as the app would see it.
async function outcome(call) {
  try {
    return { value: (await call()) ?? null }
  } catch (error) {
    const { code, message, data } = error
    return { error: { code, message, data } }
  }
}

function print(results) {
  process.stdout.write(JSON.stringify(results))
}

module.exports = { baseUrl, appId, send, codeFor, outcome, print }
