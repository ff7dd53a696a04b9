// Made by `make generate`; do not edit by hand.

/// <reference lib="esnext.disposable" />

import type { DeviceDocument, PoolDocument, PoolSettings, UserDocument, UserProfile } from './documents.cjs'

export type { PoolDocument, PoolSettings, UserDocument, UserProfile }

/** A running genauth-mock. */
export declare class Server {
  /** `http://127.0.0.1:8400` unless another is given. Throws TypeError for what is no URL, and where there is no fetch. */
  constructor(baseUrl?: string, options?: ServerOptions)
  /** Without a slash at its end. */
  readonly baseUrl: string
  /** Needs no control token. */
  health(): Promise<Health>
  info(): Promise<Info>
  /** A new user pool. A text is taken for a pool document in YAML. */
  createPool(document?: PoolDocument | string): Promise<Pool>
  /** The user pool that was exported so. A text is taken for YAML. */
  importPool(document: PoolDocument | string): Promise<Pool>
  /** A user pool that is there already. */
  pool(userPoolId: string): Promise<Pool>
  /** User pools, newest first. */
  pools(page?: Page): Promise<PrintedPool[]>
  /**
   * Any control call, `path` without `/_mock`: `call('GET', '/coverage')`. Answers undefined for an empty answer.
   * Queries that are undefined or null are left out; `patience` is how many seconds the server may take longer than 30.
   */
  call(method: string, path: string, options?: CallOptions): Promise<any>
}

