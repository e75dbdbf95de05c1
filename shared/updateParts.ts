/** Parts a large update into several that are taken one by one. Every part builds on nothing but what came before it. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What a part holds at most; bytes of its structs alone, and one more may come on top. */
export interface PartSize {
  readonly bytes: number
  readonly structs: number
  /** Ranges of what is deleted. */
  readonly ranges: number
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
interface Range {
  readonly client: number
  readonly clock: number
  readonly len: number
}

const endOf = ({ id, length }: Struct): number => id.clock + length

/**
 * Structs in an order in which nothing comes before what it builds on; what is not among them is taken to be there. Where one
 * waits for another's, that one's go first.
 */
function* inOrder(structs: readonly Struct[]): Generator<Struct> {
  const queues = new Map<number, { readonly structs: Struct[]; at: number }>()
  for (const struct of structs) {
    const queue = queues.get(struct.id.client)
    if (queue) queue.structs.push(struct)
    else queues.set(struct.id.client, { structs: [struct], at: 0 })
  }
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

const groupBy = <Value>(values: readonly Value[], keyOf: (value: Value) => number): [number, Value[]][] => {
  const groups = new Map<number, Value[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group) group.push(value)
    else groups.set(keyOf(value), [value])
  }
  return [...groups].sort(([a], [b]) => b - a)
}

/** What a part holds of one client's. */
interface Row {
  readonly clock: number
  count: number
  readonly encoder: Y.UpdateEncoderV1
}

/** An update as Yjs writes it. */
const encodePart = (rows: ReadonlyMap<number, Row>, ranges: readonly Range[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, rows.size)
    // Yjs writes the higher client ids first.
    for (const [client, row] of [...rows].sort(([a], [b]) => b - a)) {
      encoding.writeVarUint(encoder, row.count)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, row.clock)
      encoding.writeUint8Array(encoder, row.encoder.toUint8Array())
    }
    const deleted = groupBy(ranges, ({ client }) => client)
    encoding.writeVarUint(encoder, deleted.length)
    for (const [client, own] of deleted) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, own.length)
      for (const { clock, len } of own) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, len)
      }
    }
  })

/** @returns the update in parts, in the order in which they must be taken; a small one is its own only part */
export const inParts = (update: Uint8Array, most: PartSize): readonly Uint8Array[] => {
  if (update.byteLength <= most.bytes) return [update]
  const { structs, ds } = Y.decodeUpdate(update)
  /** Where each client's structs begin that were not sent yet. */
  const unsent = new Map<number, number>()
  for (const { id } of structs) unsent.set(id.client, Math.min(id.clock, unsent.get(id.client) ?? Infinity))
  let ranges: Range[] = []
  for (const [client, list] of ds.clients)
    for (const { clock, len } of list) ranges.push({ client, clock, len })
  const parts: Uint8Array[] = []
  const rows = new Map<number, Row>()
  let bytes = 0
  let count = 0
  const flush = (): void => {
    const now: Range[] = []
    const later: Range[] = []
    for (const range of ranges) {
      const isSent = range.clock + range.len <= (unsent.get(range.client) ?? Infinity)
      if (isSent && now.length < most.ranges) now.push(range)
      else later.push(range)
    }
    ranges = later
    parts.push(encodePart(rows, now))
    rows.clear()
    bytes = 0
    count = 0
  }
  for (const struct of inOrder(structs)) {
    const { client, clock } = struct.id
    if (bytes >= most.bytes || count >= most.structs) flush()
    const row = rows.get(client) ?? { clock, count: 0, encoder: new Y.UpdateEncoderV1() }
    rows.set(client, row)
    const before = encoding.length(row.encoder.restEncoder)
    struct.write(row.encoder, 0)
    bytes += encoding.length(row.encoder.restEncoder) - before
    row.count += 1
    count += 1
    unsent.set(client, endOf(struct))
  }
  unsent.clear()
  do flush()
  while (ranges.length > 0)
  return parts
}
