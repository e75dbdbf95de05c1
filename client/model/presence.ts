/** Who else is on a board, and what I say of myself there. */
import * as z from 'zod/mini'
import { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Presence } from '../../shared/protocol.ts'
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

export interface BoardPresence {
  readonly awareness: Awareness
  readonly peers: Store<readonly Peer[]>
  announce(presence: Partial<Omit<Presence, 'person'>>): void
  close(): void
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const createPresence = ({
  doc,
  person,
}: {
  readonly doc: Y.Doc
  readonly person: string
}): BoardPresence => {
  const awareness = new Awareness(doc)
  awareness.setLocalState(null)
  const peers = createStore<readonly Peer[]>([])
  let mine: Presence = { person }
  let timer: ReturnType<typeof setTimeout> | null = null
  let changed = false

  const read = () => {
    const before = new Map(peers.get().map((peer) => [peer.client, peer]))
    const next: Peer[] = []
    for (const [client, state] of awareness.getStates()) {
      if (client === doc.clientID) continue
      const parsed = presence.safeParse(state)
      if (!parsed.success) continue
      const peer: Peer = { ...parsed.data, client }
      const known = before.get(client)
      next.push(known && same(known, peer) ? known : peer)
    }
    const held = peers.get()
    if (next.length !== held.length || next.some((peer, index) => peer !== held[index])) peers.set(next)
  }
  awareness.on('change', read)

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
    announce(part) {
      const next: Presence = { ...mine, ...part }
      if (same(next, mine) && awareness.getLocalState()) return
      mine = next
      changed = true
      if (!timer) flush()
    },
    close() {
      if (timer) clearTimeout(timer)
      awareness.off('change', read)
      awareness.destroy()
    },
  }
}