/** A user pool, and the keys that an app needs to speak to it. */
export interface Pool extends AsyncDisposable {
  readonly server: Server
  readonly baseUrl: string
  readonly userPoolId: string
  readonly userPoolSecret: string
  readonly appId: string
  readonly appSecret: string
  readonly name: string
  readonly outbox: Outbox
  readonly users: Users
  readonly devices: Devices
  readonly faults: Faults
  readonly clock: Clock
  readonly events: Events
  readonly requests: Requests
  readonly tokens: Tokens
  readonly passkeys: Passkeys
  readonly qrcodes: QrCodes
  readonly pushes: Pushes
  readonly captchas: Captchas
  readonly webhooks: Webhooks
  /** The key with which SDKs encrypt passwords: one line of base64 (SubjectPublicKeyInfo). */
  publicKey(): Promise<string>
  /** Changes the settings that are given, `{ verificationCode: { fixed: '1234' } }`, and answers all of them. */
  settings(changes?: PoolSettings): Promise<All<PoolSettings>>
  /**
   * Logs a user in without a page and answers what a test puts where the app will look; by default a document that
   * Playwright's `storageState` takes as it is. `user` is an id or an account. No second factor is asked for.
   */
  login(user: string, options?: LoginOptions & { as?: 'storage-state' }): Promise<StorageState>
  login(user: string, options: LoginOptions & { as: 'cookie' }): Promise<LoginCookie>
  login(user: string, options: LoginOptions & { as: 'token' }): Promise<{ token: string }>
  login(user: string, options: LoginOptions & { as: 'json' }): Promise<Login>
  /** Brings the pool back to what it was made from: users, codes, tokens, outbox, faults, clock, journal, settings. */
  reset(): Promise<void>
  /** Keeps the pool's state under a name. */
  snapshot(name: string): Promise<void>
  /** Brings back the state that was kept under a name. */
  restore(name: string): Promise<void>
  /** The whole pool as one document, which `importPool` takes. */
  export(): Promise<PoolDocument>
  /** Requests of this pool at which the mock itself has failed, newest first. */
  crashes(): Promise<Crash[]>
  /** Removes the pool with all that is in it. Throws MockCrashed where the mock itself has failed meanwhile. */
  delete(): Promise<void>
  /** Removes the pool, if it is still there: `await using pool = await server.createPool()`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Every mail and SMS that a pool has sent. */
export interface Outbox {
  /**
   * The code in the newest message to an address whose code is good, at once or as soon as it is sent; those that are
   * used, or have expired by the pool's clock, are passed over. Throws NothingCame, with what did arrive, when `timeout` seconds are up (10).
   */
  waitCode(to: string, options?: WaitOptions): Promise<string>
  /** The newest message that fits and whose code is good, at once or as soon as it is sent. Throws NothingCame. */
  wait(to?: string, options?: WaitOptions): Promise<Message>
  /** The messages that fit, newest first, whatever their state. */
  list(filter?: MessageFilter & Page): Promise<Message[]>
  /** Takes messages out of the outbox, all or those to an address. Their codes stay good. */
  clear(filter?: { to?: string }): Promise<void>
  /** Takes one message, or that of an id, out of the outbox. Its code stays good. */
  delete(message: Message | string): Promise<void>
  /** Messages as they are sent, until the loop is left or `signal` aborts. */
  stream(filter?: MessageFilter & { signal?: AbortSignal }): AsyncGenerator<Message, void, undefined>
}

/** The users of a pool, past all rules for end users. */
export interface Users {
  /** A new user: `create({ username: 'ci', password: '111111', email: 'ci@example.test' })`. */
  create(user?: UserDocument): Promise<User>
  /** Users, newest first. */
  list(page?: Page): Promise<User[]>
  get(userId: string): Promise<User>
  /** Changes the fields that are given; `customData` is merged, lists are replaced. */
  update(userId: string, changes: UserDocument): Promise<User>
  /** Removes a user, with all his or her sessions. */
  delete(userId: string): Promise<void>
  /** So many realistic users, the same for the same `randSeed`. */
  generate(count: number, options?: { locale?: string; randSeed?: number }): Promise<User[]>
  /** The user's one-time password that is right now. */
  totp(userId: string): Promise<string>
}

/** What users have logged in with. A device is meant by itself, by its id, or by the app's own name for it. */
export interface Devices {
  /** A user's devices, newest first. */
  list(userId: string): Promise<Device[]>
  /** Logs it out, and has it answer 1578 to every login: until a time by the pool's clock, or until it is activated. */
  suspend(userId: string, device: Device | string, options?: { until?: string | Date }): Promise<Device>
  /** Logs it out, and has it answer 1577 to every login. */
  deactivate(userId: string, device: Device | string): Promise<Device>
  /** Lets it log in again. */
  activate(userId: string, device: Device | string): Promise<Device>
  /** Ends all that is logged in on it; its apps are told so by `authing.device.force-logout`. */
  logOut(userId: string, device: Device | string): Promise<void>
  /** Removes it, and logs it out. */
  delete(userId: string, device: Device | string): Promise<void>
}

/** The passkeys of a pool's users. */
export interface Passkeys {
  /** Those that a user has, newest first. */
  list(userId: string): Promise<Passkey[]>
  /** Takes one of them: whoever shows it later is told that it was removed. */
  remove(userId: string, credentialId: string): Promise<void>
}

/** What is to go wrong. */
export interface Faults {
  /** `add({ operation: 'loginByAccount', error: { code: 2333 } })`: once, unless `times` says otherwise. */
  add(fault: FaultDocument): Promise<Fault>
  /** Faults, newest first, with how often each was hit. */
  list(page?: Page): Promise<Fault[]>
  remove(faultId: string): Promise<void>
  clear(): Promise<void>
}

/** The pool's own clock: codes, tokens, resend windows, lock-outs and every timestamp follow it. */
export interface Clock {
  get(): Promise<ClockState>
  /** Sets it to a time, or to a distance from the wall clock. */
  set(to: string | Date | ClockChange): Promise<ClockState>
  /** Moves it on; back, where it is negative. */
  advance(seconds: number): Promise<ClockState>
  /** Has it stand still, at a time or now; `set({ frozen: false })` has it run again. */
  freeze(at?: string | Date): Promise<ClockState>
}

/** The journal: what the pool was asked, and what it answered. */
export interface Requests {
  /** Requests, newest first. */
  list(filter?: RequestFilter & { operation?: string } & Page): Promise<JournalRequest[]>
  clear(): Promise<void>
  /**
   * That an operation was called, `times` times or at least once; the requests, newest first.
   * Throws UnexpectedCalls, with the pool's last requests.
   */
  assertCalled(operation: string, options?: RequestFilter & { times?: number }): Promise<JournalRequest[]>
}

/** What the pool's subscribers are told over a WebSocket. */
export interface Events {
  /** Tells all who are subscribed to an event (`authing.device.force-logout`, or one of the app's own) something now: any JSON. */
  publish(event: string, data?: unknown): Promise<PublishedEvent>
  /** What was told, newest first, all or of one event. */
  list(filter?: { event?: string } & Page): Promise<PublishedEvent[]>
}

/** Tokens on demand, also bad ones. */
export interface Tokens {
  mint(wanted: TokenDocument): Promise<string>
}

/** Whose phone is played: a user's id, or an account (user name, e-mail address or phone number). */
export interface Phone {
  userId?: string
  account?: string
}

/** The QR codes that an app has shown, named by their `random`; of a code that is scanned it is known whose phone it was. */
export interface QrCodes {
  /** Codes, newest first. */
  list(page?: Page): Promise<QrCode[]>
  /** Scans a code; the page that shows it sees who it was. */
  scan(random: string, phone?: Phone): Promise<QrCode>
  /** Scans a code where that is not done yet, and agrees: the page that shows it is logged in. */
  confirm(random: string, phone?: Phone): Promise<QrCode>
  /** Scans a code where that is not done yet, and does not agree. */
  cancel(random: string, phone?: Phone): Promise<QrCode>
}

/** A QR code; `status` is 0 not scanned, 1 scanned, 2 agreed, 3 cancelled, -1 expired. */
export interface QrCode {
  random: string
  userPoolId: string
  scene: string
  status: -1 | 0 | 1 | 2 | 3
  userId?: string
  createdAt: string
  expiresAt: string
}

/** The logins that were pushed to phones, named by their id, which is the `pushCodeId`. */
export interface Pushes {
  /** Pushes, newest first. */
  list(page?: Page): Promise<Push[]>
  /** Agrees on the phone of the user to whom it went: the browser is logged in. */
  confirm(pushId: string, phone?: Phone): Promise<Push>
  /** Does not agree. */
  cancel(pushId: string, phone?: Phone): Promise<Push>
}

/** A login that waits for a phone; `cids` are the devices to which it went. */
export interface Push {
  id: string
  userPoolId: string
  status: 'PUSHED' | 'AUTHORIZED' | 'CANCELLED' | 'EXPIRED'
  userId: string
  cids: string[]
  createdAt: string
  expiresAt: string
}

/** The captchas that the server has shown, to the apps of all pools: one is asked for before a pool is named. */
export interface Captchas {
  /** Captchas, newest first. */
  list(page?: Page): Promise<Captcha[]>
}

/** What the webhooks of a pool were told. */
export interface Webhooks {
  /** Attempts, newest first, of all events or of one. One that is under way has neither a status nor an error. */
  deliveries(filter?: Page & { event?: string }): Promise<Delivery[]>
  /** The newest attempt that is over, at once or as soon as there is one. Throws NothingCame when the seconds are up. */
  waitFor(event?: string, options?: { after?: string | Delivery; timeout?: number }): Promise<Delivery>
  /** Tells an event once more, as it was told; the new attempt. */
  replay(delivery: string | Delivery): Promise<Delivery>
  /** Tells those webhooks that want to hear of it of an event that has not happened; the attempts. */
  trigger(event: string, data?: unknown): Promise<Delivery[]>
}

/** An attempt to tell a webhook of an event. */
export interface Delivery {
  id: string
  at: string
  userPoolId: string
  webhookId: string
  event: string
  url: string
  attempt: number
  requestBody: { eventName: string; data: any }
  /** HTTP's; null where nothing was answered. */
  status: number | null
  error?: string
}

/** The control API said no. `status` is HTTP's; `code`, `field` and the message are the server's own. */
export declare class GenAuthError extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
}

