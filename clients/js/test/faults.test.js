import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool, post } from './fresh.js'

const login = { account: 'ann', password: '111111' }

test('a fault answers the next call of an operation, and is counted', async (t) => {
  const pool = await freshPool(t, { users: [{ username: 'ann', password: '111111' }] })
  const fault = await pool.faults.add({ operation: 'loginByAccount', error: { code: 2005 } })
  assert.equal(fault.hits, 0)
  assert.equal((await post(pool, '/api/v2/login/account', login)).code, 2005)
  assert.equal((await post(pool, '/api/v2/login/account', login)).code, 200)
  const [listed] = await pool.faults.list()
  assert.deepEqual([listed?.id, listed?.hits], [fault.id, 1])
})

test('a fault of one pool is not another one’s', async (t) => {
  const [pool, other] = [await freshPool(t), await freshPool(t, { users: [{ username: 'ann', password: '111111' }] })]
  await pool.faults.add({ method: 'POST', path: '/api/v2/login/*', error: { code: 2005 }, times: 0 })
  assert.equal((await post(other, '/api/v2/login/account', login)).code, 200)
  assert.deepEqual(await other.faults.list(), [])
})

test('faults are removed, one or all', async (t) => {
  const pool = await freshPool(t)
  const first = await pool.faults.add({ operation: 'loginByAccount', error: { code: 2005 } })
  const second = await pool.faults.add({ operation: 'sendSms', delayMs: 1 })
  await pool.faults.remove(first.id)
  assert.deepEqual((await pool.faults.list()).map((each) => each.id), [second.id])
  await pool.faults.clear()
  assert.deepEqual(await pool.faults.list(), [])
})

test('a connection is cut', async (t) => {
  const pool = await freshPool(t)
  await pool.faults.add({ operation: 'loginByAccount', disconnect: true })
  await assert.rejects(post(pool, '/api/v2/login/account', login), TypeError)
})
