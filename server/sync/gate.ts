/**
 * What an update would bring, judged by what lies beyond the server's state. Honest clients re-send what is known, and that is
 * never held against them.
 */
import * as Y from 'yjs'
import type { DocName } from '../../shared/docs.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { createDepthGauge, type Fresh } from './nesting.ts'

export type Verdict =
  /** The server has all of it already. */
  | { readonly type: 'known' }
  /** It brings something, and can be applied whole. */
  | { readonly type: 'new' }
  /** It builds on something that the server has not seen. */
  | { readonly type: 'gap' }
  | { readonly type: 'refused'; readonly code: number; readonly reason: string }

const KNOWN: Verdict = { type: 'known' }
const NEW: Verdict = { type: 'new' }
const GAP: Verdict = { type: 'gap' }
const refused = (code: number, reason: string): Verdict => ({ type: 'refused', code, reason })

/** The root types of each document; whatever else a client makes up, no one would ever read. */
const ROOTS = {
  board: new Set(['items']),
  plan: new Set(['criteria', 'actions', 'meetings']),
  stage: new Set<string>(),
} as const satisfies Record<DocName['type'], ReadonlySet<string>>

/** More than anybody could write; a clock beyond it is made up. */
const FARTHEST_CLOCK = 2 ** 31

/** Containers that may lie above a container: kinds use one, an item's map above its text. */
const DEEPEST = 6

type Ends = ReadonlyMap<number, number>

const isPresent = (store: Y.Doc['store'], ends: Ends, id: Y.ID | null): boolean =>
  id === null || id.clock < (ends.get(id.client) ?? Y.getState(store, id.client))

/** Whether a range of what is known holds anything that is not deleted yet. */
const deletesAnything = (store: Y.Doc['store'], client: number, clock: number, len: number): boolean => {
  const structs = store.clients.get(client)
  if (!structs) return false
  const end = Math.min(clock + len, Y.getState(store, client))
  if (clock >= end) return false
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index]
    if (!struct || struct.id.clock >= end) return false
    if (!struct.deleted) return true
  }
  return false
}

/** What of a struct's own content speaks against it; null when nothing does. */
const unfit = (struct: Y.Item, roots: ReadonlySet<string>): string | null => {
  const { parent, content } = struct
  if (typeof parent === 'string' && !roots.has(parent)) return 'This document has no such part.'
  if (content instanceof Y.ContentDoc) return 'This document holds no other documents.'
  return null
}

/** Whether anything new would lie deeper than any kind needs, or in a circle. */
const isTooDeep = (store: Y.Doc['store'], fresh: Fresh, items: readonly Y.Item[]): boolean => {
  const depthOf = createDepthGauge(store, fresh)
  try {
    return items.some((item) => item.content instanceof Y.ContentType && depthOf(item) > DEEPEST)
  } catch {
    // Structs of one client that lie over each other: Yjs makes none.
    return true
  }
}

/** Judges one update against a document. Never changes the document. */
export const judge = (doc: Y.Doc, name: DocName, update: Uint8Array): Verdict => {
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    return refused(CLOSE.malformed, 'This update cannot be read.')
  }
  const { store } = doc
  const roots: ReadonlySet<string> = ROOTS[name.type]

  // Where each client's structs end once this is applied.
  const ends = new Map<number, number>()
  const fresh = new Map<number, (Y.Item | Y.GC)[]>()
  const items: Y.Item[] = []
  let gap = false
  for (const struct of decoded.structs) {
    if (struct.length <= 0) return refused(CLOSE.malformed, 'This update has an empty part.')
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    const known = ends.get(client) ?? Y.getState(store, client)
    const end = clock + struct.length
    if (end <= known) continue
    if (end > FARTHEST_CLOCK) return refused(CLOSE.unacceptable, 'This update counts too far.')
    if (clock > known) gap = true
    ends.set(client, end)
    const structs = fresh.get(client) ?? []
    structs.push(struct)
    fresh.set(client, structs)
    if (struct instanceof Y.Item) items.push(struct)
  }
  for (const struct of items) {
    const reason = unfit(struct, roots)
    if (reason) return refused(CLOSE.unacceptable, reason)
    const parent = struct.parent instanceof Y.ID ? struct.parent : null
    for (const id of [struct.origin, struct.rightOrigin, parent]) {
      if (id?.client === struct.id.client && id.clock >= struct.id.clock)
        return refused(CLOSE.malformed, 'This update builds on itself.')
      gap ||= !isPresent(store, ends, id)
    }
  }

  let deletes = false
  for (const [client, ranges] of decoded.ds.clients)
    for (const { clock, len } of ranges) {
      if (clock + len > (ends.get(client) ?? Y.getState(store, client))) gap = true
      deletes ||= deletesAnything(store, client, clock, len)
    }

  if (gap) return GAP
  if (isTooDeep(store, fresh, items)) return refused(CLOSE.unacceptable, 'This update nests too deep.')
  return ends.size > 0 || deletes ? NEW : KNOWN
}

/**
 * Yjs keeps what it cannot place, for ever. The gate lets no gap through, so there is something only after an update that was
 * made to deceive: it is thrown away. @returns whether there was.
 */
export const dropPending = ({ store }: Y.Doc): boolean => {
  if (!store.pendingStructs && !store.pendingDs) return false
  store.pendingStructs = null
  store.pendingDs = null
  return true
}
