/**
 * Clears away by parts what was deleted with one item, when that is much: all that its fields ever held, and all letters that its
 * texts ever had. Yjs would do so in one piece. Until it is done, more than need be is kept of what nobody can see any more.
 */
import * as Y from 'yjs'
import { merge } from '../clearUp.ts'

/** Parts that lie in one item, up to which Yjs clears it away by itself; and those that are cleared away in one turn. */
const FEW = { inOne: 2_000, inATurn: 5_000 } as const

type Store = Y.Doc['store']

/** What lies, or lay, in something; each row from its near end. */
function* partsOf({ content }: Y.Item): Generator<Y.Item> {
  if (!(content instanceof Y.ContentType)) return
  for (let part = content.type._start; part; part = part.right) yield part
  for (const last of content.type._map.values())
    for (let part: Y.Item | null = last; part; part = part.left) yield part
}

/** Counts what lies in something, and in that, as far as there is room. @returns what is left of the room */
const roomAfter = (item: Y.Item, room: number): number => {
  let left = room
  for (const part of partsOf(item)) {
    if (left <= 0) break
    left = roomAfter(part, left - 1)
  }
  return left
}

/** Keeps nothing of what lies in an item but lengths. @param clients is told whose it was */
function* clearInside(store: Store, item: Y.Item, clients: Set<number>): Generator<void> {
  for (const part of partsOf(item)) {
    yield* clearInside(store, part, clients)
    const { client, clock } = part.id
    const structs = store.clients.get(client)
    const index = structs ? Y.findIndexSS(structs, clock) : -1
    // Yjs may have put it together with another meanwhile, which comes later.
    if (structs?.[index] === part) structs[index] = new Y.GC(part.id, part.length)
    clients.add(client)
    yield
  }
  if (!(item.content instanceof Y.ContentType)) return
  item.content.type._start = null
  item.content.type._map.clear()
}

/** What clears away by parts. */
export interface Clearing {
  /** Leaves the rest as it is. */
  stop(): void
}

/** @param inTurn calls back in a turn to come */
export const createClearing = (
  doc: Y.Doc,
  few: { readonly inOne: number; readonly inATurn: number } = FEW,
  inTurn: (then: () => void) => unknown = setImmediate,
): Clearing => {
  const { store } = doc
  const waiting = new Set<Y.Item>()
  let stopped = false

  function* clearAll(): Generator<void> {
    for (const item of waiting) {
      const clients = new Set<number>()
      yield* clearInside(store, item, clients)
      item.gc(store, false)
      waiting.delete(item)
      for (const client of clients) merge(store.clients.get(client) ?? [])
    }
  }

  let clearing: Generator<void> | null = null
  const clearSome = (): void => {
    if (stopped || !clearing) return
    for (let parts = 0; parts < few.inATurn; parts++)
      if (clearing.next().done) {
        clearing = null
        return
      }
    inTurn(clearSome)
  }

  doc.gcFilter = (item) => {
    if (waiting.has(item)) return false
    if (roomAfter(item, few.inOne) > 0) return true
    waiting.add(item)
    if (!clearing) {
      clearing = clearAll()
      inTurn(clearSome)
    }
    return false
  }

  return { stop: () => void (stopped = true) }
}
