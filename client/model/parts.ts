/**
 * Parts a large update into several that the server takes one by one: a message has its limits, and what was written in a long
 * time offline may be more. Every part builds on nothing but what came before it.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What a part holds at most: half of what the server takes in one message, since the counting is rough. */
const MOST = { bytes: 500_000, structs: 20_000, ranges: 20_000 } as const

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

/** What is new, in an order in which nothing comes before what it builds on. */
function* inOrder(structs: readonly Struct[]): Generator<Struct> {
  const queues = new Map<number, Struct[]>()
  for (const struct of structs) {
    const queue = queues.get(struct.id.client)
    if (queue) queue.push(struct)
    else queues.set(struct.id.client, [struct])
  }
  for (const queue of queues.values()) queue.reverse()
  /** Whether something is there: sent already, or known to the server from the first. */
  const isThere = ({ client, clock }: Y.ID): boolean =>
    clock < (queues.get(client)?.at(-1)?.id.clock ?? Infinity)
  for (let went = true; went;) {
    went = false
    for (const [client, queue] of queues) {
      for (let next = queue.at(-1); next; next = queue.at(-1)) {
        if (!needsOf(next).every((id) => id.client === client || isThere(id))) break
        queue.pop()
        went = true
        yield next
      }
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

/** @returns the update in parts, in the order in which they must be sent; most often it is its own only part */
export const partsOf = (update: Uint8Array): readonly Uint8Array[] => {
  if (update.byteLength <= MOST.bytes) return [update]
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
      if (isSent && now.length < MOST.ranges) now.push(range)
      else later.push(range)
    }
    ranges = later
    parts.push(encodePart(written, now))
    written = []
    bytes = 0
  }
  for (const struct of inOrder(structs)) {
    const own = write(struct)
    if (bytes + own.byteLength > MOST.bytes || written.length >= MOST.structs) flush()
    written.push({ struct, bytes: own })
    bytes += own.byteLength
    unsent.set(struct.id.client, endOf(struct))
  }
  unsent.clear()
  do flush()
  while (ranges.length > 0)
  return parts
}
