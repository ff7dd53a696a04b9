import assert from 'node:assert/strict'
import test from 'node:test'
import { GenAuthError, NothingCame } from 'genauth-mock-client'
import { freshPool, post, sendMail } from './fresh.js'

test('a code is read as soon as it is sent', async (t) => {
  const pool = await freshPool(t)
  const waiting = pool.outbox.waitCode('ann@example.test')
  await sendMail(pool, 'ann@example.test')
  const code = await waiting
  const login = { email: 'ann@example.test', code, autoRegister: true }
  assert.equal((await post(pool, '/api/v2/login/email-code', login)).code, 200)
})

test('a message is waited for by address, channel, scene and what came before', async (t) => {
  const pool = await freshPool(t)
  await post(pool, '/api/v2/sms/send', { phone: '13800138000' })
  await sendMail(pool, 'ann@example.test')
  await sendMail(pool, 'ann@example.test', 'RESET_PASSWORD')

  const sms = await pool.outbox.wait('13800138000')
  assert.deepEqual([sms.channel, sms.phoneCountryCode], ['sms', '+86'])
  const reset = await pool.outbox.wait('Ann@Example.test', { scene: 'RESET_PASSWORD' })
  const first = await pool.outbox.wait(undefined, { channel: 'email', scene: 'VERIFY_CODE' })
  assert.equal(first.to, 'ann@example.test')

  for (const after of [first, first.id]) assert.deepEqual(await pool.outbox.wait(undefined, { after }), reset)
  const later = new Date(Date.parse(reset.createdAt) + 60_000)
  await assert.rejects(pool.outbox.wait(undefined, { after: later, timeout: 0 }), NothingCame)
})

test('where nothing comes, the error tells what did arrive', async (t) => {
  const pool = await freshPool(t)
  await sendMail(pool, 'ann@example.test')
  await assert.rejects(pool.outbox.waitCode('bob@example.test', { timeout: 0 }), (fault) => {
    assert.ok(fault instanceof NothingCame)
    assert.match(fault.message, /^no message with a good code to bob@example\.test came within 0 s in user pool .+ to ann@/)
    assert.deepEqual(fault.arrived.map((each) => each.to), ['ann@example.test'])
    return true
  })
})

test('a used code is not waited for, and is listed', async (t) => {
  const pool = await freshPool(t)
  await sendMail(pool, 'ann@example.test')
  const code = await pool.outbox.waitCode('ann@example.test')
  await post(pool, '/api/v2/login/email-code', { email: 'ann@example.test', code, autoRegister: true })
  await assert.rejects(pool.outbox.waitCode('ann@example.test', { timeout: 0 }), NothingCame)
  const [used] = await pool.outbox.list({ to: 'ann@example.test' })
  assert.ok(used?.usedAt)
  assert.equal(used.state, 'used')
})

test('a code that has expired by the clock of the pool is not waited for, and is listed', async (t) => {
  const pool = await freshPool(t)
  await sendMail(pool, 'ann@example.test')
  await pool.clock.advance(301)
  await assert.rejects(pool.outbox.waitCode('ann@example.test', { timeout: 0 }), NothingCame)
  assert.deepEqual((await pool.outbox.list()).map((each) => each.state), ['expired'])
  const waiting = pool.outbox.waitCode('ann@example.test')
  await sendMail(pool, 'ann@example.test')
  const code = await waiting
  assert.deepEqual((await pool.outbox.list()).map((each) => [each.state, each.code === code]).at(0), ['good', true])
})

test('messages are listed, newest first, taken out one by one, and cleared', async (t) => {
  const pool = await freshPool(t)
  for (const name of ['ann', 'bob', 'cat']) await sendMail(pool, `${name}@example.test`)
  const names = async () => (await pool.outbox.list()).map((each) => each.to.split('@')[0])
  assert.deepEqual(await names(), ['cat', 'bob', 'ann'])
  assert.equal((await pool.outbox.list({ limit: 1, page: 2 }))[0]?.to, 'bob@example.test')
  await pool.outbox.clear({ to: 'bob@example.test' })
  assert.deepEqual(await names(), ['cat', 'ann'])
  const [newest] = await pool.outbox.list()
  assert.ok(newest)
  await pool.outbox.delete(newest)
  assert.deepEqual(await names(), ['ann'])
  await assert.rejects(pool.outbox.delete(newest.id), (fault) => fault instanceof GenAuthError && fault.status === 404)
  await pool.outbox.clear()
  assert.deepEqual(await names(), [])
})

test('a wait that no fetch could end is refused at once', async (t) => {
  const pool = await freshPool(t)
  await assert.rejects(pool.outbox.wait('ann@example.test', { timeout: 600 }), RangeError)
})
