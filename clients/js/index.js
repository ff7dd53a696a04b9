// A client of the control API of genauth-mock, `/_mock/…`: what tests written in JavaScript steer the mock with.
// Types, and what each call does: index.d.ts.

export { GenAuthError, MockCrashed, NothingCame, UnexpectedCalls, Unreachable } from './lib/errors.js'
export { Server } from './lib/server.js'
