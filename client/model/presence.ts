/** Who else is on a board, and what I say of myself there. */
import * as z from 'zod/mini'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { readPointers, type HeldPointer } from '../../shared/pointers.ts'
import type { Presence } from '../../shared/protocol.ts'
import type { PresenceWire } from './channel.ts'
import { createStore } from './store.ts'
import type { Peer, Store } from './types.ts'

const point = z.readonly(z.tuple([z.number(), z.number()]))
const presence = z.object({
  person: z.string(),
  cursor: z.catch(z.optional(z.nullable(point)), null),
  selected: z.catch(z.optional(z.array(z.string())), []),
  writing: z.catch(z.optional(z.nullable(z.string())), null),
  drag: z.catch(z.optional(z.nullable(z.record(z.string(), point))), null),
})

/** At most 15 times a second. */
const SPACING_MS = 1000 / 15

export interface BoardPresence extends PresenceWire {
  readonly peers: Store<readonly Peer[]>
  announce(presence: Partial<Omit<Presence, 'person'>>): void
  close(): void
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** I am here under an id of its own: under the document's, which each letter bears, anybody could tell who wrote what. */
export const createPresence = ({ person }: { readonly person: string }): BoardPresence => {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  const peers = createStore<readonly Peer[]>([])
  /** What the server said, by slot. */
  const held = new Map<number, HeldPointer>()
  /** What was made of it; null where it makes no sense. Most stay as they are from one message to the next. */
  const known = new WeakMap<HeldPointer, Peer | null>()
  let mine: Presence = { person }
  let timer: ReturnType<typeof setTimeout> | null = null
  let changed = false

  const peerOf = (pointer: HeldPointer): Peer | null => {
    const parsed = presence.safeParse(pointer.state)
    return parsed.success ? { ...parsed.data, client: pointer.client } : null
  }

  const read = () => {
    const next: Peer[] = []
    for (const pointer of held.values()) {
      if (pointer.client === awareness.clientID) continue
      let peer = known.get(pointer)
      if (peer === undefined) known.set(pointer, (peer = peerOf(pointer)))
      if (peer) next.push(peer)
    }
    const before = peers.get()
    if (next.length !== before.length || next.some((peer, index) => peer !== before[index])) peers.set(next)
  }

  const flush = () => {
    timer = null
    if (!changed) return
    changed = false
    awareness.setLocalState({ ...mine })
    timer = setTimeout(flush, SPACING_MS)
  }

  return {
    awareness,
    peers,
    heard(body) {
      try {
        readPointers(body, held)
      } catch {
        // It speaks of somebody whom I have not heard of: those who are here are told whole when I come again.
      }
      read()
    },
    lost() {
      held.clear()
      read()
    },
    announce(part) {
      const next: Presence = { ...mine, ...part }
      if (same(next, mine) && awareness.getLocalState()) return
      mine = next
      changed = true
      if (!timer) flush()
    },
    close() {
      if (timer) clearTimeout(timer)
      awareness.destroy()
    },
  }
}