/** Nothing answered, or something that is no genauth-mock did. */
export declare class Unreachable extends GenAuthError {}

/** The message that was waited for did not come; `arrived` holds the newest of what did, newest first. */
export declare class NothingCame extends Error {
  readonly arrived: Message[]
}

/** The mock itself has failed, so that a test proves nothing; `crashes` are the requests, newest first. */
export declare class MockCrashed extends Error {
  readonly crashes: Crash[]
}

/** A request at which the mock itself has failed. */
export interface Crash {
  /** The request's in the journal; null for a control call. */
  id: string | null
  at: string
  userPoolId: string | null
  appId: string | null
  method: string
  path: string
  error: string
}

/** An operation was called more or less often than expected; `calls` are its requests, newest first. */
export declare class UnexpectedCalls extends Error {
  readonly calls: JournalRequest[]
}

export interface ServerOptions {
  /** What the server was given as `--control-token`. */
  controlToken?: string | undefined
  /** Another fetch than this engine's. */
  fetch?: typeof fetch
}

export interface CallOptions {
  /** An object is sent as JSON, a text as YAML. */
  body?: object | string
  query?: Record<string, string | number | boolean | null | undefined>
  patience?: number
}

export interface Page {
  page?: number
  limit?: number
}

export interface Health {
  status: 'ok'
  version: string
}

