import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool, sendMail } from './fresh.js'

test('messages come as they are sent', async (t) => {
  const pool = await freshPool(t)
  const [other, addresses] = [await freshPool(t), ['ann@example.test', 'bob@example.test']]
  /** @type {string[]} */
  const came = []
  const streaming = (async () => {
    for await (const message of pool.outbox.stream({ channel: 'email' })) {
      came.push(message.to)
      if (came.length === 1) await sendMail(pool, 'bob@example.test')
      if (came.length === 2) return
    }
  })()
  await sendMail(other, 'cat@example.test')
  await sendMail(pool, 'ann@example.test')
  await streaming
  assert.deepEqual(came, addresses)
})

test('a stream ends when its signal says so', async (t) => {
  const pool = await freshPool(t)
  const ending = new AbortController()
  await sendMail(pool, 'ann@example.test')
  for await (const message of pool.outbox.stream({ after: new Date(0), signal: ending.signal })) {
    assert.equal(message.to, 'ann@example.test')
    ending.abort()
  }
})
