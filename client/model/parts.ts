/** Parts of a large update: a message has its limits, and what was written, or deleted, in a long time offline may be more. */
import { LIMITS } from '../../shared/protocol.ts'
import { inParts } from '../../shared/updateParts.ts'

/** What a part holds at most: half of what the server takes in one message, since the counting is rough. */
const MOST = { bytes: 500_000, structs: 20_000, ranges: 20_000, clients: LIMITS.idsAtOnce / 2 } as const

/** @returns the update in parts, in the order in which they must be sent; most often it is its own only part */
export const partsOf = (update: Uint8Array): readonly Uint8Array[] => inParts(update, MOST)
