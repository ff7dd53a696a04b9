// What is thrown.

export class GenAuthError extends Error {
  constructor(message, { status = 0, code = '', field, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'GenAuthError'
    this.status = status
    this.code = code
    this.field = field
  }
}

export class Unreachable extends GenAuthError {
  constructor(message, details) {
    super(message, details)
    this.name = 'Unreachable'
  }
}

export class NothingCame extends Error {
  constructor(message, arrived) {
    super(message)
    this.name = 'NothingCame'
    this.arrived = arrived
  }
}

export class MockCrashed extends Error {
  constructor(crashes) {
    const lines = crashes.map((each) => `  ${each.method} ${each.path}: ${each.error}`)
    super(`genauth-mock itself has failed while this pool was in use (HTTP 500, x-mock-crash), so what was found proves nothing; its log has more:\n${lines.join('\n')}`)
    this.name = 'MockCrashed'
    this.crashes = crashes
  }
}

export class UnexpectedCalls extends Error {
  constructor(message, calls) {
    super(message)
    this.name = 'UnexpectedCalls'
    this.calls = calls
  }
}
