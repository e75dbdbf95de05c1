/** Following somebody: my view goes with their pointer, for as long as they have one on my board. The canvas moves the view. */
import { createLater } from './later.ts'
import { createStore } from './store.ts'
import type { Peer, Store } from './types.ts'

export interface Followed {
  readonly person: string
  /** Whether their pointer is on the board, or was a moment ago. */
  readonly pointing: boolean
}

/** Why it ended without my doing: they left the board, they point at nothing there, or I have no connection. */
export type WhyOver = 'left' | 'away' | 'offline'

export interface Following {
  /** One person at most. */
  readonly followed: Store<Followed | null>
  start(person: string): void
  stop(): void
}

/** Ms that a pointer may be away without being missed: it crosses a bar, or its page connects again. */
const LAPSE_MS = 2_000
/** Ms until following ends: after they left, which may be their connection; and while they merely do not point, e.g. write. */
const PATIENCE_MS = { left: 8_000, away: 30_000 } as const

const points = ({ cursor }: Peer): boolean => cursor != null

/** @param deps.onOver told when it ended without my doing */
export const createFollowing = ({
  peers,
  isOnline,
  onOver,
}: {
  readonly peers: Store<readonly Peer[]>
  isOnline(): boolean
  onOver(why: WhyOver): void
}): Following => {
  const followed = createStore<Followed | null>(null)
  let missed: Exclude<WhyOver, 'offline'> | null = null
  const later = createLater()
  const found = (): void => {
    missed = null
    later.clear()
  }
  let unsubscribe: (() => void) | null = null
  const stop = (): void => {
    found()
    unsubscribe?.()
    unsubscribe = null
    followed.set(null)
  }
  const look = (): void => {
    const held = followed.get()
    if (!held) return
    const { person } = held
    const theirs = peers.get().filter((peer) => peer.person === person)
    if (theirs.some(points)) {
      found()
      if (!held.pointing) followed.set({ person, pointing: true })
      return
    }
    const why = theirs.length > 0 ? 'away' : 'left'
    if (why === missed) return
    found()
    missed = why
    later.after(LAPSE_MS, () => followed.set({ person, pointing: false }))
    later.after(PATIENCE_MS[why], () => {
      stop()
      onOver(isOnline() ? why : 'offline')
    })
  }
  return {
    followed,
    start(person) {
      if (followed.get()?.person === person) return
      found()
      followed.set({ person, pointing: true })
      unsubscribe ??= peers.subscribe(look)
      look()
    },
    stop,
  }
}

/**
 * Whom I could follow: everybody else who has pointed at the board since this was made. Whose pointer rests elsewhere for a moment
 * stays among them, so that no button goes from under a hand. The same set until somebody is new.
 */
export const createFollowable = (peers: Store<readonly Peer[]>, me: string): Store<ReadonlySet<string>> => {
  let held: ReadonlySet<string> = new Set()
  return {
    get() {
      const fresh = peers.get().filter((peer) => points(peer) && peer.person !== me && !held.has(peer.person))
      if (fresh.length > 0) held = new Set([...held, ...fresh.map(({ person }) => person)])
      return held
    },
    subscribe: (listener) => peers.subscribe(listener),
  }
}
