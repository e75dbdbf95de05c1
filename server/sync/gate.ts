/**
 * What an update would bring, judged by what lies beyond the server's state. Honest clients re-send what is known, and that is
 * never held against them.
 */
import * as Y from 'yjs'
import type { DocName } from '../../shared/docs.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { isElsewhere, liveIn, misfitByItself, misfitInPlace } from './fit.ts'

export type Verdict =
  /** The server has all of it already. */
  | { readonly type: 'known' }
  /** It brings something, and can be applied whole; under these client ids. */
  | { readonly type: 'new'; readonly clients: readonly number[] }
  /** It builds on something that the server has not seen. */
  | { readonly type: 'gap' }
  | { readonly type: 'refused'; readonly code: number; readonly reason: string }

const KNOWN: Verdict = { type: 'known' }
const GAP: Verdict = { type: 'gap' }
const refused = (code: number, reason: string): Verdict => ({ type: 'refused', code, reason })

type Ends = ReadonlyMap<number, number>

const isPresent = (store: Y.Doc['store'], ends: Ends, id: Y.ID | null): boolean =>
  id === null || id.clock < (ends.get(id.client) ?? Y.getState(store, id.client))

/** Whether structs come as Yjs writes them: each client's once, in one row. It would apply only the last of two rows. */
const isInOrder = (structs: readonly (Y.Item | Y.GC | Y.Skip)[]): boolean => {
  const done = new Set<number>()
  let client: number | null = null
  let next = 0
  for (const { id, length } of structs) {
    if (length <= 0) return false
    if (id.client !== client) {
      if (done.has(id.client)) return false
      done.add(id.client)
      client = id.client
    } else if (id.clock !== next) return false
    next = id.clock + length
  }
  return true
}

/**
 * Judges one update against a document. Never changes the document.
 * @param isMine whether the sender may write under a client id
 */
export const judge = (
  doc: Y.Doc,
  name: DocName,
  update: Uint8Array,
  isMine: (client: number) => boolean,
): Verdict => {
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    return refused(CLOSE.malformed, 'This update cannot be read.')
  }
  if (!isInOrder(decoded.structs)) return refused(CLOSE.malformed, 'This update is not in order.')
  const { store } = doc

  // Where each client's structs end once this is applied.
  const ends = new Map<number, number>()
  const fresh = new Map<number, (Y.Item | Y.GC)[]>()
  const items: Y.Item[] = []
  let gap = false
  for (const struct of decoded.structs) {
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    const known = ends.get(client) ?? Y.getState(store, client)
    const end = clock + struct.length
    // Also when it is known: Yjs would make the root that it names.
    if (struct instanceof Y.Item && isElsewhere(struct, name))
      return refused(CLOSE.unacceptable, 'This document has no such part.')
    if (end <= known) continue
    if (end > LIMITS.clock || struct.length > LIMITS.leap)
      return refused(CLOSE.unacceptable, 'This update counts too far.')
    if (clock > known) gap = true
    ends.set(client, end)
    const structs = fresh.get(client) ?? []
    structs.push(struct)
    fresh.set(client, structs)
    if (!(struct instanceof Y.Item)) continue
    const misfit = misfitByItself(struct)
    if (misfit) return { type: 'refused', ...misfit }
    items.push(struct)
  }
  for (const client of ends.keys())
    if (!isMine(client)) return refused(CLOSE.foreignClient, 'This was written under somebody else’s id.')
  for (const struct of items) {
    const parent = struct.parent instanceof Y.ID ? struct.parent : null
    for (const id of [struct.origin, struct.rightOrigin, parent]) {
      if (id?.client === struct.id.client && id.clock >= struct.id.clock)
        return refused(CLOSE.malformed, 'This update builds on itself.')
      gap ||= !isPresent(store, ends, id)
    }
  }

  const deletes = Y.mergeDeleteSets([decoded.ds]).clients
  for (const [client, ranges] of deletes)
    for (const { clock, len } of ranges)
      if (clock + len > (ends.get(client) ?? Y.getState(store, client))) gap = true

  if (gap) return GAP
  try {
    const misfit = misfitInPlace(doc, name, { fresh, items, deletes })
    if (misfit) return { type: 'refused', ...misfit }
  } catch {
    // What refers to nothing that can be found: Yjs writes no such thing.
    return refused(CLOSE.unacceptable, 'This update does not fit together.')
  }
  const brings = ends.size > 0 || !liveIn(store, deletes).next().done
  return brings ? { type: 'new', clients: [...ends.keys()] } : KNOWN
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
