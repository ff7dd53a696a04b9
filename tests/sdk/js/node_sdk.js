// authing-node-sdk 4.0.1: what of it speaks OpenID Connect or OAuth 2.0, tokens verified by its own jose.
'use strict'

const { AuthenticationClient } = require('authing-node-sdk')
const { baseUrl, appId, settings, Browser, refusal, run } = require('./browser')
const { secret, redirectUri, protocol, method, scope } = settings

const client = new AuthenticationClient({
  appId,
  appSecret: method === 'none' ? undefined : secret,
  appHost: baseUrl,
  redirectUri,
  scope,
  protocol,
  tokenEndPointAuthMethod: method,
  // Left out, these two send the secret in the body, beside the header of client_secret_basic.
  ...(method === 'none' && { introspectionEndPointAuthMethod: method, revocationEndPointAuthMethod: method }),
})

// What the SDK writes to a response of the application's own server.
class Answer {
  headers = {}

  setHeader(name, value) {
    this.headers[name] = value
    return this
  }

  writeHead(status) {
    this.status = status
    return this
  }

  end() {}
}

const codeVerifier = client.generateCodeChallenge()

async function code(browser) {
  const codeChallenge = client.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: 'S256' })
  // The SDK's own URL knows no PKCE.
  const pkce = new URLSearchParams({ code_challenge: codeChallenge, code_challenge_method: 'S256' })
  const { url } = await browser.open(`${client.buildAuthorizeUrl({ scope }).url}&${pkce}`)
  return url.searchParams.get('code')
}

async function tokens() {
  const browser = new Browser()
  const results = {}
  const before = await client.getAccessTokenByCode(await code(browser), { codeVerifier })
  // From here on every request also carries this token as it is, without Bearer.
  client.setAccessToken(before.access_token)
  const after = await client.getNewAccessTokenByRefreshToken(before.refresh_token)
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = after
  results.isRotated = before.refresh_token !== refreshToken
  results.accessToken = await client.parseAccessToken(accessToken)
  if (idToken) results.idToken = await client.parseIDToken(idToken)
  results.userInfo = await client.getUserInfoByAccessToken(accessToken)
  results.introspected = await client.introspectToken(accessToken)
  results.revoked = await client.revokeToken(accessToken)
  results.introspectedRevoked = await client.introspectToken(accessToken)
  await client.revokeToken(refreshToken)
  results.refreshOfRevoked = await refusal(() => client.getNewAccessTokenByRefreshToken(refreshToken))
  return results
}

// The two ends of a login in the application's own server, with its cookie between.
async function redirect() {
  const browser = new Browser()
  const begun = new Answer()
  await client.loginWithRedirect(begun)
  const callback = await browser.logIn(begun.headers.Location)
  const cookie = begun.headers['Set-Cookie'].split(';')[0]
  const ended = new Answer()
  const request = { url: `${callback.url.pathname}${callback.url.search}`, headers: { cookie } }
  const given = await client.handleRedirectCallback(request, ended)
  const leaving = new Answer()
  await client.logoutWithRedirect(leaving, { idToken: given.id_token, redirectUri, state: 'bye' })
  const left = await browser.open(leaving.headers.Location)
  return {
    status: begun.status,
    idToken: await client.parseIDToken(given.id_token),
    loggedOutTo: left.url,
    cookies: browser.cookies.size,
  }
}

async function accessKey() {
  const { accessKeyId, accessKeySecret } = settings.accessKey
  return client.getAccessTokenByClientCredentials('orders:read', {
    accessKey: accessKeyId,
    accessSecret: accessKeySecret,
  })
}

run({ tokens, redirect, accessKey })
