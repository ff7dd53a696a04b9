import assert from 'node:assert/strict'
import test from 'node:test'
import { GenAuthError, Server, Unreachable } from 'genauth-mock-client'
import { impostor, server } from './fresh.js'

/**
 * The outbox of a pool whose server sends this text as its stream, in pieces of so many bytes.
 * @param {import('node:test').TestContext} test
 * @param {string} text
 * @param {{ size?: number, end?: 'end' | 'destroy' | 'stay' }} [how]
 */
async function outboxWith(test, text, { size = 1000, end = 'end' } = {}) {
  /** @type {string[]} */
  const asked = []
  const url = await impostor(test, async (request, response) => {
    if (!request.url?.startsWith('/_mock/outbox/stream')) return response.end('{"userPoolId": "shop"}')
    asked.push(request.url)
    request.on('close', () => asked.push('left'))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) {
      response.write(bytes.subarray(at, at + size))
      await new Promise(setImmediate)
    }
    if (end !== 'stay') response[end]()
  })
  return { asked, outbox: (await new Server(url).pool('shop')).outbox }
}

/**
 * @param {AsyncIterable<import('genauth-mock-client').Message>} stream
 */
async function ids(stream) {
  const found = []
  for await (const message of stream) found.push(message.id)
  return found
}

test('events are read whatever way they are cut, with comments, names and line ends of any kind', async (t) => {
  const text = ': ping\n\nevent: message\nid: 1\ndata: {"id": "密"}\n\ndata: {"id":\r\ndata: "b"}\r\n\r\nretry: 5\n\ndata:{"id":"c"}\n\n'
  for (const size of [1, 2, 7, 1000]) {
    const { outbox } = await outboxWith(t, text, { size })
    assert.deepEqual(await ids(outbox.stream()), ['密', 'b', 'c'])
  }
})

test('a stream asks for what it is told to', async (t) => {
  const { outbox, asked } = await outboxWith(t, '')
  await ids(outbox.stream({ to: 'a+b@example.test', channel: 'email', scene: 'VERIFY_CODE', after: new Date(0) }))
  const query = 'userPoolId=shop&to=a%2Bb%40example.test&channel=email&scene=VERIFY_CODE&after=1970-01-01T00%3A00%3A00.000Z'
  assert.equal(asked[0], `/_mock/outbox/stream?${query}`)
})

test('a loop that is left, and a signal, end the connection', { timeout: 10_000 }, async (t) => {
  const { outbox, asked } = await outboxWith(t, 'data: {"id": "a"}\n\n', { end: 'stay' })
  for await (const message of outbox.stream()) {
    assert.equal(message.id, 'a')
    break
  }
  const ending = new AbortController()
  for await (const message of outbox.stream({ signal: ending.signal })) {
    assert.equal(message.id, 'a')
    setImmediate(() => ending.abort())
  }
  assert.deepEqual(await ids(outbox.stream({ signal: ending.signal })), [])
  while (asked.filter((each) => each === 'left').length < 2) await new Promise(setImmediate)
})

test('a stream that breaks off is an error', async (t) => {
  const { outbox } = await outboxWith(t, 'data: {"id": "a"}\n\n', { end: 'destroy' })
  await assert.rejects(ids(outbox.stream()), Unreachable)
})

test('a stream that is refused tells why', async () => {
  const pool = await server.createPool()
  const { outbox } = pool
  await pool.delete()
  /** @type {any} */
  const nothing = 'fax'
  await assert.rejects(ids(outbox.stream({ channel: nothing })), GenAuthError)
})
