/** Parts a large update into several that are taken one by one. Every part builds on nothing but what came before it. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What a part holds at most; what is deleted of its own structs may come on top. */
export interface PartSize {
  /** Bytes of its structs alone, and one more struct. */
  readonly bytes: number
  readonly structs: number
  /** Ranges of what is deleted. */
  readonly ranges: number
  /** Client ids under which it brings something. */
  readonly clients: number
}

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

/** Steps of one client that are deleted. */
export interface Range {
  readonly clock: number
  readonly len: number
}
/** Those of each client, in order; none overlap. */
export type Ranges = ReadonlyMap<number, readonly Range[]>

const endOf = ({ id, length }: Struct): number => id.clock + length

/**
 * Structs in an order in which nothing comes before what it builds on; what is not among them is taken to be there. Where one
 * waits for another's, that one's go first.
 * @param rows each client's, in order
 */
export function* inOrder(rows: ReadonlyMap<number, readonly Struct[]>): Generator<Struct> {
  const queues = new Map<number, { readonly structs: readonly Struct[]; at: number }>()
  for (const [client, structs] of rows) queues.set(client, { structs, at: 0 })
  const isMissing = (id: unknown): id is Y.ID => {
    if (!(id instanceof Y.ID)) return false
    const queue = queues.get(id.client)
    return queue !== undefined && id.clock >= (queue.structs[queue.at]?.id.clock ?? Infinity)
  }
  /** Whose has to go first. */
  const awaited = (struct: Struct): number | null => {
    if (!(struct instanceof Y.Item)) return null
    const { origin, rightOrigin, parent, id } = struct
    if (isMissing(origin) && origin.client !== id.client) return origin.client
    if (isMissing(rightOrigin) && rightOrigin.client !== id.client) return rightOrigin.client
    return isMissing(parent) && parent.client !== id.client ? parent.client : null
  }
  for (const first of queues.keys()) {
    const path = [first]
    /** Steps along the path since something went: more than there are clients lead round in a circle, which Yjs never makes. */
    let idle = 0
    for (let client = path.at(-1); client !== undefined; client = path.at(-1)) {
      const queue = queues.get(client)
      const next = queue?.structs[queue.at]
      if (!queue || !next) {
        path.pop()
        continue
      }
      const before = awaited(next)
      if (before !== null && idle < queues.size) {
        idle += 1
        path.push(before)
        continue
      }
      idle = 0
      queue.at += 1
      yield next
    }
  }
}

/**
 * Tells of each struct, in order, whether it is a plain field of the entry right before it. Such a field comes with its entry:
 * whoever takes parts takes one at a time, and a copy that says nowhere what it was copied from is nobody's copy.
 */
const createFollowing = (): ((struct: Struct) => boolean) => {
  let entry: Y.ID | null = null
  return (struct) => {
    const parent: unknown = struct instanceof Y.Item ? struct.parent : null
    const isField =
      entry !== null &&
      struct instanceof Y.Item &&
      parent instanceof Y.ID &&
      Y.compareIDs(parent, entry) &&
      !(struct.content instanceof Y.ContentType)
    if (!isField) entry = typeof parent === 'string' ? struct.id : null
    return isField
  }
}

/** How much more than others a part may hold, where an entry would be cut in two. */
const ROOM_FOR_ENTRY = 2

/** What a part holds of one client's. */
interface Row {
  readonly clock: number
  count: number
  readonly encoder: Y.UpdateEncoderV1
}

/** A part that is being put together. */
export interface Part {
  /** Adds the next of its client's. */
  add(struct: Struct): void
  /** Deletes a range, in whatever order. */
  remove(client: number, range: Range): void
  /** What it holds so far. */
  readonly size: PartSize
  /** The part as Yjs writes an update; the next one begins. */
  take(): Uint8Array
}

/** Parts, one after the other, in the order in which they are filled. */
export const createPart = (): Part => {
  const rows = new Map<number, Row>()
  const deleted = new Map<number, { clock: number; len: number }[]>()
  const size = { bytes: 0, structs: 0, ranges: 0, clients: 0 }
  return {
    size,
    add(struct) {
      const { client, clock } = struct.id
      const row = rows.get(client) ?? { clock, count: 0, encoder: new Y.UpdateEncoderV1() }
      rows.set(client, row)
      size.clients = rows.size
      const before = encoding.length(row.encoder.restEncoder)
      struct.write(row.encoder, 0)
      size.bytes += encoding.length(row.encoder.restEncoder) - before
      size.structs += 1
      row.count += 1
    },
    remove(client, { clock, len }) {
      const list = deleted.get(client) ?? []
      deleted.set(client, list)
      const last = list.at(-1)
      if (last && last.clock + last.len === clock) last.len += len
      else {
        list.push({ clock, len })
        size.ranges += 1
      }
    },
    take() {
      const part = encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, rows.size)
        // Yjs writes the higher client ids first.
        for (const [client, row] of [...rows].sort(([a], [b]) => b - a)) {
          encoding.writeVarUint(encoder, row.count)
          encoding.writeVarUint(encoder, client)
          encoding.writeVarUint(encoder, row.clock)
          encoding.writeUint8Array(encoder, row.encoder.toUint8Array())
        }
        encoding.writeVarUint(encoder, deleted.size)
        for (const [client, list] of [...deleted].sort(([a], [b]) => b - a)) {
          encoding.writeVarUint(encoder, client)
          encoding.writeVarUint(encoder, list.length)
          for (const { clock, len } of list.sort((a, b) => a.clock - b.clock)) {
            encoding.writeVarUint(encoder, clock)
            encoding.writeVarUint(encoder, len)
          }
        }
      })
      rows.clear()
      deleted.clear()
      size.bytes = size.structs = size.ranges = size.clients = 0
      return part
    },
  }
}

