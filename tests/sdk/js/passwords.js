// Two encryption libraries that are not the mock's: the one in authing-js-sdk, with the key that it fetches, and jsencrypt.
'use strict'

// jsencrypt is made for browsers.
globalThis.window = globalThis
const JSEncrypt = require('jsencrypt')
const { AuthenticationClient } = require('authing-js-sdk')
const { baseUrl, appId, outcome, print } = require('./mock')

const password = '密码-Strong/1234+='

function byJsencrypt(publicKey) {
  const encrypt = new JSEncrypt()
  encrypt.setPublicKey(publicKey)
  return encrypt.encrypt(password)
}

// The SDK's encryption drops leading zero bytes: one in 170 of its ciphertexts is a byte or more too short.
async function bySdk(client, pem, isWhole) {
  for (;;) {
    const ciphertext = await client.options.encryptFunction(password, pem)
    if ((Buffer.from(ciphertext, 'base64').length % 64 === 0) === isWhole) return ciphertext
  }
}

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  const call = (path, data) => client.httpClient.request({ method: 'POST', url: baseUrl + path, data })
  const pem = await client.publicKeyManager.getPublicKey()
  const bare = (await (await fetch(`${baseUrl}/_mock/info`)).json()).rsaPublicKey
  const ciphertext = await bySdk(client, pem, true)
  const username = 'tony'
  const results = { pem, ciphertext }
  results.register = await outcome(() => call('/api/v2/register/username', { username, password: ciphertext }))
  for (const [name, sent] of [
    ['sdkPem', await bySdk(client, pem, true)],
    ['sdkPemWithoutLeadingZero', await bySdk(client, pem, false)],
    ['jsencryptPem', byJsencrypt(pem)],
    ['jsencryptBareKey', byJsencrypt(bare)],
    ['plain', password],
    ['wrong', 'x' + password],
  ]) {
    results[name] = await outcome(() => call('/api/v2/login/account', { account: username, password: sent }))
  }
  print(results)
}

main()
