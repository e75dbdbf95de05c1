/**
 * A document's epoch. When it is written anew without its history, all client ids that had written it are retired: whoever still
 * builds on one holds a copy from before, and would bring back what is gone. There may be a million of them: what takes one step
 * for each is left to the thread that writes the document anew.
 */

/** Which client ids a document has left behind. */
export interface Epoch {
  /** How often the document was written anew. */
  readonly number: number
  /** How many ids are retired. */
  readonly size: number
  isRetired(client: number): boolean
}

/** The client ids that the next epoch leaves behind, but for those that are found in the document itself. */
export interface Spent {
  /** The present epoch, encoded. */
  readonly epoch: Uint8Array
  /** Ids that somebody claimed since. */
  readonly claimed: Uint32Array
}

/** As it is stored: its number, then the retired ids, least first, each in four bytes as processors have them. */
const encodeEpoch = (number: number, sorted: Uint32Array): Uint8Array => {
  const words = new Uint32Array(1 + sorted.length)
  words[0] = number
  words.set(sorted, 1)
  return new Uint8Array(words.buffer)
}

/** Of a document that was never written anew. */
export const FIRST_EPOCH: Uint8Array = encodeEpoch(0, new Uint32Array())

const wordsOf = (bytes: Uint8Array): readonly [number: number, sorted: Uint32Array] => {
  // Copied, as they may lie anywhere in what the storage read.
  const words = new Uint32Array(bytes.slice().buffer)
  const [number] = words
  if (number === undefined) throw new Error('this is no epoch')
  return [number, words.subarray(1)]
}

/** @throws when the bytes are no epoch's */
export const decodeEpoch = (bytes: Uint8Array): Epoch => {
  const [number, sorted] = wordsOf(bytes)
  return {
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
  }
}

/** The epoch after an encoded one, with more ids retired, encoded. */
export const nextEpoch = (epoch: Uint8Array, retired: Iterable<number>): Uint8Array => {
  const [number, sorted] = wordsOf(epoch)
  const { isRetired } = decodeEpoch(epoch)
  const fresh = [...new Set(retired)].filter((id) => !isRetired(id))
  const all = new Uint32Array(sorted.length + fresh.length)
  all.set(sorted)
  all.set(fresh, sorted.length)
  return encodeEpoch(number + 1, all.sort())
}
