import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool, post } from './fresh.js'

test('users are made, changed, listed and deleted', async (t) => {
  const pool = await freshPool(t, { customFields: [{ key: 'school' }, { key: 'class' }] })
  const ann = await pool.users.create({ username: 'ann', password: '111111', customData: { school: 'ucla' } })
  assert.deepEqual([ann.username, ann.passwordSet, ann.email], ['ann', true, null])

  const changed = await pool.users.update(ann.id, { nickname: 'Ann', customData: { class: '7b' } })
  assert.equal(changed.nickname, 'Ann')
  assert.deepEqual(changed.customData, { school: 'ucla', class: '7b' })
  assert.deepEqual(await pool.users.get(ann.id), changed)

  await pool.users.create({ username: 'bob' })
  assert.deepEqual((await pool.users.list()).map((each) => each.username), ['bob', 'ann'])
  assert.deepEqual((await pool.users.list({ page: 2, limit: 1 })).map((each) => each.username), ['ann'])

  await pool.users.delete(ann.id)
  await assert.rejects(pool.users.get(ann.id), { status: 404, code: 'not_found', field: 'id' })
})

test('a user who must change the password is told so', async (t) => {
  const pool = await freshPool(t)
  await pool.users.create({ username: 'ann', password: 'initial', resetPasswordOnFirstLogin: true })
  assert.equal((await post(pool, '/api/v2/login/account', { account: 'ann', password: 'initial' })).code, 1639)
})
