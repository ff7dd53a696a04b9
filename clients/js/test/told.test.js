import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool } from './fresh.js'

test('an event is published and listed, with how many were listening', async (t) => {
  const pool = await freshPool(t)
  const told = await pool.events.publish('authing.user.updated', { id: '1' })
  assert.deepEqual([told.event, told.data, told.subscribers], ['authing.user.updated', { id: '1' }, 0])
  await pool.events.publish('custom.shop')
  assert.deepEqual((await pool.events.list()).map((each) => each.data), [{}, { id: '1' }])
  assert.deepEqual(await pool.events.list({ event: 'authing.user.updated', limit: 1 }), [told])
})

test('an event without a name is refused', async (t) => {
  const pool = await freshPool(t)
  await assert.rejects(pool.events.publish(''), { name: 'GenAuthError', status: 400, field: 'event' })
})
