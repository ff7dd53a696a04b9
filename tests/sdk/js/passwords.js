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

async function main() {
  const client = new AuthenticationClient({ appId, appHost: baseUrl })
  const call = (path, data) => client.httpClient.request({ method: 'POST', url: baseUrl + path, data })
  const pem = await client.publicKeyManager.getPublicKey()
  const bare = (await (await fetch(`${baseUrl}/_mock/info`)).json()).rsaPublicKey
  const bySdk = await client.options.encryptFunction(password, pem)
  const username = 'tony'
  const results = { pem, ciphertext: bySdk }
  results.register = await outcome(() => call('/api/v2/register/username', { username, password: bySdk }))
  for (const [name, ciphertext] of [
    ['sdkPem', await client.options.encryptFunction(password, pem)],
    ['jsencryptPem', byJsencrypt(pem)],
    ['jsencryptBareKey', byJsencrypt(bare)],
    ['plain', password],
    ['wrong', 'x' + password],
  ]) {
    results[name] = await outcome(() => call('/api/v2/login/account', { account: username, password: ciphertext }))
  }
  print(results)
}

main()
