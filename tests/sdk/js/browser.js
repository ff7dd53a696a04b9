// What a journey needs beside a client library: a browser with cookies, redirects and forms, and without script; and a
// way to run one of several journeys and print what came of it.
'use strict'

const [baseUrl, appId, more] = process.argv.slice(2)
const settings = JSON.parse(more)

function unescaped(text) {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#34': '"', '#39': "'", '#x27': "'" }
  return text.replace(/&(#?\w+);/g, (_, name) => entities[name])
}

class Browser {
  cookies = new Map()

  // Follows redirects as long as they stay at the mock. Gives the page, or the URL to which it was sent away.
  async open(url, form) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = form && new URLSearchParams(form)
    const response = await fetch(url, { method: body ? 'POST' : 'GET', body, redirect: 'manual', headers: { cookie } })
    for (const each of response.headers.getSetCookie()) {
      const [name, value] = each.split(';')[0].split('=')
      if (value) this.cookies.set(name, value)
      else this.cookies.delete(name)
    }
    const location = response.headers.get('location')
    if (location === null) return { url: new URL(url), status: response.status, page: await response.text() }
    const next = new URL(location, url)
    return next.origin === new URL(baseUrl).origin ? this.open(next) : { url: next }
  }

  // The form of a page that posts to an address: its hidden fields.
  form({ page }, action) {
    const [, inside] = page.match(new RegExp(`<form method="post" action="${action}">(.*?)</form>`, 's'))
    const fields = [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
    return Object.fromEntries(fields.map(([, name, value]) => [name, unescaped(value)]))
  }

  submit(shown, action, typed) {
    return this.open(new URL(action, shown.url), { ...this.form(shown, action), ...typed })
  }

  // The user `ci` logs in by password, at the login page to which the URL leads.
  async logIn(url) {
    const shown = await this.open(url)
    return this.submit(shown, '/login', { account: 'ci', password: '111111' })
  }
}

// What a request by axios is refused with.
async function refusal(call) {
  try {
    return { given: await call() }
  } catch (fault) {
    if (!fault.response) throw fault
    return { status: fault.response.status, error: fault.response.data.error }
  }
}

// Runs the journey that the settings name. A refusal that it did not expect is told with its request.
async function run(journeys) {
  try {
    process.stdout.write(JSON.stringify(await journeys[settings.journey]()))
  } catch (fault) {
    if (!fault.response?.config) throw fault
    const { config, status, data } = fault.response
    process.stderr.write(`${fault.stack}\n${config.method} ${config.url}: ${status} ${JSON.stringify(data)}\n`)
    process.exitCode = 1
  }
}

module.exports = { baseUrl, appId, settings, Browser, refusal, run }
