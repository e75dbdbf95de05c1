/**
 * How much work an update would make for Yjs, counted before it is done. Most changes are placed in a step or two; but whoever
 * writes bytes by hand can make Yjs search a whole row of structs anew for each of its own, so that a few hundred kilobytes hold
 * everybody up for a minute.
 */
import * as Y from 'yjs'
import { LIMITS } from '../../../shared/protocol.ts'
import type { Ranges } from '../../../shared/updateParts.ts'
import type { Fresh, Place } from './places.ts'

/** Structs that a processor moves along in the time of one step, when one is put in among them. */
const MOVED_A_STEP = 128
/** Steps that it takes to cut a struct in two, and to delete one of them, besides what is moved. */
const CUT = 20
/** How much longer it takes to move along what is behind many cuts. */
const PASS = 4

/** Where the structs of one client were cut in two. */
interface Cuts {
  readonly clocks: Set<number>
  furthest: number
}

/** The structs of one text, or all that one field ever held. */
interface Row {
  /** Structs that are stored; counted when asked. */
  stored: number | null
  /** The first of a text, or the last of a field, as stored. */
  readonly end: Y.Item | null
  /** New structs so far. */
  fresh: number
  /** Of the new structs after one neighbour, the one that was placed last, and whether it was placed at once. */
  readonly after: Map<string, { readonly item: Y.Item; readonly direct: boolean }>
}

const lengthOf = (row: Row, sub: string | null): number => {
  if (row.stored !== null) return row.stored
  let length = 0
  for (let item = row.end; item && length < LIMITS.toil; item = sub === null ? item.right : item.left)
    length += 1
  row.stored = length
  return length
}

const keyOf = (id: Y.ID | null): string => (id ? `${id.client}/${id.clock}` : '')
const isAt = (id: Y.ID | null, item: Y.Item | Y.GC | null): boolean =>
  item === null ? id === null : id !== null && id.client === item.id.client && id.clock === item.id.clock
const endOf = ({ id, length }: Y.Item | Y.GC): number => id.clock + length

/**
 * The steps that it takes at most to place the new structs, and to delete. One is a tenth of a microsecond or so.
 * @param items new ones, in the order in which the update brings them
 * @param deletes in order: what is stored is cut for them in one pass (`room/cutAhead.ts`)
 */
export const toilOf = (
  { share, store }: Pick<Y.Doc, 'share' | 'store'>,
  {
    fresh,
    items,
    deletes,
  }: { readonly fresh: Fresh; readonly items: readonly Y.Item[]; readonly deletes: Ranges },
  placeOf: (item: Y.Item) => Place,
): number => {
  const rows = new Map<Y.Item | string, Map<string | null, Row>>()
  let steps = items.length

  const rowAt = (place: Exclude<Place, { type: 'gone' | 'circle' }>): Row => {
    const holder = place.type === 'root' ? place.name : place.container
    const inside = rows.get(holder) ?? new Map<string | null, Row>()
    rows.set(holder, inside)
    const known = inside.get(place.sub)
    if (known) return known
    const content = place.type === 'inside' ? place.container.content : null
    const type =
      place.type === 'root' ? share.get(place.name) : content instanceof Y.ContentType && content.type
    const end = type ? (place.sub === null ? type._start : (type._map.get(place.sub) ?? null)) : null
    const row: Row = { stored: null, end, fresh: 0, after: new Map() }
    inside.set(place.sub, row)
    return row
  }

  const isFresh = ({ client, clock }: Y.ID): boolean => {
    const first = fresh.get(client)?.[0]
    return first !== undefined && clock >= Math.max(first.id.clock, Y.getState(store, client))
  }

  const structAt = (id: Y.ID): Y.Item | Y.GC | undefined => {
    const structs = (isFresh(id) ? fresh : store.clients).get(id.client)
    return structs?.[Y.findIndexSS(structs, id.clock)]
  }

  /** Whether a struct that is not deleted would have to be cut in two here. */
  const isInside = (client: number, clock: number): boolean => {
    const last = fresh.get(client)?.at(-1)
    if (clock === 0 || clock >= (last ? endOf(last) : Y.getState(store, client))) return false
    const struct = structAt(Y.createID(client, clock))
    if (!(struct instanceof Y.Item) || struct.deleted || struct.id.clock === clock) return false
    return !(struct.content instanceof Y.ContentDeleted)
  }

  const cuts = new Map<number, Cuts>()

  /** A struct in two. @returns how many of its author's that lie behind it were cut before; null when it is in two already */
  const cut = (client: number, clock: number): number | null => {
    const own = cuts.get(client) ?? { clocks: new Set(), furthest: 0 }
    cuts.set(client, own)
    if (own.clocks.has(clock)) return null
    steps += CUT
    const behind = clock > own.furthest ? 0 : own.clocks.size
    own.clocks.add(clock)
    own.furthest = Math.max(own.furthest, clock)
    return behind
  }

  const moved = (client: number, more = 0): number =>
    ((store.clients.get(client)?.length ?? 0) + (fresh.get(client)?.length ?? 0) + more) / MOVED_A_STEP

  /** Cut by Yjs, which moves along all that its author wrote later: who cuts from behind moves each cut again and again. */
  const cutAlone = (client: number, clock: number): void => {
    const behind = cut(client, clock)
    if (behind !== null) steps += moved(client, behind)
  }

  /** Whether Yjs finds the place between two neighbours at once, as no other new struct follows the left one. */
  const isDirect = ({ end }: Row, sub: string | null, left: Y.ID | null, right: Y.ID | null): boolean => {
    if (!left) return sub === null ? isAt(right, end) : end === null && right === null
    const struct = structAt(left)
    if (!struct) return false
    if (left.clock < endOf(struct) - 1) return right?.client === left.client && right.clock === left.clock + 1
    // At the end of what is new itself nothing lies yet that would have to be passed.
    return isFresh(left) || (struct instanceof Y.Item && isAt(right, struct.right))
  }

  for (const item of items) {
    const place = placeOf(item)
    if (place.type === 'gone' || place.type === 'circle') continue
    const known = Y.getState(store, item.id.client)
    // What is known of it already is cut off: the rest follows that.
    const left = item.id.clock < known ? Y.createID(item.id.client, known - 1) : item.origin
    const right = item.rightOrigin
    if (left && isInside(left.client, left.clock + 1)) cutAlone(left.client, left.clock + 1)
    if (right && isInside(right.client, right.clock)) cutAlone(right.client, right.clock)
    const row = rowAt(place)
    const before = row.after.get(keyOf(left))
    const direct = before
      ? before.direct && before.item.id.client === item.id.client && isAt(right, before.item)
      : isDirect(row, place.sub, left, right)
    if (!direct) steps += row.fresh + (left && isFresh(left) ? 0 : lengthOf(row, place.sub))
    row.fresh += 1
    row.after.set(keyOf(left), { item, direct })
    if (steps > LIMITS.toil) return steps
  }

  for (const [client, ranges] of deletes) {
    steps += ranges.length
    const known = Y.getState(store, client)
    let isCut = false
    for (const { clock, len } of ranges) {
      for (const edge of [clock, clock + len]) {
        if (!isInside(client, edge)) continue
        if (edge >= known) cutAlone(client, edge)
        else if (cut(client, edge) !== null && !isCut) {
          isCut = true
          // One pass moves what is behind all of them.
          steps += moved(client) * PASS
        }
      }
      if (steps > LIMITS.toil) return steps
    }
  }
  return steps
}
