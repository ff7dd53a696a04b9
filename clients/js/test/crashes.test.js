import assert from 'node:assert/strict'
import test from 'node:test'
import { MockCrashed, Server } from 'genauth-mock-client'
import { server } from './fresh.js'

const CRASH = {
  id: null, at: '2026-01-01T00:00:00.000Z', userPoolId: 'shop', appId: null,
  method: 'POST', path: '/api/v2/login/account', error: 'OperationalError: no such column',
}

/**
 * The same server, as one that has failed would answer.
 * @param {number} status
 * @param {object} body
 */
function broken(status, body) {
  /** @type {typeof fetch} */
  const asked = async (url, options) =>
    String(url).includes('/_mock/crashes') ? Response.json(body, { status }) : fetch(url, options)
  return new Server(server.baseUrl, { fetch: asked })
}

test('a pool at which nothing has crashed is removed without a word', async () => {
  const pool = await server.createPool()
  assert.deepEqual(await pool.crashes(), [])
  await pool.delete()
  await assert.rejects(server.pool(pool.userPoolId), { status: 404 })
})

test('a pool at which the mock has failed is removed, and says so', async () => {
  const ends = [
    /** @param {import('genauth-mock-client').Pool} pool */ (pool) => pool.delete(),
    /** @param {import('genauth-mock-client').Pool} pool */ (pool) => pool[Symbol.asyncDispose](),
  ]
  for (const end of ends) {
    const pool = await broken(200, { list: [CRASH], totalCount: 1 }).createPool()
    await assert.rejects(Promise.resolve(end(pool)), (fault) => {
      assert.ok(fault instanceof MockCrashed)
      assert.match(fault.message, /POST \/api\/v2\/login\/account: OperationalError: no such column/)
      assert.deepEqual(fault.crashes, [CRASH])
      return true
    })
    await assert.rejects(server.pool(pool.userPoolId), { status: 404 })
  }
})

test('a server of an earlier version has no crashes to tell', async () => {
  const old = broken(404, { error: { code: 'not_found', message: 'there is no such call' } })
  await (await old.createPool()).delete()
})
