/**
 * What an update would bring, judged by what lies beyond the server's state. Honest clients re-send what is known, and that is
 * never held against them.
 */
import * as Y from 'yjs'
import type { DocName } from '../../shared/docs.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { isElsewhere, liveIn, misfitByItself, misfitInPlace, TOO_MUCH, type Ranges } from './fit.ts'
import { createPlacer } from './places.ts'
import { skim } from './skim.ts'
import { toilOf } from './toil.ts'

/** What the gate says of an update. */
export type Verdict =
  /** The server has all of it already. */
  | { readonly type: 'known' }
  /** It brings something, and can be applied whole; under these client ids, and with so much work (`LIMITS.work`). */
  | { readonly type: 'new'; readonly clients: readonly number[]; readonly toil: number }
  /** It builds on something that the server has not seen. */
  | { readonly type: 'gap' }
  | { readonly type: 'refused'; readonly code: number; readonly reason: string }

const KNOWN: Verdict = { type: 'known' }
const GAP: Verdict = { type: 'gap' }
const refused = (code: number, reason: string): Verdict => ({ type: 'refused', code, reason })

/** Bytes below which an update is built at once: little could be hidden in it. */
const SHORT = 4_000

/** Yjs chooses client ids of 32 bits, and as such retired ones are remembered. */
const MOST_CLIENT = 2 ** 32 - 1

type Ends = ReadonlyMap<number, number>

const isPresent = (store: Y.Doc['store'], ends: Ends, id: Y.ID): boolean =>
  id.clock < (ends.get(id.client) ?? Y.getState(store, id.client))

/** What an item names: its neighbours, and the container that it lies in. */
const namedBy = ({ origin, rightOrigin, parent }: Y.Item): readonly Y.ID[] =>
  [origin, rightOrigin, parent].filter((id) => id instanceof Y.ID)

const NO_ENDS: Ends = new Map()

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

/** Whether an update holds structs under such ids, refers to one, or deletes what such a one wrote. */
const buildsOn = (
  { structs, ds }: ReturnType<typeof Y.decodeUpdate>,
  isSuch: (client: number) => boolean,
): boolean => {
  for (const client of ds.clients.keys()) if (isSuch(client)) return true
  for (const struct of structs) {
    if (isSuch(struct.id.client)) return true
    if (!(struct instanceof Y.Item)) continue
    if (namedBy(struct).some(({ client }) => isSuch(client))) return true
  }
  return false
}

/**
 * Judges one update against a document. Never changes the document.
 * @param isMine whether the sender may write under a client id
 * @param isRetired whether an id belongs to an earlier epoch: nothing may build on it
 * @param beyond what of these ranges may not be deleted yet, as far as that is known without a look at the document
 */
export const judge = (
  doc: Y.Doc,
  name: DocName,
  update: Uint8Array,
  isMine: (client: number) => boolean,
  isRetired: (client: number) => boolean = () => false,
  beyond: (deletes: Ranges) => Ranges = (deletes) => deletes,
): Verdict => {
  const { store } = doc
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    const misfit = update.byteLength < SHORT ? null : skim(update, (client) => Y.getState(store, client))
    if (misfit) return { type: 'refused', ...misfit }
    decoded = Y.decodeUpdate(update)
  } catch {
    return refused(CLOSE.malformed, 'This update cannot be read.')
  }
  if (!isInOrder(decoded.structs)) return refused(CLOSE.malformed, 'This update is not in order.')
  if (buildsOn(decoded, isRetired)) return refused(CLOSE.retiredEpoch, 'This copy is from before.')

  const named = Y.mergeDeleteSets([decoded.ds]).clients
  // Where each client's structs end once this is applied.
  const ends = new Map<number, number>()
  const fresh = new Map<number, (Y.Item | Y.GC)[]>()
  const items: Y.Item[] = []
  let gap = false
  /** Whether something known comes with other neighbours than it has: Yjs would wait for those before it passes over it. */
  let strays = false
  for (const struct of decoded.structs) {
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    const known = ends.get(client) ?? Y.getState(store, client)
    const end = clock + struct.length
    // Also when it is known: Yjs would make the root that it names.
    if (struct instanceof Y.Item && isElsewhere(struct, name))
      return refused(CLOSE.unacceptable, 'This document has no such part.')
    if (end <= known) {
      strays ||= struct instanceof Y.Item && !namedBy(struct).every((id) => isPresent(store, NO_ENDS, id))
      continue
    }
    if (end > LIMITS.clock || struct.length > LIMITS.leap)
      return refused(CLOSE.unacceptable, 'This update counts too far.')
    if (client > MOST_CLIENT) return refused(CLOSE.unacceptable, 'Yjs gives no such ids.')
    if (clock > known) gap = true
    ends.set(client, end)
    const structs = fresh.get(client) ?? []
    structs.push(struct)
    fresh.set(client, structs)
    if (!(struct instanceof Y.Item)) continue
    const misfit = misfitByItself(struct, named)
    if (misfit) return { type: 'refused', ...misfit }
    items.push(struct)
  }
  if (ends.size > LIMITS.idsAtOnce) return refused(CLOSE.tooLarge, 'These are too many pages at once.')
  for (const client of ends.keys())
    if (!isMine(client)) return refused(CLOSE.foreignClient, 'This was written under somebody else’s id.')
  for (const struct of items) {
    for (const id of namedBy(struct)) {
      if (id.client === struct.id.client && id.clock >= struct.id.clock)
        return refused(CLOSE.malformed, 'This update builds on itself.')
      gap ||= !isPresent(store, ends, id)
    }
  }

  const deletes = beyond(named)
  for (const [client, ranges] of deletes)
    for (const { clock, len } of ranges)
      if (clock + len > (ends.get(client) ?? Y.getState(store, client))) gap = true

  if (gap) return GAP
  const brings = ends.size > 0 || !liveIn(store, deletes).next().done
  if (!brings) return KNOWN
  if (strays) return refused(CLOSE.unacceptable, 'This update does not fit together.')
  try {
    const placeOf = createPlacer(store, fresh)
    const toil = toilOf(doc, { fresh, items, deletes }, placeOf)
    if (toil > LIMITS.toil) return { type: 'refused', ...TOO_MUCH }
    const misfit = misfitInPlace(doc, name, { items, deletes }, placeOf)
    if (misfit) return { type: 'refused', ...misfit }
    return { type: 'new', clients: [...ends.keys()], toil: decoded.structs.length + Math.round(toil) }
  } catch {
    // What refers to nothing that can be found: Yjs writes no such thing.
    return refused(CLOSE.unacceptable, 'This update does not fit together.')
  }
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
