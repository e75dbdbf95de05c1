/** Parts a large update into several that are taken one by one. Every part builds on nothing but what came before it. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What a part holds at most; bytes of its structs alone. */
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

const needsOf = (struct: Struct): readonly Y.ID[] => {
  if (!(struct instanceof Y.Item)) return []
  const parent: unknown = struct.parent
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null].filter(
    (id) => id !== null,
  )
}

const endOf = ({ id, length }: Struct): number => id.clock + length

/**
 * Structs in an order in which nothing comes before what it builds on; what is not among them is taken to be there. Where one
 * waits for another's, that one's go first.
 */
function* inOrder(structs: readonly Struct[]): Generator<Struct> {
  const queues = new Map<number, Struct[]>()
  for (const struct of structs) {
    const queue = queues.get(struct.id.client)
    if (queue) queue.push(struct)
    else queues.set(struct.id.client, [struct])
  }
  for (const queue of queues.values()) queue.reverse()
  const isThere = ({ client, clock }: Y.ID): boolean =>
    clock < (queues.get(client)?.at(-1)?.id.clock ?? Infinity)
  for (const first of queues.keys()) {
    const path = [first]
    /** Steps along the path since something went: more than there are clients lead round in a circle, which Yjs never makes. */
    let idle = 0
    for (let client = path.at(-1); client !== undefined; client = path.at(-1)) {
      const queue = queues.get(client)
      const next = queue?.at(-1)
      if (!queue || !next) {
        path.pop()
        continue
      }
      const own = client
      const missing = needsOf(next).find((id) => id.client !== own && !isThere(id))
      if (missing && idle < queues.size) {
        idle += 1
        path.push(missing.client)
        continue
      }
      idle = 0
      queue.pop()
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
  // Yjs writes the higher client ids first.
  return [...groups].sort(([a], [b]) => b - a)
}

interface Written {
  readonly struct: Struct
  readonly bytes: Uint8Array
}

/** An update as Yjs writes it. */
const encodePart = (written: readonly Written[], ranges: readonly Range[]): Uint8Array =>
  encoding.encode((encoder) => {
    const clients = groupBy(written, ({ struct }) => struct.id.client)
    encoding.writeVarUint(encoder, clients.length)
    for (const [client, own] of clients) {
      encoding.writeVarUint(encoder, own.length)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, own[0]?.struct.id.clock ?? 0)
      for (const { bytes } of own) encoding.writeUint8Array(encoder, bytes)
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

const write = (struct: Struct): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1()
  struct.write(encoder, 0)
  return encoder.toUint8Array()
}

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
  let written: Written[] = []
  let bytes = 0
  const flush = (): void => {
    const now: Range[] = []
    const later: Range[] = []
    for (const range of ranges) {
      const isSent = range.clock + range.len <= (unsent.get(range.client) ?? Infinity)
      if (isSent && now.length < most.ranges) now.push(range)
      else later.push(range)
    }
    ranges = later
    parts.push(encodePart(written, now))
    written = []
    bytes = 0
  }
  for (const struct of inOrder(structs)) {
    const own = write(struct)
    if (bytes + own.byteLength > most.bytes || written.length >= most.structs) flush()
    written.push({ struct, bytes: own })
    bytes += own.byteLength
    unsent.set(struct.id.client, endOf(struct))
  }
  unsent.clear()
  do flush()
  while (ranges.length > 0)
  return parts
}
