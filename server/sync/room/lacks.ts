/** What somebody lacks of a document who says what they have, and how that travels. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What somebody has: how far, by client id. */
export type Vector = ReadonlyMap<number, number>

/** Structs beyond which somebody gets the whole document, which is at hand, and not what they lack. */
const MOST = 10_000

/** What somebody lacks of one client's. */
export interface Lack {
  readonly client: number
  readonly clock: number
  readonly structs: readonly (Y.Item | Y.GC)[]
  /** Where it begins. */
  readonly from: number
}

/** What somebody lacks, and how much; null when that is so much that the whole is no more work. */
export const lacksOf = (
  store: Y.Doc['store'],
  vector: Vector,
): { readonly lacks: readonly Lack[]; readonly count: number } | null => {
  const lacks: Lack[] = []
  let count = 0
  let all = 0
  for (const [client, structs] of store.clients) {
    all += structs.length
    const clock = vector.get(client) ?? 0
    if (clock >= Y.getState(store, client)) continue
    const from = Y.findIndexSS(structs, clock)
    count += structs.length - from
    lacks.push({ client, clock, structs, from })
  }
  return count > MOST || 4 * count > all ? null : { lacks, count }
}

/** Whether two people lack the same. */
export const isSame = (some: readonly Lack[], others: readonly Lack[]): boolean =>
  some.length === others.length &&
  some.every(({ client, clock }, at) => others[at]?.client === client && others[at].clock === clock)

/** Structs, and what is deleted, as an update holds them: the higher ids first, as Yjs has it. */
export const encodeLacks = (lacks: readonly Lack[], deletes: Uint8Array): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, lacks.length)
  for (const { client, clock, structs, from } of lacks.toSorted((a, b) => b.client - a.client)) {
    encoding.writeVarUint(encoder.restEncoder, structs.length - from)
    encoder.writeClient(client)
    encoding.writeVarUint(encoder.restEncoder, clock)
    for (let index = from; index < structs.length; index++) {
      const struct = structs[index]
      struct?.write(encoder, index === from ? clock - struct.id.clock : 0)
    }
  }
  encoding.writeUint8Array(encoder.restEncoder, deletes)
  return encoder.toUint8Array()
}
