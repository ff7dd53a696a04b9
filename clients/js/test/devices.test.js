import assert from 'node:assert/strict'
import test from 'node:test'
import { freshPool } from './fresh.js'

/**
 * The GenAuth code of a login on a device.
 * @param {import('genauth-mock-client').Pool} pool
 */
async function codeOfLogin(pool, device = 'a/b') {
  const headers = { 'content-type': 'application/json', 'x-authing-app-id': pool.appId, 'x-authing-device-id': device }
  const body = JSON.stringify({ account: 'ann', password: '111111' })
  const answer = await fetch(`${pool.baseUrl}/api/v2/login/account`, { method: 'POST', headers, body })
  return /** @type {{ code: number }} */ (await answer.json()).code
}

test('a device is locked, opened, logged out and removed', async (t) => {
  const pool = await freshPool(t, {
    users: [{ id: 'ann', username: 'ann', password: '111111', devices: [{ deviceUniqueId: 'a/b', name: 'Pixel' }] }],
  })
  const [device] = await pool.devices.list('ann')
  assert.ok(device)
  assert.deepEqual([device.deviceUniqueId, device.name, device.status, device.online], ['a/b', 'Pixel', 'activated', false])

  const suspended = await pool.devices.suspend('ann', device, { until: new Date('2099-01-01T00:00:00Z') })
  assert.deepEqual([suspended.status, suspended.suspendedUntil], ['suspended', '2099-01-01T00:00:00.000Z'])
  assert.equal(await codeOfLogin(pool), 1578)
  assert.equal((await pool.devices.deactivate('ann', device.id)).status, 'deactivated')
  assert.equal(await codeOfLogin(pool), 1577)
  assert.equal((await pool.devices.activate('ann', device)).status, 'activated')
  assert.equal(await codeOfLogin(pool), 200)

  assert.equal((await pool.devices.list('ann'))[0]?.online, true)
  await pool.devices.logOut('ann', device)
  assert.equal((await pool.devices.list('ann'))[0]?.online, false)
  await pool.devices.delete('ann', device)
  assert.deepEqual(await pool.devices.list('ann'), [])
  await assert.rejects(pool.devices.delete('ann', device), { name: 'GenAuthError', status: 404, field: 'deviceId' })
})
