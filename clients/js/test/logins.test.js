import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool } from './fresh.js'

/**
 * @param {import('genauth-mock-client').Pool} pool
 * @param {string} token
 */
async function me(pool, token) {
  const headers = { 'x-authing-app-id': pool.appId, authorization: `Bearer ${token}` }
  return (await fetch(`${pool.baseUrl}/api/v2/users/me`, { headers })).json()
}

test('a user is logged in without a page', async (t) => {
  const pool = await freshPool(t)
  const { id } = await pool.users.create({ username: 'ann' })
  const { token } = await pool.login('ann', { as: 'token' })
  assert.equal((await me(pool, token)).data.id, id)
  const all = await pool.login(id, { as: 'json', appId: pool.appId })
  assert.equal(all.user.id, id)
  assert.equal((await me(pool, all.accessToken)).data.id, id)
  assert.equal((await pool.login('ann', { as: 'cookie' })).name, 'authing_session')
})

test('a storage state holds the cookie, and what an SDK keeps', async (t) => {
  const pool = await freshPool(t)
  await pool.users.create({ username: 'ann' })
  assert.deepEqual((await pool.login('ann')).origins, [])
  const { cookies, origins } = await pool.login('ann', { origin: 'http://localhost:3000', sdk: 'authing-js-sdk' })
  assert.equal(cookies[0]?.httpOnly, true)
  assert.deepEqual(origins[0]?.localStorage.map((each) => each.name), ['_authing_token', '_authing_user'])
})

test('who is unknown is refused by name', async (t) => {
  const pool = await freshPool(t)
  await assert.rejects(pool.login('nobody'), { status: 404, field: 'user' })
})

test('captchas that were shown are listed', async (t) => {
  const pool = await freshPool(t)
  const shown = await fetch(`${pool.baseUrl}/api/v2/security/captcha`)
  const captchas = await pool.captchas.list()
  const text = shown.headers.get('x-mock-captcha-code')
  assert.ok(captchas.some((each) => each.text === text && each.usedAt === null))
  assert.equal((await pool.captchas.list({ limit: 1 })).length, 1)
})
