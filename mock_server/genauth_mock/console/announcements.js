// What is new, told to every tab: one of them asks the server, and the others hear of it. A browser has six connections to
// a server, for all its tabs and for the app that it may be running beside them.

import { follow } from './api.js'

/** @typedef {import('./api.js').Refused} Refused */

/**
 * Calls `onNew` for each thing that comes, and `onState` when the server is lost or found, or refuses to tell.
 * @param {string} path  of the list that has a stream below it
 * @param {AbortSignal} signal  ends it
 * @param {(userPoolId: string | null) => void} onNew
 * @param {(live: boolean, refused?: Refused) => void} [onState]
 */
export function hear(path, signal, onNew, onState = () => {}) {
  const name = `genauth-mock${path}`
  const others = new BroadcastChannel(name)
  others.addEventListener('message', ({ data }) => 'of' in data ? onNew(data.of) : onState(data.live, data.refused))
  signal.addEventListener('abort', () => others.close())
  const ask = () => follow(`${path}/stream`, {
    signal,
    onItem: ({ userPoolId: of }) => { onNew(of); others.postMessage({ of }) },
    onState: (live, refused) => { onState(live, refused); others.postMessage({ live, refused }) },
  })
  // By plain http from another machine a page has no locks: then each tab asks for itself.
  if (navigator.locks) navigator.locks.request(name, { signal }, ask).catch(() => {})
  else void ask()
}
