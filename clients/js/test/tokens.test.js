import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool } from './fresh.js'

/**
 * The GenAuth code that a token gets.
 * @param {import('genauth-mock-client').Pool} pool
 * @param {string} token
 */
async function codeWith(pool, token) {
  const headers = { 'x-authing-app-id': pool.appId, authorization: `Bearer ${token}` }
  const answer = /** @type {{ code: number }} */ (await (await fetch(`${pool.baseUrl}/api/v2/users/me`, { headers })).json())
  return answer.code
}

test('a minted token is as good as a login’s, and a bad one is not', async (t) => {
  const pool = await freshPool(t)
  const { id: userId } = await pool.users.create({ username: 'ann' })
  assert.equal(await codeWith(pool, await pool.tokens.mint({ userId, kind: 'token' })), 200)
  for (const wrong of /** @type {const} */ ([{ ttlSeconds: -60 }, { alg: 'none' }, { badSignature: true }])) {
    assert.equal(await codeWith(pool, await pool.tokens.mint({ userId, kind: 'token', ...wrong })), 2020, JSON.stringify(wrong))
  }
})

test('a token for nobody is refused', async (t) => {
  const pool = await freshPool(t)
  await assert.rejects(pool.tokens.mint({ userId: 'nobody', kind: 'token' }), { name: 'GenAuthError', status: 404 })
})
