import { createServer } from 'node:http'
import { Server } from 'genauth-mock-client'

export const server = new Server(process.env.GENAUTH_MOCK_URL)

/**
 * A pool of this test's own.
 * @param {import('node:test').TestContext} test
 * @param {import('genauth-mock-client').PoolDocument} [document]
 */
export async function freshPool(test, document) {
  const pool = await server.createPool(document)
  test.after(() => pool[Symbol.asyncDispose]())
  return pool
}

/**
 * One call of an app's own SDK; what is in the envelope.
 * @param {import('genauth-mock-client').Pool} pool
 * @param {string} path
 * @param {object} body
 * @returns {Promise<{ code: number, data: any }>}
 */
export async function post(pool, path, body) {
  const headers = { 'content-type': 'application/json', 'x-authing-app-id': pool.appId }
  const answer = await fetch(pool.baseUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return /** @type {any} */ (await answer.json())
}

/**
 * Has a code sent to an e-mail address.
 * @param {import('genauth-mock-client').Pool} pool
 * @param {string} email
 */
export async function sendMail(pool, email, scene = 'VERIFY_CODE') {
  const { code } = await post(pool, '/api/v2/email/send', { email, scene })
  if (code !== 200) throw new Error(`the mail was not sent: ${code}`)
}

/**
 * The URL of a server that answers as told.
 * @param {import('node:test').TestContext} test
 * @param {import('node:http').RequestListener} answer
 */
export async function impostor(test, answer) {
  const running = createServer(answer)
  await new Promise((resolve) => running.listen(0, '127.0.0.1', () => resolve(undefined)))
  test.after(() => {
    running.closeAllConnections()
    running.close()
  })
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (running.address()).port}`
}