export interface Info {
  version: string
  baseUrl: string
  rsaPublicKey: string
  rsaPublicKeyPem: string
  demo: { userPoolId: string; appId: string; appSecret: string; username: string; password: string } | null
  consoleUrl: string
}

export interface PrintedPool {
  userPoolId: string
  userPoolSecret: string
  appId: string
  appSecret: string
  identifier: string
  name: string
  settings: All<PoolSettings>
  createdAt: string
}

/** A mail or SMS. Times are ISO 8601; `state` is what its code was worth when this was read, by the pool's clock. */
export interface Message {
  id: string
  userPoolId: string
  channel: 'email' | 'sms'
  to: string
  phoneCountryCode?: string
  scene: string
  code: string | null
  subject?: string
  body: string
  createdAt: string
  expiresAt: string
  usedAt: string | null
  state: 'good' | 'used' | 'expired'
}

export interface MessageFilter {
  /** An SMS's is the number as given, without country code. */
  to?: string
  channel?: 'email' | 'sms'
  scene?: string
  /** A message, its id, or a time. */
  after?: string | Date | Message
}

export interface WaitOptions extends Omit<MessageFilter, 'to'> {
  /** Seconds, 290 at most. */
  timeout?: number
}

/** A user as the control API prints one. `orgs` are paths of names. */
export interface User extends All<UserProfile> {
  id: string
  userPoolId: string
  username: string | null
  email: string | null
  emailVerified: boolean
  phone: string | null
  phoneCountryCode: string | null
  phoneVerified: boolean
  externalId: string | null
  unionid: string | null
  openid: string | null
  status: 'Activated' | 'Suspended' | 'Resigned' | 'Archived' | 'Deactivated'
  blocked: boolean
  resetPasswordOnFirstLogin: boolean
  passwordSet: boolean
  passwordSecurityLevel: number | null
  registerSource: string[]
  loginsCount: number
  lastLogin: string | null
  lastIp: string | null
  signedUp: string | null
  createdAt: string
  updatedAt: string
  customData: Record<string, any>
  roles: string[]
  groups: string[]
  orgs: string[][]
  resources: { namespace: string; code: string; actions: string[] }[]
  mfa: Record<string, any>
  /** What the user has begun to bind. */
  mfaPending: Record<string, any>
  identities: UserIdentity[]
  passkeys: Passkey[]
}

/** An identity at a provider that a user logs in by. */
export interface UserIdentity {
  id: string
  connectionId: string
  openid: string
  profile: Record<string, any>
  createdAt: string
}

export interface Passkey {
  credentialId: string
  publicKey: string
  counter: number
  authenticatorCode: string
  name: string | null
  transports: string[]
  aaguid: string
  createdAt: string
  lastUsedAt: string | null
}

/** A user's device; what its app has not told is left out. */
export interface Device extends DeviceDocument {
  id: string
  status: 'activated' | 'suspended' | 'deactivated'
  /** Whether somebody is logged in on it. */
  online: boolean
  lastLogin: string
  createdAt: string
}

