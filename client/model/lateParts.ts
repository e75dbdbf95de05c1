/** Late notes on their way to the board: as the server takes them, and no more at once than it takes. Pure. */
import { LIMITS } from '../../shared/protocol.ts'
import type { LateNote } from './spells.ts'

/** Bytes of one part of many late notes: well below what the server reads of one request. */
const PART_BYTES = 200_000

/** A late note as the server takes it. */
export const asShared = ({ note: { id, text, colour, principles, asks, consent } }: LateNote) => ({
  id,
  text,
  colour,
  principles: [...principles],
  asks,
  ...(consent && { consent }),
})

/** Splits late notes so that each request stays within what the server takes. */
export const inParts = (notes: readonly LateNote[]): LateNote[][] => {
  const parts: LateNote[][] = []
  let bytes = 0
  for (const each of notes) {
    const size = new TextEncoder().encode(JSON.stringify(asShared(each))).length
    const part = parts.at(-1)
    if (part && part.length < LIMITS.lateNotes && bytes + size <= PART_BYTES) {
      part.push(each)
      bytes += size
    } else {
      parts.push([each])
      bytes = size
    }
  }
  return parts
}
