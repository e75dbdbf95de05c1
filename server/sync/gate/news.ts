/** What of an update the server does not have yet, and what speaks against it before it is known where each struct would lie. */
import * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import type { Ranges } from '../../../shared/updateParts.ts'
import { isElsewhere, misfitByItself } from './fit.ts'
import { TOO_FAR, tooLarge, unfit, type Misfit } from './misfit.ts'
import type { Pace, Stepwise } from './stepwise.ts'

/** An update as Yjs reads it. */
export type Decoded = ReturnType<typeof Y.decodeUpdate>

/** What is new. */
export interface News {
  readonly type: 'news'
  /** Where each client's structs end once this is applied. */
  readonly ends: ReadonlyMap<number, number>
  /** By client. */
  readonly fresh: ReadonlyMap<number, (Y.Item | Y.GC)[]>
  /** The items among them, in the order in which they came. */
  readonly items: readonly Y.Item[]
  /** Something is missing that this builds on. */
  readonly gap: boolean
  /** Something known comes with other neighbours than it has: Yjs would wait for those before it passes over it. */
  readonly strays: boolean
}

const malformed = (reason: string): Misfit => ({ code: CLOSE.malformed, reason })

/** Yjs chooses client ids of 32 bits, and as such retired ones are remembered. */
const MOST_CLIENT = 2 ** 32 - 1

type Ends = ReadonlyMap<number, number>

const isPresent = (store: Y.Doc['store'], ends: Ends, id: Y.ID): boolean =>
  id.clock < (ends.get(id.client) ?? Y.getState(store, id.client))

/** Whether something holds for all that an item names: its neighbours, and the container that it lies in. */
const holdsForNamed = ({ origin, rightOrigin, parent }: Y.Item, holds: (id: Y.ID) => boolean): boolean =>
  (origin === null || holds(origin)) &&
  (rightOrigin === null || holds(rightOrigin)) &&
  (!(parent instanceof Y.ID) || holds(parent))

const NO_ENDS: Ends = new Map()

/** Whether structs come as Yjs writes them: each client's once, in one row. It would apply only the last of two rows. */
const isInOrder = (structs: Decoded['structs']): boolean => {
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
  structs: Decoded['structs'],
  deletes: Ranges,
  isSuch: (client: number) => boolean,
): boolean => {
  const isOther = ({ client }: Y.ID): boolean => !isSuch(client)
  for (const client of deletes.keys()) if (isSuch(client)) return true
  for (const struct of structs) {
    if (isSuch(struct.id.client)) return true
    if (struct instanceof Y.Item && !holdsForNamed(struct, isOther)) return true
  }
  return false
}

/** Whether all that is deleted is there, or comes. */
const isThere = (store: Y.Doc['store'], ends: Ends, deletes: Ranges): boolean => {
  for (const [client, ranges] of deletes) {
    const last = ranges.at(-1)
    if (last && last.clock + last.len > (ends.get(client) ?? Y.getState(store, client))) return false
  }
  return true
}

/** What the sender of news may do. */
export interface Sending {
  /** Whether the sender may write under a client id. */
  readonly isMine: (client: number) => boolean
  /** Whether an id belongs to an earlier epoch: nothing may build on it. */
  readonly isRetired: (client: number) => boolean
}

/**
 * Finds what is new. What comes meanwhile from others makes nothing wrong that was found: it only adds to what is there. Whose the
 * ids are is as of now.
 * @param named all that the update deletes, and `deletes` what of it may not be deleted yet; both merged and in order
 */
export function* findNews(
  { store }: Pick<Y.Doc, 'store'>,
  name: DocName,
  {
    structs,
    named,
    deletes,
  }: Pick<Decoded, 'structs'> & { readonly named: Ranges; readonly deletes: Ranges },
  { isMine, isRetired }: Sending,
  isEnough: Pace,
): Stepwise<News | Misfit> {
  if (!isInOrder(structs)) return malformed('This update is not in order.')
  if (buildsOn(structs, named, isRetired))
    return { code: CLOSE.retiredEpoch, reason: 'This copy is from before.' }
  const ends = new Map<number, number>()
  const fresh = new Map<number, (Y.Item | Y.GC)[]>()
  const items: Y.Item[] = []
  const isStored = (id: Y.ID): boolean => isPresent(store, NO_ENDS, id)
  const isThereThen = (id: Y.ID): boolean => isPresent(store, ends, id)
  let gap = false
  let strays = false
  for (const struct of structs) {
    if (isEnough(1)) yield
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    const known = ends.get(client) ?? Y.getState(store, client)
    const end = clock + struct.length
    // Also when it is known: Yjs would make the root that it names.
    if (struct instanceof Y.Item && isElsewhere(struct, name)) return unfit('This document has no such part.')
    if (end <= known) {
      strays ||= struct instanceof Y.Item && !holdsForNamed(struct, isStored)
      continue
    }
    if (end > LIMITS.clock || struct.length > LIMITS.leap) return TOO_FAR
    if (client > MOST_CLIENT) return unfit('Yjs gives no such ids.')
    if (clock > known) gap = true
    ends.set(client, end)
    const row = fresh.get(client)
    if (row) row.push(struct)
    else fresh.set(client, [struct])
    if (!(struct instanceof Y.Item)) continue
    const misfit = misfitByItself(struct, named)
    if (misfit) return misfit
    items.push(struct)
  }
  if (ends.size > LIMITS.idsAtOnce) return tooLarge('These are too many pages at once.')
  for (const struct of items) {
    if (isEnough(1)) yield
    const { client, clock } = struct.id
    const isBefore = (id: Y.ID): boolean => id.client !== client || id.clock < clock
    if (!holdsForNamed(struct, isBefore)) return malformed('This update builds on itself.')
    gap ||= !holdsForNamed(struct, isThereThen)
  }
  gap ||= !isThere(store, ends, deletes)
  // Last, in the turn of what is returned: somebody else may have claimed one of them meanwhile.
  for (const client of ends.keys())
    if (!isMine(client))
      return { code: CLOSE.foreignClient, reason: 'This was written under somebody else’s id.' }
  return { type: 'news', ends, fresh, items, gap, strays }
}