/** Which calls a fault is for, and what happens to them: an error, a delay, a cut. */
export type FaultDocument = FaultEffect &
  ({ operation: string; method?: never; path?: never } | { operation?: never; method?: string; path?: string })

export interface FaultEffect {
  /** Values that fields of the request must have. */
  match?: Record<string, unknown>
  /** A code of the error catalogue, by number or name, or any other with a text and HTTP status of its own. */
  error?: {
    code: number | string
    message?: string
    httpStatus?: number
    headers?: Record<string, string>
    /** What the answer carries: `data` in the envelope of REST v2, fields of the answer in OpenID Connect. */
    data?: unknown
  }
  delayMs?: number
  disconnect?: boolean
  cutBody?: boolean
  /** How many calls are let through before the first. */
  skip?: number
  /** How many calls it is for, 1 by default; 0: all. */
  times?: number
  probability?: number
  randSeed?: number
}

export interface Fault extends FaultEffect {
  id: string
  userPoolId: string | null
  operation?: string | null
  method?: string | null
  path?: string | null
  hits: number
}

/** Something that was told; `subscribers` is to how many. */
export interface PublishedEvent {
  id: string
  userPoolId: string
  event: string
  data: unknown
  subscribers: number
  at: string
}

export interface ClockState {
  now: string
  offsetSeconds: number
  frozen: boolean
}

export interface ClockChange {
  /** Either this or `offsetSeconds`. */
  now?: string | Date
  offsetSeconds?: number
  frozen?: boolean
}

/** One request of the journal. Passwords, tokens and codes are redacted unless the server runs with `--journal-secrets`. */
export interface JournalRequest {
  id: string
  at: string
  userPoolId: string | null
  appId: string | null
  operation: string | null
  method: string
  path: string
  query: unknown
  requestHeaders: Record<string, string>
  requestBody: unknown
  status: number
  code: number | null
  responseBody: unknown
  durationMs: number
  fault?: unknown
  /** Whether the mock itself failed. */
  crash?: boolean
  /** Whether the path is one that the mock knows. */
  matched: boolean
}

export interface RequestFilter {
  path?: string
  method?: string
  /** HTTP's. */
  status?: number
  /** GenAuth's. */
  code?: number
  /** Those at which the mock itself failed, or the others. */
  crash?: boolean
}

export interface TokenDocument {
  userId: string
  kind: 'token' | 'id_token' | 'access_token' | 'refresh_token'
  /** A token that is past already: a negative number. */
  ttlSeconds?: number
  notBeforeSeconds?: number
  audience?: string
  claims?: Record<string, unknown>
  /** An unsigned token. */
  alg?: 'none'
  /** A token that a strange key has signed. */
  badSignature?: boolean
}

/** The same, with nothing left out. */
export type All<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]-?: All<T[K]> } : T

export interface LoginOptions {
  /** The origin of the app's page, in whose localStorage the SDK keeps who is logged in. */
  origin?: string
  sdk?: 'authing-js-sdk' | '@authing/web' | '@authing/guard' | 'oidc-client-ts' | 'ios' | 'android' | 'flutter'
  /** Another application of the pool than its first. */
  appId?: string
}

/** The mock's session cookie. */
export interface LoginCookie {
  name: string
  value: string
  domain: string
  path: string
}

/** What Playwright's `storageState` takes. */
export interface StorageState {
  cookies: (LoginCookie & { expires: number; httpOnly: boolean; secure: boolean; sameSite: 'Lax' | 'None' | 'Strict' })[]
  origins: { origin: string; localStorage: { name: string; value: string }[] }[]
}

/** A user who was logged in, with all tokens. `token` is REST v2's, the others are OpenID Connect's. */
export interface Login {
  user: User
  token: string
  tokenExpiresAt: string
  accessToken: string
  idToken: string
  refreshToken: string
  expiresIn: number
  scope: string
  cookie: LoginCookie
}

/** A captcha picture that was shown; `usedAt` is when it was answered, rightly or not. */
export interface Captcha {
  id: string
  text: string
  createdAt: string
  usedAt: string | null
}
