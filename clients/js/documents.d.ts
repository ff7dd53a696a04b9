// Made by `make generate`; do not edit by hand.

/** A key pair of the management API. */
export interface AccessKeyDocument {
  id: string
  secret: string
}

/** An application. `tokenEndpointAuthMethod` says how it proves who it is at the token endpoint. `any` takes what comes, no secret too. `exchange` is `any`, but for a refresh: it is asked for the secret if the exchange has shown it. `none` needs no secret, and PKCE; `client_secret_post` and `client_secret_basic` need it in the body, or by Authorization: Basic. `redirectUris` and `logoutRedirectUris` are taken to the letter; what a browser runs (`javascript:`, `data:` …) is refused all the same. `allowedOrigins` are origins (`https://shop.example`, `http://10.0.2.2:3000`) whose pages may read and send what the login's pages take; loopback and the origins of those URIs may without being named. */
export interface ApplicationDocument {
  id?: string | null
  secret?: string | null
  name?: string | null
  identifier?: string | null
  logo?: string | null
  description?: string | null
  protocol?: string
  isIntegrate?: boolean
  appType?: string
  template?: string | null
  redirectUris?: string[] | null
  logoutRedirectUris?: string[] | null
  allowedOrigins?: string[]
  tokenEndpointAuthMethod?: 'any' | 'exchange' | 'none' | 'client_secret_post' | 'client_secret_basic'
  mfa?: Mfa
  createdAt?: string | null
  updatedAt?: string | null
}

/** What a pair of tokens of the phone carrier stands for. */
export interface CarrierDocument {
  token: string
  accessToken: string
  phone: string
}

/** A social or enterprise identity provider. `type` is GenAuth's: `wechat:mobile`, `github`, `oidc` … `identifier` is what an app names it by in a browser; by default the type, with hyphens. One that is `bindOnly` makes no users: an identity that nobody has yet is bound to a user who is there (1640). */
export interface ConnectionDocument {
  type: string
  id?: string | null
  identifier?: string | null
  displayName?: string | null
  fields?: Record<string, any>
  identities?: IdentityDocument[]
  bindOnly?: boolean
}

/** What a user has agreed to give an application. */
export interface ConsentDocument {
  appId: string
  scopes: string[]
}

/** The definition of a key of users' custom data. */
export interface CustomFieldDocument {
  key: string
  label?: string | null
  dataType?: 'STRING' | 'NUMBER' | 'DATETIME' | 'BOOLEAN' | 'OBJECT'
}

/** A user's device. `deviceUniqueId` is the client's name for it, which its requests carry as `x-authing-device-id`. One that is `deactivated` answers 1577 to a login, one that is `suspended` 1578 until `suspendedUntil`, if that is given. */
export interface DeviceDocument {
  type?: 'Browser' | 'Mobile' | 'Desktop'
  name?: string | null
  version?: string | null
  os?: string | null
  mod?: string | null
  producer?: string | null
  userAgent?: string | null
  language?: string | null
  description?: string | null
  sn?: string | null
  imei?: string | null
  meid?: string | null
  hks?: string | null
  fde?: string | null
  hor?: boolean
  cookie?: boolean
  customData?: unknown
  id?: string | null
  deviceUniqueId: string
  status?: 'activated' | 'suspended' | 'deactivated'
  suspendedUntil?: string | null
  lastLogin?: string | null
  lastIp?: string | null
  createdAt?: string | null
}

/** A user of the pool's Active Directory or LDAP server. */
export interface DirectoryUserDocument {
  username: string
  password?: string | null
  passwordHash?: string | null
  profile?: UserProfile
}

/** A resource that is granted; `actions` narrows the resource's own. */
export interface GrantDocument {
  namespace?: string | null
  code: string
  actions?: string[]
}

/** A group of users. */
export interface GroupDocument {
  code: string
  name?: string | null
  description?: string | null
  resources?: (string | GrantDocument)[]
}

/** What a code or token of a provider stands for: a person there. The stand-in page for the provider has a button for each, and needs neither. `profile` is any JSON; what becomes a user's must be what a user may have. `openid`, else `unionid`, else `sub` says who it is; without them, the place in the list. `nickname`, `name`, `photo`, `email` and `phone` become the user's at the first login. */
export interface IdentityDocument {
  code?: string | null
  accessToken?: string | null
  profile?: Record<string, any>
}

/** When wrong passwords lock a user: after so many in a row, for so many seconds. Without `attempts` never. */
export interface Lockout {
  attempts?: number | null
  seconds?: number
}

/** Which second factors a login needs. */
export interface Mfa {
  policies?: ('SMS' | 'EMAIL' | 'OTP' | 'FACE')[]
}

/** A permission namespace. */
export interface NamespaceDocument {
  id?: number | null
  code: string
  name?: string | null
  description?: string | null
}

