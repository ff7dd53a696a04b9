import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import test from 'node:test'
import { GenAuthError, NothingCame, Server, Unreachable } from 'genauth-mock-client'
import { freshPool, impostor, server } from './fresh.js'

/** @type {any} */
const unknown = { userPoolID: 'shop' }

test('a refusal has the words, the code and the field of the server', async () => {
  await assert.rejects(server.createPool(unknown), (fault) => {
    assert.ok(fault instanceof GenAuthError && !(fault instanceof Unreachable))
    assert.deepEqual([fault.status, fault.code, fault.field], [400, 'invalid_field', 'userPoolID'])
    assert.match(fault.message, /userPoolId/)
    return true
  })
})

test('where nothing listens, the error names the address and the reason', async () => {
  // The port of a server that has ended is free.
  const url = await new Promise((resolve) => {
    const short = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (short.address())
      short.close(() => resolve(`http://127.0.0.1:${port}`))
    })
  })
  await assert.rejects(new Server(url).health(), (fault) => {
    assert.ok(fault instanceof Unreachable && fault instanceof GenAuthError)
    assert.ok(fault.message.startsWith(`nothing answers at ${url}: connect ECONNREFUSED`), fault.message)
    assert.equal(fault.status, 0)
    return true
  })
})

test('what is no genauth-mock is told from one', async (t) => {
  for (const [status, body] of /** @type {[number, string][]} */ ([[200, '<html>'], [404, '{}'], [200, '[]'], [502, '']])) {
    const url = await impostor(t, (_, response) => response.writeHead(status).end(body))
    await assert.rejects(new Server(url).createPool(), {
      name: 'Unreachable',
      status,
      message: `what answers at ${url} is no genauth-mock (HTTP ${status})`,
    })
  }
})

test('an answer that breaks off is no answer', async (t) => {
  const url = await impostor(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"status"')
    setImmediate(() => response.destroy())
  })
  await assert.rejects(new Server(url).health(), Unreachable)
})

test('the control token goes along', async (t) => {
  const url = await impostor(t, (request, response) =>
    response.end(JSON.stringify({ status: request.headers.authorization })),
  )
  assert.equal((await new Server(url, { controlToken: 'secret' }).health()).status, 'Bearer secret')
  assert.equal((await new Server(url).health()).status, undefined)
})

test('fetch waits longer than the server does', async (t) => {
  const pool = await freshPool(t)
  /** @type {(AbortSignal | null | undefined)[]} */
  const signals = []
  const patience = t.mock.method(AbortSignal, 'timeout')
  const patient = new Server(server.baseUrl, {
    fetch: (url, init) => {
      signals.push(init?.signal)
      return fetch(url, init)
    },
  })
  const { outbox } = await patient.pool(pool.userPoolId)
  await assert.rejects(outbox.wait(undefined, { timeout: 0.05 }), NothingCame)
  assert.deepEqual(patience.mock.calls.map((each) => each.arguments[0]), [30_000, 30_050])
  assert.ok(signals.every((each) => each instanceof AbortSignal))
})

test('an address without http:// is refused at once', () => {
  for (const url of ['localhost:8400', '', 'ftp://localhost', 'http://']) {
    assert.throws(() => new Server(url), TypeError, url)
  }
})

test('where there is no fetch, the error says what to do', () => {
  const missing = /** @type {any} */ (null)
  assert.throws(() => new Server(server.baseUrl, { fetch: missing }), /@jest-environment node/)
})

test('a pool id that is no path is one all the same', async () => {
  await assert.rejects(server.pool('../info'), { name: 'GenAuthError', status: 404 })
})
