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

export class UnexpectedCalls extends Error {
  constructor(message, calls) {
    super(message)
    this.name = 'UnexpectedCalls'
    this.calls = calls
  }
}
