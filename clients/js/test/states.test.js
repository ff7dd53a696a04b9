import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool, server } from './fresh.js'

/** @param {import('genauth-mock-client').Pool} pool */
async function names(pool) {
  return (await pool.users.list()).map((each) => each.username)
}

test('a snapshot is restored', async (t) => {
  const pool = await freshPool(t, { users: [{ username: 'ann' }] })
  await pool.snapshot('only-ann')
  await pool.users.create({ username: 'bob' })
  await pool.restore('only-ann')
  assert.deepEqual(await names(pool), ['ann'])
})

test('a snapshot that nobody made cannot be restored', async (t) => {
  const pool = await freshPool(t)
  await assert.rejects(pool.restore('never'), { name: 'GenAuthError', status: 404 })
})

test('a pool that is exported is imported again', async (t) => {
  const pool = await freshPool(t, { name: 'Shop', users: [{ username: 'ann' }] })
  const document = await pool.export()
  assert.equal(document.name, 'Shop')
  await pool.delete()
  const same = await server.importPool(document)
  assert.deepEqual([same.userPoolId, same.appId, same.appSecret], [pool.userPoolId, pool.appId, pool.appSecret])
  assert.deepEqual(await names(same), ['ann'])
  assert.deepEqual(await same.export(), document)
})
