// openid-client 6, with the tokens verified by jose. Which journey it is stands in the settings.
import * as oidc from 'openid-client'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import browser from './browser.js'

const { baseUrl, appId, settings, Browser, run } = browser
const { secret, redirectUri, idTokenAlg } = settings
const scope = 'openid profile email offline_access'

const authentication = {
  none: () => oidc.None(),
  post: () => oidc.ClientSecretPost(secret),
  basic: () => oidc.ClientSecretBasic(secret),
}[settings.authentication]

// What a call is refused with, as the library tells it.
async function refusal(call) {
  try {
    return { given: await call() }
  } catch (fault) {
    const challenge = Array.isArray(fault.cause) ? fault.cause[0] : undefined
    return { code: fault.code, status: fault.status, error: fault.error ?? challenge?.parameters.error }
  }
}

async function client() {
  const metadata = { id_token_signed_response_alg: idTokenAlg }
  const execute = [oidc.allowInsecureRequests]
  if (idTokenAlg === 'RS256') execute.push(oidc.enableNonRepudiationChecks)
  return oidc.discovery(new URL(`${baseUrl}/oidc`), appId, metadata, authentication(), { execute })
}

// The claims of a token, verified by another library: RS256 by the JWKS, HS256 by the application's secret.
async function verified(config, token) {
  const { issuer, jwks_uri: jwksUri } = config.serverMetadata()
  const { alg } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'))
  const key = alg === 'HS256' ? new TextEncoder().encode(secret) : createRemoteJWKSet(new URL(jwksUri))
  const { payload } = await jwtVerify(token, key, { issuer, audience: appId, algorithms: [alg] })
  return { ...payload, alg }
}

// A request as an application makes it, and what the application must find again in the answer.
async function request(config, more = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
  const expected = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() }
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expected.expectedState,
    nonce: expected.expectedNonce,
    ...more,
  })
  return { url, expected }
}

async function code() {
  const config = await client()
  const window = new Browser()
  const { url, expected } = await request(config)
  const callback = await window.logIn(url)
  const first = await oidc.authorizationCodeGrant(config, callback.url, { ...expected, maxAge: 60 })
  const again = await refusal(() => oidc.authorizationCodeGrant(config, callback.url, expected))

  const silently = await request(config, { prompt: 'none' })
  const withoutPage = await window.open(silently.url)
  const second = await oidc.authorizationCodeGrant(config, withoutPage.url, silently.expected)
  const refreshed = await oidc.refreshTokenGrant(config, second.refresh_token)
  const { sub } = second.claims()
  const results = {
    grantTwice: again,
    tokenType: second.token_type,
    scope: second.scope,
    expiresIn: second.expiresIn(),
    accessToken: await verified(config, second.access_token),
    idToken: await verified(config, second.id_token),
    refreshedIdToken: await verified(config, refreshed.id_token),
    isRotated: refreshed.refresh_token !== second.refresh_token,
    userInfo: await oidc.fetchUserInfo(config, refreshed.access_token, sub),
    introspection: await oidc.tokenIntrospection(config, refreshed.access_token),
    firstIsRevoked: await oidc.tokenIntrospection(config, first.access_token),
  }

  const end = { post_logout_redirect_uri: redirectUri, id_token_hint: refreshed.id_token, state: 'bye' }
  const remembered = new Map(window.cookies)
  results.loggedOutTo = (await window.open(oidc.buildEndSessionUrl(config, end))).url
  results.cookiesAfterLogout = window.cookies.size
  // Nor does a cookie help that somebody has kept.
  window.cookies = remembered
  const afterLogout = await request(config, { prompt: 'none' })
  const refused = await window.open(afterLogout.url)
  results.silentlyAfterLogout = await refusal(() =>
    oidc.authorizationCodeGrant(config, refused.url, afterLogout.expected),
  )

  await oidc.tokenRevocation(config, refreshed.access_token)
  results.introspectionOfRevoked = await oidc.tokenIntrospection(config, refreshed.access_token)
  results.userInfoOfRevoked = await refusal(() => oidc.fetchUserInfo(config, refreshed.access_token, sub))
  await oidc.tokenRevocation(config, refreshed.refresh_token)
  results.refreshOfRevoked = await refusal(() => oidc.refreshTokenGrant(config, refreshed.refresh_token))
  return results
}

async function denied() {
  const config = await client()
  const window = new Browser()
  const { url, expected } = await request(config)
  const shown = await window.open(url)
  const [action] = shown.page.match(/\/interaction\/oidc\/[^/"]+\/abort/)
  const callback = await window.submit(shown, action, { error: 'access_denied' })
  return refusal(() => oidc.authorizationCodeGrant(config, callback.url, expected))
}

// A form that the page posts to the application by script, as the request that the application gets.
function posted(window, answer) {
  const body = new URLSearchParams(window.form(answer, redirectUri))
  return new Request(redirectUri, { method: 'POST', body })
}

async function formPost() {
  const config = await client()
  const window = new Browser()
  const { url, expected } = await request(config, { response_mode: 'form_post' })
  const given = await oidc.authorizationCodeGrant(config, posted(window, await window.logIn(url)), expected)
  return { idToken: await verified(config, given.id_token) }
}

async function hybrid() {
  const config = await client()
  oidc.useCodeIdTokenResponseType(config)
  const window = new Browser()
  const { url, expected } = await request(config, { response_mode: settings.responseMode })
  const answer = await window.logIn(url)
  const callback = settings.responseMode === 'form_post' ? posted(window, answer) : answer.url
  const given = await oidc.authorizationCodeGrant(config, callback, expected)
  return { responseType: url.searchParams.get('response_type'), idToken: await verified(config, given.id_token) }
}

async function implicit() {
  const config = await client()
  oidc.useIdTokenResponseType(config)
  const { url, expected } = await request(config)
  const answer = await new Browser().logIn(url)
  const checks = { expectedState: expected.expectedState }
  return oidc.implicitAuthentication(config, answer.url, expected.expectedNonce, checks)
}

async function clientCredentials() {
  const config = await client()
  const given = await oidc.clientCredentialsGrant(config, { scope: 'orders:read' })
  return {
    keys: Object.keys(given),
    accessToken: await verified(config, given.access_token),
    introspection: await oidc.tokenIntrospection(config, given.access_token),
  }
}

async function device() {
  const config = await client()
  const begun = await oidc.initiateDeviceAuthorization(config, { scope })
  const pending = await refusal(() =>
    oidc.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:device_code', { device_code: begun.device_code }),
  )
  const window = new Browser()
  const asked = await window.logIn(begun.verification_uri_complete)
  await window.submit(asked, '/oidc/device', { decision: settings.decision })
  // The person was quick: the first poll finds the answer, and need not wait for it.
  const poll = () => oidc.pollDeviceAuthorizationGrant(config, { ...begun, interval: 0 })
  if (settings.decision === 'deny') return refusal(poll)
  const given = await poll()
  return { begun, pending, idToken: await verified(config, given.id_token) }
}

async function otherGrants() {
  const config = await client()
  const byPassword = { username: 'ci', password: '111111', scope: 'openid' }
  const byLogin = { token: settings.loginToken, scope: 'openid' }
  const password = await oidc.genericGrantRequest(config, 'password', byPassword)
  const login = await oidc.genericGrantRequest(config, 'http://authing.cn/oidc/grant_type/authing_token', byLogin)
  return { password: password.claims().sub, login: login.claims().sub }
}

run({ code, denied, formPost, hybrid, implicit, clientCredentials, device, otherGrants })
