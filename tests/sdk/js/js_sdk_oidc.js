// authing-js-sdk 4.23.55: what of it speaks OpenID Connect or OAuth 2.0. Logins need no page: the pool has a setting.
'use strict'

const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, settings, Browser, refusal, run } = require('./browser')
const { secret, redirectUri, protocol, method, scope } = settings

const client = new AuthenticationClient({
  appId,
  appHost: baseUrl,
  protocol,
  redirectUri,
  secret: method === 'none' ? undefined : secret,
  tokenEndPointAuthMethod: method,
  introspectionEndPointAuthMethod: method,
  revocationEndPointAuthMethod: method,
})

const codeVerifier = client.generateCodeChallenge()
const codeChallenge = client.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: 'S256' })

function authorizeUrl() {
  if (protocol === 'oidc') return client.buildAuthorizeUrl({ scope, codeChallenge, codeChallengeMethod: 'S256' })
  // The SDK's own URL of OAuth 2.0 knows no PKCE.
  const pkce = new URLSearchParams({ code_challenge: codeChallenge, code_challenge_method: 'S256' })
  return `${client.buildAuthorizeUrl({ scope })}&${pkce}`
}

async function code(browser) {
  const { url } = await browser.open(authorizeUrl())
  return url.searchParams.get('code')
}

async function tokens() {
  const browser = new Browser()
  const results = {}
  const once = await code(browser)
  results.given = await client.getAccessTokenByCode(once, { codeVerifier })
  results.codeTwice = await refusal(() => client.getAccessTokenByCode(once, { codeVerifier }))

  const before = await client.getAccessTokenByCode(await code(browser), { codeVerifier })
  const after = await client.getNewAccessTokenByRefreshToken(before.refresh_token)
  results.before = before
  results.after = after
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = after
  results.introspected = await client.introspectToken(accessToken)
  results.validatedAccessToken = await client.validateToken({ accessToken })
  if (idToken) results.validatedIdToken = await client.validateToken({ idToken })

  results.revoked = await client.revokeToken(accessToken)
  results.introspectedRevoked = await client.introspectToken(accessToken)
  results.validatedRevoked = await client.validateToken({ accessToken })
  results.userInfoOfRevoked = await refusal(() => client.getUserInfoByAccessToken(accessToken))
  await client.revokeToken(refreshToken)
  results.refreshOfRevoked = await refusal(() => client.getNewAccessTokenByRefreshToken(refreshToken))
  const { accessKeyId: accessKey, accessKeySecret: accessSecret } = settings.accessKey
  results.ofAccessKey = await client.getAccessTokenByClientCredentials('orders:read', { accessKey, accessSecret })
  return results
}

async function userInfo() {
  const given = await client.getAccessTokenByCode(await code(new Browser()), { codeVerifier })
  const places = ['GET query', 'GET header', 'POST query', 'POST header', 'POST body'].map((each) => each.split(' '))
  const asked = [undefined, ...places.map(([verb, tokenPlace]) => ({ method: verb, tokenPlace }))]
  return Promise.all(asked.map((options) => client.getUserInfoByAccessToken(given.access_token, options)))
}

async function loginToken() {
  const given = await client.getAccessTokenByIdToken({ redirectUri, idToken: settings.loginToken, scope })
  return { given, introspected: await client.introspectToken(given.access_token) }
}

async function logout() {
  const browser = new Browser()
  const results = {}
  const { id_token: idToken } = await client.getAccessTokenByCode(await code(browser), { codeVerifier })
  results.easy = (await browser.open(client.buildLogoutUrl({ redirectUri }))).url
  results.cookiesAfterEasy = browser.cookies.size
  await code(browser)
  results.expert = (await browser.open(client.buildLogoutUrl({ expert: true, redirectUri, idToken }))).url
  results.cookiesAfterExpert = browser.cookies.size
  results.session = await client.trackSession()

  client.setToken(settings.loginToken)
  results.levelBefore = await client.getSecurityLevel()
  await client.logoutCurrent()
  client.setToken(settings.loginToken)
  results.levelAfter = await client.getSecurityLevel().catch(({ code: number, message }) => ({ code: number, message }))
  return results
}

run({ tokens, userInfo, loginToken, logout })
