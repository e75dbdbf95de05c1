/**
 * A document's epoch. When it is written anew without its history, all client ids that had written it are retired: whoever still
 * builds on one holds a copy from before, and would bring back what is gone.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** Which client ids a document has left behind. */
export interface Epoch {
  /** How often the document was written anew. */
  readonly number: number
  /** How many ids are retired. */
  readonly size: number
  isRetired(client: number): boolean
  /** The retired ids, least first. */
  ids(): readonly number[]
}

/**
 * A document with more ids than this keeps its history from then on: they are remembered for ever, four bytes each in memory, since
 * a forgotten one would let a phone that was long away bring back what is gone.
 */
export const MOST_RETIRED = 1_000_000

const epochOf = (number: number, sorted: Uint32Array): Epoch => ({
  number,
  size: sorted.length,
  isRetired(client) {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sorted[middle] ?? 0) < client) low = middle + 1
      else high = middle
    }
    return low < sorted.length && sorted[low] === client
  },
  ids: () => [...sorted],
})

/** Of a document that was never written anew. */
export const FIRST_EPOCH: Epoch = epochOf(0, new Uint32Array())

/** The epoch after this one, with more ids retired. */
export const nextEpoch = (epoch: Epoch, retired: Iterable<number>): Epoch =>
  epochOf(epoch.number + 1, new Uint32Array(new Set([...epoch.ids(), ...retired])).sort())

/** Its number, then the distance from each id to the next. */
export const encodeEpoch = (epoch: Epoch): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, epoch.number)
    encoding.writeVarUint(encoder, epoch.size)
    let before = 0
    for (const id of epoch.ids()) {
      encoding.writeVarUint(encoder, id - before)
      before = id
    }
  })

/** @throws when the bytes are no epoch's */
export const decodeEpoch = (bytes: Uint8Array): Epoch => {
  const decoder = decoding.createDecoder(bytes)
  const number = decoding.readVarUint(decoder)
  const ids = new Uint32Array(decoding.readVarUint(decoder))
  let before = 0
  for (let index = 0; index < ids.length; index++)
    ids[index] = before = before + decoding.readVarUint(decoder)
  return epochOf(number, ids)
}
