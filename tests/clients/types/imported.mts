// What the types of the JavaScript client allow and forbid; `tsc` alone reads this.
import { GenAuthError, NothingCame, Server, UnexpectedCalls, Unreachable } from 'genauth-mock-client'
import type { Fault, JournalRequest, Message, Passkey, Pool, PoolDocument, User } from 'genauth-mock-client'

type Same<A, B> = (<T,>() => T extends A ? 1 : 2) extends <T,>() => T extends B ? 1 : 2 ? true : false
function is<Wanted>() {
  return <Given,>(_given: Given, _same: Same<Given, Wanted>) => undefined
}

const token: string | undefined = process.env['GENAUTH_MOCK_CONTROL_TOKEN']
const server = new Server('http://127.0.0.1:8400', { controlToken: token, fetch })
new Server()
// @ts-expect-error an option that is not there
new Server('http://127.0.0.1:8400', { token: 'x' })

export async function everyCall(signal: AbortSignal): Promise<void> {
  const document: PoolDocument = {
    name: 'Shop',
    settings: { limits: 'documented', verificationCode: { fixed: '1234' }, oidc: { redirects: 'any' } },
    users: [{ username: 'ann', gender: 'F', orgs: ['HR/DevHR', ['HR', 'DevHR']], customData: { size: 38 } }],
  }
  await using pool = await server.createPool(document)
  is<Pool>()(pool, true)
  is<string>()(pool.appSecret, true)
  is<string>()(await pool.publicKey(), true)
  // @ts-expect-error an unknown key of a pool document
  await server.createPool({ nmae: 'Shop' })
  // @ts-expect-error a value that is not taken
  await server.createPool({ settings: { limits: 'on' } })
  // @ts-expect-error ids do not change
  pool.appId = 'x'

  is<string>()(await pool.outbox.waitCode('ann@example.test', { channel: 'email', scene: 'x', timeout: 1 }), true)
  const message = await pool.outbox.wait()
  is<Message>()(message, true)
  is<string | null>()(message.code, true)
  is<Message[]>()(await pool.outbox.list({ after: message, limit: 1 }), true)
  await pool.outbox.wait('ann@example.test', { after: new Date() })
  await pool.outbox.clear({ to: 'ann@example.test' })
  for await (const each of pool.outbox.stream({ channel: 'sms', signal })) is<Message>()(each, true)
  // @ts-expect-error there are mails and SMS
  await pool.outbox.waitCode('ann@example.test', { channel: 'fax' })
  // @ts-expect-error an address is needed
  await pool.outbox.waitCode()

  const user = await pool.users.create({ username: 'ci', password: '111111', roles: ['admin'] })
  is<User>()(user, true)
  is<string | null>()(user.nickname, true)
  is<string[][]>()(user.orgs, true)
  is<User>()(await pool.users.update(user.id, { blocked: true }), true)
  is<User[]>()(await pool.users.list({ page: 2 }), true)
  is<User[]>()(await pool.users.generate(3, { locale: 'zh_CN', randSeed: 1 }), true)
  is<string>()(await pool.users.totp(user.id), true)
  is<Passkey[]>()(await pool.passkeys.list(user.id), true)
  await pool.passkeys.remove(user.id, 'AAECAw')
  await pool.users.delete((await pool.users.get(user.id)).id)
  // @ts-expect-error unknown fields are refused by the server too
  await pool.users.create({ userName: 'ci' })

  const fault = await pool.faults.add({ operation: 'loginByAccount', error: { code: 2333 }, times: 0 })
  is<Fault>()(fault, true)
  is<number>()(fault.hits, true)
  await pool.faults.add({ method: 'POST', path: '/api/v2/login/*', delayMs: 100, match: { account: 'ann' } })
  await pool.faults.remove((await pool.faults.list())[0]?.id ?? '')
  await pool.faults.clear()
  // @ts-expect-error either an operation or a path
  await pool.faults.add({ operation: 'loginByAccount', path: '/api/*', disconnect: true })

  is<number>()((await pool.clock.advance(301)).offsetSeconds, true)
  await pool.clock.set({ now: new Date(), frozen: true })
  is<boolean>()((await pool.clock.freeze()).frozen, true)
  is<string>()((await pool.clock.get()).now, true)

  is<JournalRequest[]>()(await pool.requests.assertCalled('loginByAccount', { times: 1, status: 200 }), true)
  is<JournalRequest[]>()(await pool.requests.list({ operation: 'loginByAccount', code: 2333, limit: 1 }), true)
  await pool.requests.clear()

  is<string>()(await pool.tokens.mint({ userId: user.id, kind: 'id_token', ttlSeconds: -1, alg: 'none' }), true)
  // @ts-expect-error no such kind
  await pool.tokens.mint({ userId: user.id, kind: 'bearer' })

  const settings = await pool.settings({ tokens: { idTokenAlg: 'RS256' } })
  is<number>()(settings.tokens.tokenTtlSeconds, true)
  is<string | null>()(settings.verificationCode.fixed, true)
  await pool.snapshot('before')
  await pool.restore('before')
  await pool.reset()
  const copy: Pool = await server.importPool(await pool.export())
  await copy.delete()
  is<string | undefined>()((await server.info()).demo?.username, true)
}

export function told(fault: unknown): string {
  if (fault instanceof NothingCame) return fault.arrived.map((each) => each.to).join()
  if (fault instanceof UnexpectedCalls) return fault.calls.map((each) => each.path).join()
  if (fault instanceof Unreachable) return fault.message
  return fault instanceof GenAuthError ? `${fault.status} ${fault.code} ${fault.field ?? ''}` : ''
}