/** Says when a part has enough. */
export interface Filler {
  isFull(): boolean
  /** To be asked for each struct, in order: an entry and what follows it stay together, as far as there is room. */
  isFullBefore(struct: Struct): boolean
}

/** @param isMore whether it holds so many times as much as it may of something else */
export const createFiller = (
  { size }: Pick<Part, 'size'>,
  most: PartSize,
  isMore: (times: number) => boolean = () => false,
): Filler => {
  const follows = createFollowing()
  const isFull = (times: number): boolean =>
    isMore(times) ||
    size.bytes >= most.bytes * times ||
    size.structs >= most.structs * times ||
    size.ranges >= most.ranges * times ||
    size.clients >= most.clients * times
  return {
    isFull: () => isFull(1),
    isFullBefore: (struct) => isFull(follows(struct) ? ROOM_FOR_ENTRY : 1),
  }
}

/** Where each client's structs begin, and where they end. */
const spansOf = (structs: Iterable<Struct>): ReadonlyMap<number, readonly [from: number, to: number]> => {
  const spans = new Map<number, [number, number]>()
  for (const struct of structs) {
    const { client, clock } = struct.id
    const span = spans.get(client)
    if (!span) spans.set(client, [clock, endOf(struct)])
    else {
      span[0] = Math.min(span[0], clock)
      span[1] = Math.max(span[1], endOf(struct))
    }
  }
  return spans
}

/** What of one client's ranges lies outside of a span. */
const outside = (list: readonly Range[], from: number, to: number): readonly Range[] =>
  list.flatMap((range) => {
    const { clock, len } = range
    const end = clock + len
    if (end <= from || clock >= to) return [range]
    const rest: Range[] = []
    if (clock < from) rest.push({ clock, len: from - clock })
    if (end > to) rest.push({ clock: to, len: end - to })
    return rest
  })

/**
 * What of an update is deleted: of what it does not bring itself, and of what it does, which goes with the struct that brings it.
 * @param structs all of them, or at least each client's first and last
 */
export const partDeletes = (
  ranges: Ranges,
  structs: Iterable<Struct>,
): {
  readonly elsewhere: Ranges
  /** To be asked for each struct, each client's in order. */
  readonly of: (struct: Struct) => Iterable<Range>
} => {
  const spans = spansOf(structs)
  /** How many ranges of each client are behind. */
  const behind = new Map<number, number>()
  const elsewhere = new Map<number, readonly Range[]>()
  for (const [client, list] of ranges) {
    const span = spans.get(client)
    elsewhere.set(client, span ? outside(list, ...span) : list)
  }
  return {
    elsewhere,
    *of(struct) {
      const { client, clock } = struct.id
      const end = endOf(struct)
      const list = ranges.get(client) ?? []
      let at = behind.get(client) ?? 0
      for (let range = list[at]; range && range.clock < end; range = list[at]) {
        const from = Math.max(range.clock, clock)
        const to = Math.min(range.clock + range.len, end)
        if (from < to) yield { clock: from, len: to - from }
        // The rest of it lies in what comes later.
        if (range.clock + range.len > end) break
        at += 1
      }
      behind.set(client, at)
    },
  }
}

const rowsOf = (structs: readonly Struct[]): ReadonlyMap<number, readonly Struct[]> => {
  const rows = new Map<number, Struct[]>()
  for (const struct of structs) {
    const row = rows.get(struct.id.client)
    if (row) row.push(struct)
    else rows.set(struct.id.client, [struct])
  }
  return rows
}

/** Bytes of the shortest struct, or range. */
const SHORTEST = 2

/** How many clients an update brings something of: Yjs writes that first. */
const clientsIn = (update: Uint8Array): number => decoding.readVarUint(decoding.createDecoder(update))

/** @returns the update in parts, in the order in which they must be taken; one that is no more than a part is its own only one */
export const inParts = (update: Uint8Array, most: PartSize): readonly Uint8Array[] => {
  const hasFew = clientsIn(update) <= most.clients
  if (hasFew && update.byteLength <= Math.min(most.bytes, SHORTEST * most.structs, SHORTEST * most.ranges))
    return [update]
  const { structs, ds } = Y.decodeUpdate(update)
  let count = 0
  for (const list of ds.clients.values()) count += list.length
  if (hasFew && update.byteLength <= most.bytes && structs.length <= most.structs && count <= most.ranges)
    return [update]
  const deletes = partDeletes(Y.mergeDeleteSets([ds]).clients, structs)
  const part = createPart()
  const parts: Uint8Array[] = []
  const { size } = part
  const { isFull, isFullBefore } = createFiller(part, most)
  for (const [client, list] of deletes.elsewhere)
    for (const range of list) {
      if (isFull()) parts.push(part.take())
      part.remove(client, range)
    }
  for (const struct of inOrder(rowsOf(structs))) {
    if (isFullBefore(struct)) parts.push(part.take())
    part.add(struct)
    for (const range of deletes.of(struct)) part.remove(struct.id.client, range)
  }
  if (size.structs > 0 || size.ranges > 0) parts.push(part.take())
  return parts
}
