/**
 * What an update would bring, judged by what lies beyond the server's state. Honest clients re-send what is known, and that is
 * never held against them.
 */
import * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import { fitsWhenFull, type Fill } from './bulk.ts'
import { createEffort, STEPS } from './effort.ts'
import {
  covered,
  FULL,
  isElsewhere,
  liveIn,
  misfitByItself,
  misfitInPlace,
  TOO_HEAVY,
  TOO_MUCH,
  type Misfit,
  type Ranges,
} from './fit.ts'
import { createPlacer } from './places.ts'
import { SocketRefusal } from '../refuse.ts'
import { skim, type Skimmed } from './skim.ts'
import { toilOf } from './toil.ts'

/** What the gate says of an update. */
export type Verdict =
  /** The server has all of it already. */
  | { readonly type: 'known' }
  /** It brings something, and can be applied whole; under these client ids, and with so much work to place it (`LIMITS.toil`). */
  | { readonly type: 'new'; readonly clients: readonly number[]; readonly toil: number }
  /** It builds on something that the server has not seen. */
  | { readonly type: 'gap' }
  | { readonly type: 'refused'; readonly code: number; readonly reason: string }

const KNOWN: Verdict = { type: 'known' }
const GAP: Verdict = { type: 'gap' }
const FORBIDDEN: Verdict = {
  type: 'refused',
  code: CLOSE.forbidden,
  reason: 'You may read here, but not write.',
}
const refused = (code: number, reason: string): Verdict => ({ type: 'refused', code, reason })

const UNREADABLE = refused(CLOSE.malformed, 'This update cannot be read.')

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

/** Whether each client's ranges come one after the other. */
const isSorted = (deletes: Ranges): boolean => {
  for (const ranges of deletes.values()) {
    let before = 0
    for (const { clock } of ranges) {
      if (clock < before) return false
      before = clock
    }
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

/** What the gate asks about who sent an update, and about the document. */
export interface Judging {
  /** Whether the sender may write under a client id. */
  readonly isMine: (client: number) => boolean
  /** Whether the sender may write here now. Who may not is heard only as far as they say what is known. */
  readonly mayWrite?: () => boolean
  /** Whether so much more work may be made for the sender now (`LIMITS.work`). Asked before it is done. */
  readonly mayWork?: (steps: number) => boolean
  /** Whether an id belongs to an earlier epoch: nothing may build on it. */
  readonly isRetired?: (client: number) => boolean
  /** What of these ranges may not be deleted yet, as far as that is known without a look at the document. */
  readonly beyond?: (deletes: Ranges) => Ranges
  readonly fill?: () => Fill
}

const merged = (deletes: Skimmed['deletes']): Ranges => {
  const set = Y.createDeleteSet()
  for (const [client, ranges] of deletes) set.clients.set(client, ranges)
  return Y.mergeDeleteSets([set]).clients
}

const read = <Value>(work: () => Value): Value | null => {
  try {
    return work()
  } catch {
    return null
  }
}

/** Judges one update against a document. Never changes the document. @throws only what `mayWork` does */
export const judge = (
  doc: Y.Doc,
  name: DocName,
  update: Uint8Array,
  {
    isMine,
    mayWrite = () => true,
    mayWork = () => true,
    isRetired = () => false,
    beyond = (deletes) => deletes,
    fill = () => 'free',
  }: Judging,
): Verdict => {
  const { store } = doc
  const stateOf = (client: number): number => Y.getState(store, client)
  const effort = createEffort(mayWork)
  const stopped = (misfit: Misfit | null = null): Verdict => ({
    type: 'refused',
    ...(effort.refusal() ?? misfit ?? TOO_MUCH),
  })
  /** Whether there is nothing left to delete in these ranges. */
  const isGone = (deletes: Ranges): boolean => liveIn(store, deletes, effort.pass).next().done ?? false

  if (!effort.spend(update.byteLength * STEPS.byte)) return stopped()
  const writes = mayWrite()
  let named: Ranges | null = null
  if (!writes || update.byteLength >= SHORT) {
    const look = read(() => skim(update, stateOf))
    if (!look) return UNREADABLE
    if (!writes && (look.misfit || !look.isKnown)) return FORBIDDEN
    if (look.misfit) return stopped(look.misfit)
    if (!effort.spend(look.parts * STEPS.known + look.ranges * STEPS.range)) return stopped()
    const all = merged(look.deletes)
    if (look.isKnown && isGone(beyond(all))) return effort.refusal() ? stopped() : KNOWN
    if (!writes) return effort.refusal() ? stopped() : FORBIDDEN
    if (look.heavy.some((part) => covered(all, part) < part.length)) return stopped(TOO_HEAVY)
    if (!effort.spend(look.parts * STEPS.part + look.values * STEPS.value)) return stopped()
    named = all
  }
  const decoded = read(() => Y.decodeUpdate(update))
  if (!decoded) return UNREADABLE
  if (!named) {
    let ranges = 0
    for (const list of decoded.ds.clients.values()) ranges += list.length
    if (!effort.spend(decoded.structs.length * STEPS.part + ranges * STEPS.range)) return stopped()
    named = Y.mergeDeleteSets([decoded.ds]).clients
  }
  if (!isInOrder(decoded.structs)) return refused(CLOSE.malformed, 'This update is not in order.')
  if (buildsOn(decoded, isRetired)) return refused(CLOSE.retiredEpoch, 'This copy is from before.')

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
  const brings = ends.size > 0 || !isGone(deletes)
  if (effort.refusal()) return stopped()
  if (!brings) return KNOWN
  if (strays) return refused(CLOSE.unacceptable, 'This update does not fit together.')
  try {
    const placeOf = createPlacer(store, fresh)
    // Yjs deletes in the order in which it is told to; its own is from the first to the last.
    const inTurn = isSorted(decoded.ds.clients) ? deletes : decoded.ds.clients
    const toil = toilOf(doc, { fresh, items, deletes: inTurn }, placeOf)
    if (toil > LIMITS.toil) return stopped(TOO_MUCH)
    if (!effort.spend(toil)) return stopped()
    const misfit = misfitInPlace(doc, name, { items, deletes }, placeOf, effort.pass)
    if (misfit || effort.refusal()) return stopped(misfit)
    if (!fitsWhenFull(ends.size > 0 ? fill() : 'free', items, named, placeOf)) return stopped(FULL)
    return { type: 'new', clients: [...ends.keys()], toil: decoded.structs.length + Math.round(toil) }
  } catch (error) {
    if (error instanceof SocketRefusal) throw error
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