/** A node of an organisation. */
export interface NodeDocument {
  id?: string | null
  name: string
  description?: string | null
  code?: string | null
  resources?: (string | GrantDocument)[]
  children?: NodeDocument[]
  createdAt?: string | null
  updatedAt?: string | null
}

/** How OpenID Connect and the login page behave. `consent`: whether a login asks the user to agree; applications of the pool are first-party. `autoLogin`: the account (user name, e-mail or phone) that is logged in without a page. `redirects`: which redirect URIs are taken: the application's own, also any on loopback, or any of http and https, whose pages then count as the application's own. What a browser runs (`javascript:`, `data:` …) is refused even so. `endSessionRevokesTokens`: whether `/oidc/session/end` also ends the tokens that were given in the session. `showCodes`: whether the login page shows the code that it has just sent. */
export interface Oidc {
  consent?: 'never' | 'ask'
  autoLogin?: string | null
  redirects?: 'registered' | 'loopback' | 'any'
  endSessionRevokesTokens?: boolean
  showCodes?: boolean
}

/** An organisation: the top of a tree. Its root node has the organisation's name. */
export interface OrgDocument {
  id?: string | null
  rootNodeId?: string | null
  name: string
  description?: string | null
  code?: string | null
  logo?: string | null
  resources?: (string | GrantDocument)[]
  children?: NodeDocument[]
  createdAt?: string | null
  updatedAt?: string | null
  rootNodeCreatedAt?: string | null
  rootNodeUpdatedAt?: string | null
}

/** A passkey of a user. `credentialId` and `publicKey` (COSE) are base64url; `counter` is the authenticator's. */
export interface PasskeyDocument {
  credentialId: string
  publicKey: string
  counter?: number
  authenticatorCode?: string
  name?: string | null
  transports?: string[]
  aaguid?: string
  createdAt?: string | null
  lastUsedAt?: string | null
}

/** A URL that is asked at one point (`scene`) of registering, logging in or giving tokens, and may refuse or change it. What does not answer within `timeoutMs` is passed over. For other machines see `--webhook-hosts`. */
export interface PipelineDocument {
  id?: string | null
  name: string
  scene: 'PRE_REGISTER' | 'POST_REGISTER' | 'PRE_AUTHENTICATION' | 'POST_AUTHENTICATION' | 'PRE_OIDC_ID_TOKEN_ISSUED' | 'PRE_OIDC_ACCESS_TOKEN_ISSUED' | 'PRE_COMPLETE_USER_INFO' | 'PRE_MFA_VERIFY' | 'POST_MFA_VERIFY'
  url: string
  enabled?: boolean
  timeoutMs?: number
}

/** A whole user pool, every key optional. `version` is that of the document's form. */
export interface PoolDocument {
  version?: number
  userPoolId?: string | null
  userPoolSecret?: string | null
  name?: string | null
  identifier?: string | null
  createdAt?: string | null
  settings?: PoolSettings
  appId?: string | null
  appSecret?: string | null
  applications?: ApplicationDocument[]
  accessKeys?: AccessKeyDocument[]
  customFields?: CustomFieldDocument[]
  namespaces?: NamespaceDocument[]
  resources?: ResourceDocument[]
  roles?: RoleDocument[]
  groups?: GroupDocument[]
  orgs?: OrgDocument[]
  connections?: ConnectionDocument[]
  directory?: DirectoryUserDocument[]
  carrier?: CarrierDocument[]
  webhooks?: WebhookDocument[]
  pipelines?: PipelineDocument[]
  users?: UserDocument[]
  uploads?: UploadDocument[]
}

/** What a user pool does differently from the default. `language`: of mails and SMS; `client` is English where the client asks for it (`x-authing-lang`), else Chinese. `journalSize`: how many requests its journal holds. */
export interface PoolSettings {
  limits?: 'off' | 'documented'
  verificationCode?: VerificationCode
  tokens?: Tokens
  passwordStrength?: number
  registerDisabled?: boolean
  emailVerifiedRequired?: boolean
  lockout?: Lockout
  mfa?: Mfa
  oidc?: Oidc
  language?: 'zh' | 'en' | 'client'
  strict?: boolean
  journalSize?: number
}

/** Something that can be granted. */
export interface ResourceDocument {
  namespace?: string
  code: string
  type?: 'DATA' | 'API' | 'MENU' | 'UI' | 'BUTTON'
  description?: string | null
  actions?: string[]
  apiIdentifier?: string | null
}

/** A role. */
export interface RoleDocument {
  id?: string | null
  code: string
  namespace?: string
  description?: string | null
  parentCode?: string | null
  isSystem?: boolean
  resources?: (string | GrantDocument)[]
  createdAt?: string | null
  updatedAt?: string | null
}

