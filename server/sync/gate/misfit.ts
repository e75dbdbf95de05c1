/** Why something does not fit: the close code, and words for it. */
import { CLOSE } from '../../../shared/protocol.ts'

export interface Misfit {
  readonly code: number
  readonly reason: string
}

export const unfit = (reason: string): Misfit => ({ code: CLOSE.unacceptable, reason })
export const tooLarge = (reason: string): Misfit => ({ code: CLOSE.tooLarge, reason })

/** More structs than anybody writes. */
export const TOO_MANY = tooLarge('These are too many changes at once.')
/** More than `LIMITS.toil`. */
export const TOO_MUCH = tooLarge('This is too much work at once.')
/** Beyond `LIMITS.clock`, or by more than `LIMITS.leap` at once. */
export const TOO_FAR = unfit('This update counts too far.')
/** One value is larger than `LIMITS.value`. */
export const TOO_HEAVY = tooLarge('This value is too large.')
/** The document holds `LIMITS.memory`. */
export const FULL = tooLarge('This document is full.')
/** More than `LIMITS.depth`. */
export const TOO_DEEP = unfit('This update nests too deep.')
