import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool, post, sendMail } from './fresh.js'

test('a code expires when the clock has moved on', async (t) => {
  const pool = await freshPool(t)
  await sendMail(pool, 'ann@example.test')
  const code = await pool.outbox.waitCode('ann@example.test')
  const { offsetSeconds } = await pool.clock.advance(301)
  assert.equal(offsetSeconds, 301)
  const login = { email: 'ann@example.test', code, autoRegister: true }
  assert.equal((await post(pool, '/api/v2/login/email-code', login)).code, 2001)
})

test('the clock is set by a text, a Date, or a distance', async (t) => {
  const pool = await freshPool(t)
  const noon = '2030-01-01T12:00:00.000Z'
  for (const to of [noon, new Date(noon), { now: new Date(noon) }]) {
    const { now } = await pool.clock.set(to)
    assert.ok(Math.abs(Date.parse(now) - Date.parse(noon)) < 5_000, now)
  }
  assert.equal((await pool.clock.set({ offsetSeconds: -60 })).offsetSeconds, -60)
  assert.deepEqual((await pool.clock.get()).frozen, false)
})

test('a frozen clock stands still until it is told to run', async (t) => {
  const pool = await freshPool(t)
  const noon = '2030-01-01T12:00:00.000Z'
  assert.deepEqual((await pool.clock.freeze(noon)).now, noon)
  assert.equal((await pool.users.create({ username: 'ann' })).createdAt, noon)
  assert.equal((await pool.clock.get()).now, noon)
  assert.equal((await pool.clock.set({ frozen: false })).frozen, false)
  assert.equal((await pool.clock.freeze()).frozen, true)
})
