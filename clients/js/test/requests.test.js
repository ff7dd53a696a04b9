import assert from 'node:assert/strict'
import test from 'node:test'
import { UnexpectedCalls } from 'genauth-mock-client'
import { freshPool, post } from './fresh.js'

const login = { account: 'ann', password: 'wrong' }

test('the journal tells what the pool was asked', async (t) => {
  const pool = await freshPool(t)
  await post(pool, '/api/v2/login/account', login)
  await post(pool, '/api/v2/sms/send', { phone: '13800138000' })
  const [sms, failed] = await pool.requests.list()
  assert.deepEqual([sms?.operation, sms?.method, sms?.path], ['sendSms', 'POST', '/api/v2/sms/send'])
  assert.deepEqual([failed?.status, failed?.code, failed?.matched], [200, 2333, true])
  assert.deepEqual(await pool.requests.list({ operation: 'loginByAccount', code: 2333, limit: 1 }), [failed])
  assert.deepEqual(await pool.requests.list({ method: 'GET' }), [])
  await pool.requests.clear()
  assert.deepEqual(await pool.requests.list(), [])
})

test('that an operation was called is asserted', async (t) => {
  const pool = await freshPool(t)
  await pool.requests.assertCalled('loginByAccount', { times: 0 })
  await post(pool, '/api/v2/login/account', login)
  await post(pool, '/api/v2/login/account', login)
  const calls = await pool.requests.assertCalled('loginByAccount')
  assert.deepEqual(calls.map((each) => each.code), [2333, 2333])
  await pool.requests.assertCalled('loginByAccount', { times: 2, code: 2333 })
})

test('where it was not, the error tells what was', async (t) => {
  const pool = await freshPool(t)
  await assert.rejects(pool.requests.assertCalled('sendSms'), {
    name: 'UnexpectedCalls',
    message: `sendSms was to be called at least once and was called 0 times in user pool ${pool.userPoolId}; nothing at all was called`,
  })
  await post(pool, '/api/v2/login/account', login)
  await assert.rejects(pool.requests.assertCalled('loginByAccount', { times: 2 }), (fault) => {
    assert.ok(fault instanceof UnexpectedCalls)
    assert.equal(fault.calls.length, 1)
    assert.match(fault.message, /^loginByAccount was to be called 2 times and was called once in user pool /)
    assert.match(fault.message, /; the newest of 1 requests:\n  .+Z POST \/api\/v2\/login\/account → HTTP 200 code 2333, loginByAccount$/)
    return true
  })
})
