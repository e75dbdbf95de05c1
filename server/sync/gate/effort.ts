/** What it costs to judge an update, counted while it is judged: also what is known, or refused, takes its time. */
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import { TOO_MUCH, type Misfit } from './misfit.ts'

/** Steps (`LIMITS.work`) that are counted for what an update holds. */
export const JUDGING = {
  /** One of its bytes, when it is looked through. */
  byte: 1 / 16,
  /** One of its structs, when that is known. */
  known: 1,
  /** One of its ranges of what is deleted: it is read, put in order, and looked up. */
  range: 3,
  /** One of its structs, when it is built and taken in. */
  struct: 20,
  /** One of the plain values in those. */
  value: 2,
  /** A stored struct that is passed in looking for something. */
  passed: 1 / 4,
} as const

/** Stored structs that are passed before they are counted together. */
const TOGETHER = 256

const TOO_FAST: Misfit = { code: CLOSE.tooFast, reason: 'Too much at once; please wait a moment.' }

/** The work of judging one update. */
export interface Effort {
  /** Counts work that is about to be done. @returns whether it may be done */
  spend(steps: number): boolean
  /** Counts a stored struct that is passed. @returns whether to go on */
  pass(): boolean
  /** Why not to go on, if so. */
  refusal(): Misfit | null
}

/** @param mayWork whether the sender may make so much more work now */
export const createEffort = (mayWork: (steps: number) => boolean): Effort => {
  let refusal: Misfit | null = null
  let passed = 0
  const spend = (steps: number): boolean => {
    if (!refusal && !mayWork(steps)) refusal = TOO_FAST
    return refusal === null
  }
  return {
    spend,
    pass() {
      passed += 1
      if (passed % TOGETHER !== 0) return refusal === null
      if (passed * JUDGING.passed > LIMITS.toil) refusal ??= TOO_MUCH
      return spend(TOGETHER * JUDGING.passed)
    },
    refusal: () => refusal,
  }
}
