import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool } from './fresh.js'

test('users are generated, the same for the same seed', async (t) => {
  const [pool, other] = [await freshPool(t), await freshPool(t)]
  const made = await pool.users.generate(3, { locale: 'zh_CN', randSeed: 7 })
  assert.equal(made.length, 3)
  const again = await other.users.generate(3, { locale: 'zh_CN', randSeed: 7 })
  assert.deepEqual(again.map((each) => each.name), made.map((each) => each.name))
  assert.equal((await pool.users.list()).length, 3)
})

test('a user’s one-time password is the one that is right now', async (t) => {
  const pool = await freshPool(t)
  const user = await pool.users.create({ username: 'ann', mfa: { totpSecret: 'JAPDSOAZLV4BG3RA' } })
  await pool.clock.freeze('2024-05-05T05:05:12Z')
  const code = await pool.users.totp(user.id)
  assert.match(code, /^\d{6}$/)
  await pool.clock.advance(30)
  assert.notEqual(await pool.users.totp(user.id), code)
})
