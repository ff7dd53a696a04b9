import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool } from './fresh.js'

const PUBLIC_KEY = 'pQECAyYgASFYIJ-thK6uCLvvfwEAFNgs72oJ3isM-HG1zgxPHROlmlk0IlggB8tFdp8QcOLCRw_lsb_mMTPAsM3GTqS_N5Go7CoH_U8'

test('a passkey is seen and taken', async (t) => {
  const pool = await freshPool(t)
  const passkey = { credentialId: 'AAECAw', publicKey: PUBLIC_KEY, counter: 7 }
  const ann = await pool.users.create({ username: 'ann', passkeys: [passkey] })
  const [found] = await pool.passkeys.list(ann.id)
  assert.deepEqual([found?.credentialId, found?.counter, found?.lastUsedAt], ['AAECAw', 7, null])
  assert.deepEqual(ann.passkeys, [found])

  await pool.passkeys.remove(ann.id, 'AAECAw')
  assert.deepEqual(await pool.passkeys.list(ann.id), [])
  await assert.rejects(pool.passkeys.remove(ann.id, 'AAECAw'), { status: 404, field: 'credentialId' })
})