/** A role that somebody has, where its code alone would mean another namespace's. */
export interface RoleNameDocument {
  code: string
  namespace?: string
}

/** Lifetimes and algorithms of tokens. */
export interface Tokens {
  tokenTtlSeconds?: number
  idTokenAlg?: 'HS256' | 'RS256'
  idTokenTtlSeconds?: number
  accessTokenTtlSeconds?: number
  refreshTokenTtlSeconds?: number
  rotateRefreshTokens?: boolean
}

/** A picture that a user of the pool has uploaded. `key` is its path below `/files/`, `content` is base64, `fileName` what the client called it. */
export interface UploadDocument {
  key: string
  contentType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  content: string
  fileName?: string
  createdAt?: string | null
}

/** A user, as a seed file, POST /_mock/pools/{id}/users and a reset know one. `password` is plain. */
export interface UserDocument {
  nickname?: string | null
  name?: string | null
  givenName?: string | null
  familyName?: string | null
  middleName?: string | null
  profile?: string | null
  preferredUsername?: string | null
  website?: string | null
  photo?: string | null
  gender?: 'M' | 'F' | 'U'
  birthdate?: string | null
  zoneinfo?: string | null
  locale?: string | null
  company?: string | null
  browser?: string | null
  device?: string | null
  address?: string | null
  formatted?: string | null
  streetAddress?: string | null
  locality?: string | null
  region?: string | null
  postalCode?: string | null
  city?: string | null
  province?: string | null
  country?: string | null
  id?: string | null
  username?: string | null
  password?: string | null
  passwordHash?: string | null
  passwordSecurityLevel?: 1 | 2 | 3 | null
  email?: string | null
  emailVerified?: boolean
  phone?: string | null
  phoneCountryCode?: string | null
  phoneVerified?: boolean
  externalId?: string | null
  unionid?: string | null
  openid?: string | null
  status?: 'Activated' | 'Suspended' | 'Resigned' | 'Archived' | 'Deactivated'
  blocked?: boolean
  resetPasswordOnFirstLogin?: boolean
  registerSource?: string[]
  loginsCount?: number
  lastLogin?: string | null
  lastIp?: string | null
  signedUp?: string | null
  createdAt?: string | null
  updatedAt?: string | null
  roles?: (string | RoleNameDocument)[]
  groups?: string[]
  orgs?: (string | string[])[]
  resources?: (string | GrantDocument)[]
  customData?: Record<string, any>
  mfa?: UserMfaDocument
  consents?: ConsentDocument[]
  devices?: DeviceDocument[]
  identities?: UserIdentityDocument[]
  passkeys?: PasskeyDocument[]
}

/** An identity at a provider that a user logs in by. `profile` is what the provider says of it; by default what the connection's own identity of that `openid` says. */
export interface UserIdentityDocument {
  connectionId: string
  openid: string
  id?: string | null
  profile?: Record<string, any>
  createdAt?: string | null
}

/** A user's second factors. `email` and `phone` are the only ones that satisfy theirs. `face` is any text: a picture shows that face whose file is called so, or whose SHA-256 stands in it. */
export interface UserMfaDocument {
  totpSecret?: string | null
  recoveryCode?: string | null
  email?: string | null
  phone?: string | null
  phoneCountryCode?: string | null
  face?: string | null
}

/** The fields of a user that say who he or she is. */
export interface UserProfile {
  nickname?: string | null
  name?: string | null
  givenName?: string | null
  familyName?: string | null
  middleName?: string | null
  profile?: string | null
  preferredUsername?: string | null
  website?: string | null
  photo?: string | null
  gender?: 'M' | 'F' | 'U'
  birthdate?: string | null
  zoneinfo?: string | null
  locale?: string | null
  company?: string | null
  browser?: string | null
  device?: string | null
  address?: string | null
  formatted?: string | null
  streetAddress?: string | null
  locality?: string | null
  region?: string | null
  postalCode?: string | null
  city?: string | null
  province?: string | null
  country?: string | null
}

/** How passcodes are made. `sceneBound` and `latestOnly` turn off two guesses about which code counts. */
export interface VerificationCode {
  length?: number
  fixed?: string | null
  ttlSeconds?: number
  maxAttempts?: number | null
  sceneBound?: boolean
  latestOnly?: boolean
}

/** Where the pool's events are posted to, as JSON or as a form. `events` are GenAuth's names, `*` stands for all. `secret` is sent as the header `x-authing-webhook-secret`. A URL that does not lead to this very machine needs the server's option `--webhook-hosts`. */
export interface WebhookDocument {
  id?: string | null
  name: string
  url: string
  events?: string[]
  contentType?: 'json' | 'form'
  secret?: string | null
  enabled?: boolean
}
