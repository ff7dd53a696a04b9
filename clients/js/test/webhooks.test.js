import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool, impostor, post } from './fresh.js'

test('a webhook is told of a login, and once more when it is replayed', async (t) => {
  /** @type {string[]} */
  const heard = []
  const url = await impostor(t, (request, answer) => {
    heard.push(String(request.headers['x-authing-webhook-secret']))
    answer.end()
  })
  const users = [{ username: 'ann', password: '111111' }]
  const pool = await freshPool(t, { users, webhooks: [{ name: 'x', url, events: ['login'], secret: 's' }] })
  await post(pool, '/api/v2/login/account', { account: 'ann', password: '111111' })
  const first = await pool.webhooks.waitFor('login')
  assert.deepEqual([first.status, first.attempt, first.requestBody.data.username], [200, 1, 'ann'])
  await pool.webhooks.replay(first)
  await pool.webhooks.waitFor('login', { after: first })
  assert.deepEqual(heard, ['s', 's'])
  assert.equal((await pool.webhooks.deliveries({ event: 'login' })).length, 2)
  assert.deepEqual(await pool.webhooks.deliveries({ event: 'kick' }), [])
})

test('an event is triggered, and one that nobody wants to hear of is refused', async (t) => {
  const url = await impostor(t, (_, answer) => void answer.end())
  const pool = await freshPool(t, { webhooks: [{ name: 'x', url, events: ['test'] }] })
  const [made] = await pool.webhooks.trigger('test', { a: 1 })
  assert.deepEqual(made?.requestBody, { eventName: 'test', data: { a: 1 } })
  await assert.rejects(pool.webhooks.trigger('kick'), { name: 'GenAuthError', field: 'event' })
  await assert.rejects(pool.webhooks.waitFor('kick', { timeout: 0 }), { name: 'NothingCame' })
})
