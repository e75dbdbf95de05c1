/**
 * What is much is taken in a part at a time, so that others are heard in between: each part is some milliseconds' work for Yjs, the
 * ledger and the storage together.
 */
import * as Y from 'yjs'
import { LIMITS } from '../../../shared/protocol.ts'
import {
  createFiller,
  createPart,
  inOrder,
  partDeletes,
  type PartSize,
  type Ranges,
} from '../../../shared/updateParts.ts'

/** What a part holds at most, more or less; steps are those of `LIMITS.toil`. */
export interface PartLimits extends PartSize {
  readonly steps: number
}

/** Of what comes in one message. It brings no more clients than one part may hold. */
export const PART_MOST: PartLimits = {
  bytes: 32_000,
  structs: 500,
  ranges: 500,
  clients: LIMITS.idsAtOnce,
  steps: 25_000,
}

/** Steps for what a part does. */
const TAKING_IN = {
  /** Judging, placing and storing something new. */
  struct: 40,
  /** Something new of the board's own, which the ledger writes down. */
  entry: 100,
  /** Looking a range up. */
  range: 5,
  /** Deleting something, and clearing away what is left of it. */
  deleted: 15,
  /** Cutting something in two, where some of it is deleted. */
  cut: 40,
  /** Passing what is deleted already. */
  passed: 1 / 4,
} as const

/** Structs that are moved along in one step, at worst: all behind a cut, once for all that a part cuts (`room/cutAhead.ts`). */
const MOVED_A_STEP = 32

type Store = Y.Doc['store']

/** What clearing away the inside of something takes: also all that its fields ever held. */
const stepsInside = ({ content }: Y.Item): number => {
  if (!(content instanceof Y.ContentType)) return 0
  const { _map: fields, _start: first } = content.type
  let steps = 0
  for (let item = first; item && steps < PART_MOST.steps; item = item.right) steps += TAKING_IN.deleted
  for (const last of fields.values())
    for (let item: Y.Item | null = last; item && steps < PART_MOST.steps; item = item.left)
      steps += TAKING_IN.deleted
  return steps
}

/** What deleting a stored struct takes. */
const stepsOf = (struct: Y.Item | Y.GC, cuts: number): number => {
  if (!(struct instanceof Y.Item) || struct.deleted) return TAKING_IN.passed
  return TAKING_IN.deleted + stepsInside(struct) + TAKING_IN.cut * cuts
}

/** Some of a range, from its end: as much as there is room for, and at least one struct. @returns where it begins, and its steps */
const fromEnd = (
  structs: (Y.Item | Y.GC)[],
  clock: number,
  end: number,
  room: number,
): { readonly from: number; readonly steps: number } => {
  let from = end
  let steps: number = TAKING_IN.range
  for (let index = Y.findIndexSS(structs, end - 1); from > clock && (from === end || steps < room); index--) {
    const struct = structs[index]
    if (!struct) break
    const { id, length } = struct
    from = Math.max(clock, id.clock)
    steps += stepsOf(struct, Number(id.clock < clock) + Number(id.clock + length > end))
  }
  return { from, steps }
}

/** What is cut. */
export interface Large {
  /** New structs by client, each client's in order. */
  readonly fresh: ReadonlyMap<number, readonly (Y.Item | Y.GC)[]>
  /** Merged and in order; nothing that is neither stored nor new. */
  readonly deletes: Ranges
}

/** Whether deleting these takes more than one part has room for. */
export const isMuchToDelete = ({ clients }: Store, deletes: Ranges): boolean => {
  let steps = 0
  for (const [client, ranges] of deletes) {
    const structs = clients.get(client)
    const last = structs?.at(-1)
    if (!structs || !last) continue
    for (const { clock, len } of ranges) {
      const end = Math.min(clock + len, last.id.clock + last.length)
      if (clock >= end) break
      const some = fromEnd(structs, clock, end, PART_MOST.steps - steps)
      steps += some.steps
      if (some.from > clock || steps >= PART_MOST.steps) return true
    }
  }
  return false
}

/**
 * Cuts what is large into updates, to be applied in this order; each is made when it is asked for, as things are then. What is
 * stored is deleted first, and from the end: so the structs that are moved along are few. What is new and deleted comes deleted.
 */
export function* cutUp(
  { clients }: Store,
  { fresh, deletes }: Large,
  most = PART_MOST,
): Generator<Uint8Array, void> {
  const ends = [...fresh.values()].flatMap((row) => [row.slice(0, 1), row.slice(-1)].flat())
  const parted = partDeletes(deletes, ends)
  const part = createPart()
  const { size } = part
  let steps = 0
  const { isFull, isFullBefore } = createFiller(part, most, (times) => steps >= most.steps * times)
  const take = (): Uint8Array => {
    steps = 0
    return part.take()
  }
  for (const [client, list] of parted.elsewhere) {
    const own = clients.get(client) ?? []
    for (let at = list.length - 1; at >= 0; at--) {
      const { clock = 0, len = 0 } = list[at] ?? {}
      for (let end = clock + len; end > clock;) {
        // Once for each part.
        if (steps === 0) steps = Math.min(own.length / MOVED_A_STEP, most.steps / 2)
        const some = fromEnd(own, clock, end, most.steps - steps)
        part.remove(client, { clock: some.from, len: end - some.from })
        steps += some.steps
        end = some.from
        if (isFull()) yield take()
      }
    }
  }
  for (const struct of inOrder(fresh)) {
    if (isFullBefore(struct)) yield take()
    part.add(struct)
    const isEntry = struct instanceof Y.Item && typeof struct.parent === 'string'
    steps += isEntry ? TAKING_IN.entry : TAKING_IN.struct
    for (const range of parted.of(struct)) {
      part.remove(struct.id.client, range)
      steps += TAKING_IN.range + TAKING_IN.deleted
    }
  }
  if (size.structs > 0 || size.ranges > 0) yield part.take()
}
