import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool, post } from './fresh.js'

test('a page that shows a QR code is logged in by the phone that is played', async (t) => {
  const pool = await freshPool(t)
  const { id: userId } = await pool.users.create({ username: 'ann' })
  const { random } = (await post(pool, '/api/v2/qrcode/gene', { scene: 'APP_AUTH' })).data
  const [shown] = await pool.qrcodes.list()
  assert.deepEqual([shown?.random, shown?.status, shown?.userId], [random, 0, undefined])
  assert.equal((await pool.qrcodes.scan(random, { account: 'ann' })).status, 1)
  const agreed = await pool.qrcodes.confirm(random)
  assert.deepEqual([agreed.status, agreed.userId], [2, userId])
  await assert.rejects(pool.qrcodes.cancel(random), { name: 'GenAuthError', status: 400 })

  const second = (await post(pool, '/api/v2/qrcode/gene', { scene: 'APP_AUTH' })).data.random
  assert.equal((await pool.qrcodes.cancel(second, { userId })).status, 3)
  assert.deepEqual((await pool.qrcodes.list({ limit: 1 })).map((each) => each.random), [second])
})

test('a push is confirmed or cancelled on the phone of whom it went to', async (t) => {
  const pool = await freshPool(t)
  const { id: userId } = await pool.users.create({ username: 'ann' })
  for (const answer of /** @type {const} */ (['confirm', 'cancel'])) {
    const { pushCodeId } = (await post(pool, '/api/v3/signin-by-push', { account: 'ann' })).data
    const [waiting] = await pool.pushes.list()
    assert.deepEqual([waiting?.id, waiting?.status, waiting?.userId], [pushCodeId, 'PUSHED', userId])
    const answered = await pool.pushes[answer](pushCodeId)
    assert.equal(answered.status, answer === 'confirm' ? 'AUTHORIZED' : 'CANCELLED')
    await assert.rejects(pool.pushes[answer](pushCodeId, { account: 'ann' }), { name: 'GenAuthError', status: 400 })
  }
})
