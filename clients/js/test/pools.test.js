import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { Server } from 'genauth-mock-client'
import { freshPool, post, server } from './fresh.js'

test('a server tells its version, its key and its demo pool', async () => {
  const { status, version } = await server.health()
  const info = await server.info()
  assert.deepEqual([status, version], ['ok', info.version])
  assert.equal(info.baseUrl, server.baseUrl)
  assert.equal(info.demo?.username, 'ci')
})

test('a pool is made of a document', async (t) => {
  const users = [{ username: 'ann', password: 's3cret!' }]
  const pool = await freshPool(t, { name: 'Shop', settings: { passwordStrength: 2 }, users })
  assert.equal(pool.name, 'Shop')
  assert.equal(pool.baseUrl, server.baseUrl)
  for (const each of [pool.userPoolId, pool.userPoolSecret, pool.appId, pool.appSecret]) assert.ok(each)
  assert.equal((await post(pool, '/api/v2/login/account', { account: 'ann', password: 's3cret!' })).code, 200)
})

test('a pool is made of a document in YAML', async (t) => {
  const pool = await server.createPool('name: Shop\nusers:\n  - {username: ann}\n')
  t.after(() => pool.delete())
  assert.equal((await pool.users.list())[0]?.username, 'ann')
})

test('a pool is found again, and listed', async (t) => {
  const pool = await freshPool(t)
  const same = await server.pool(pool.userPoolId)
  assert.deepEqual([same.appId, same.appSecret], [pool.appId, pool.appSecret])
  const listed = await server.pools({ limit: 10_000 })
  assert.ok(listed.some((each) => each.userPoolId === pool.userPoolId))
  assert.equal((await server.pools({ page: 1, limit: 1 })).length, 1)
})

test('a pool has the key with which SDKs encrypt passwords', async (t) => {
  const pool = await freshPool(t)
  assert.equal(await pool.publicKey(), (await server.info()).rsaPublicKey)
})

test('settings that are given change, the others stay', async (t) => {
  const pool = await freshPool(t, { settings: { passwordStrength: 1 } })
  const changed = await pool.settings({ verificationCode: { fixed: '4711' } })
  assert.equal(changed.passwordStrength, 1)
  assert.equal(changed.verificationCode.fixed, '4711')
  assert.equal(changed.verificationCode.length, 4)
  assert.deepEqual(await pool.settings(), changed)
})

test('a reset brings a pool back to what it was made from', async (t) => {
  const pool = await freshPool(t, { users: [{ username: 'ann' }] })
  await pool.users.create({ username: 'bob' })
  await pool.reset()
  assert.deepEqual((await pool.users.list()).map((each) => each.username), ['ann'])
})

test('a pool that is deleted is gone', async () => {
  const pool = await server.createPool()
  await pool.delete()
  await assert.rejects(server.pool(pool.userPoolId), { name: 'GenAuthError', status: 404, code: 'not_found' })
})

test('a pool is disposed of with its scope, also where the test has deleted it', async () => {
  const pool = await server.createPool()
  await pool[Symbol.asyncDispose]()
  await assert.rejects(server.pool(pool.userPoolId), { status: 404 })
  await pool[Symbol.asyncDispose]()
})

test('any control call can be made', async () => {
  const coverage = await server.call('GET', '/coverage', { query: { limit: 1, page: undefined } })
  assert.equal(coverage.list.length, 1)
})

test('a slash at the end of the URL does not matter', async () => {
  assert.equal((await new Server(`${server.baseUrl}/`).health()).status, 'ok')
})

test('CommonJS gets the same', async () => {
  const { Server: Required, ...errors } = createRequire(import.meta.url)('genauth-mock-client')
  assert.equal((await new Required(server.baseUrl).health()).status, 'ok')
  const { Server: _, ...imported } = await import('genauth-mock-client')
  assert.deepEqual(Object.keys(errors).sort(), Object.keys(imported).sort())
})
