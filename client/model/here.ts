/** Who is in the workshop just now. */
import type { Peer, Store } from './types.ts'

/** Ids of the people who are present, mine among them; the same set as long as nobody comes or goes. */
export const createHere = (peers: Store<readonly Peer[]>, me: string): Store<ReadonlySet<string>> => {
  let held: ReadonlySet<string> = new Set([me])
  return {
    get() {
      const now = new Set([me, ...peers.get().map((peer) => peer.person)])
      if (now.size !== held.size || [...now].some((id) => !held.has(id))) held = now
      return held
    },
    subscribe: (listener) => peers.subscribe(listener),
  }
}
