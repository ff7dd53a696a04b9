// authing-js-sdk 4.23.55 and authing-node-sdk 4.0.1: events that are subscribed to and published.
'use strict'

// What browsers bring along, and Node.js 20 does not.
globalThis.WebSocket = require('ws')
const { AuthenticationClient } = require('authing-js-sdk')
const node = require('authing-node-sdk')
const { baseUrl, appId, outcome, print } = require('./mock')

const socketUri = baseUrl.replace('http', 'ws')
const CODE = 'custom_aouaw.sxytestevent'
const DATA = JSON.stringify({ id: '63fd984af55f69c79002edf3' })

async function control(path, body) {
  const asked = body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}
  return (await fetch(`${baseUrl}/_mock${path}`, asked)).json()
}

// What a client hears of a code, as soon as the mock knows that it listens.
async function subscribed(client) {
  const before = (await control('/events', { userPoolId: appId, event: CODE, data: 'before' })).subscribers
  const heard = []
  client.sub(CODE, (message) => heard.push(message), (fault) => heard.push(`error: ${fault}`))
  while ((await control('/events', { userPoolId: appId, event: CODE, data: 'opening' })).subscribers === before) {
    if (heard.length) return heard
  }
  return heard
}

async function told(heard, count) {
  while (heard.filter((each) => each === DATA).length < count) await new Promise((done) => setTimeout(done, 5))
  return heard.filter((each) => each === DATA).length
}

async function refusal(client) {
  return new Promise((done) => client.sub(CODE, () => done('heard'), (fault) => done(String(fault))))
}

async function main() {
  const results = {}
  const pool = await control(`/pools/${appId}`)
  const js = new AuthenticationClient({ appId, appHost: baseUrl, socketUri })
  const user = await js.loginByUsername('ci', '111111')
  const options = { appId, appSecret: pool.appSecret, appHost: baseUrl, socketUri, retryTimes: 0 }
  const client = new node.AuthenticationClient({ ...options, accessToken: user.token })
  const key = { accessKeyId: pool.userPoolId, accessKeySecret: pool.userPoolSecret }
  const management = new node.ManagementClient({ ...key, host: baseUrl, socketUri, retryTimes: 0 })
  const heard = [await subscribed(js.event), await subscribed(client), await subscribed(management)]

  results.pub = await outcome(() => client.pub(CODE, DATA))
  results.told = await Promise.all(heard.map((each) => told(each, 1)))
  results.pubOfJs = await outcome(() => js.event.pub(CODE, DATA))
  results.toldAgain = await Promise.all(heard.map((each) => told(each, 2)))
  results.pubOfNoJson = await outcome(() => client.pub(CODE, 'no JSON'))

  results.badToken = await refusal(new node.AuthenticationClient({ ...options, accessToken: 'bad' }))
  const badKey = { ...key, accessKeySecret: 'bad', host: baseUrl, socketUri, retryTimes: 0 }
  results.badKey = await refusal(new node.ManagementClient(badKey))
  print(results)
  process.exit(0)
}

main()
