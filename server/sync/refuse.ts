/**
 * How a socket is refused: the close code that says it. What the sync path says beside a code is English, for programs and logs.
 * People read other words: our app has its own for each code (`test/contracts/closeCodes.test.tsx`) and does not read a reason,
 * and what a failed storage says over HTTP comes from the catalogue (`http/answers.ts`).
 */
import type { Refusal, RefusalCode } from '../../shared/errors.ts'
import { CLOSE } from '../../shared/protocol.ts'

/** What no honest client does again and again. */
const OFFENCES: ReadonlySet<number> = new Set([
  CLOSE.malformed,
  CLOSE.foreignClient,
  CLOSE.tooLarge,
  CLOSE.unacceptable,
  CLOSE.tooFast,
])

/** A document on a socket is closed with this code. Its reason is at most 123 bytes, as WebSocket has it. */
export class SocketRefusal extends Error {
  override readonly name = 'SocketRefusal'
  constructor(
    readonly code: number,
    readonly reason: string,
    /** Whether it says something against whoever sent it: too much of that, and their door is shut. */
    readonly isOffence: boolean = OFFENCES.has(code),
  ) {
    super(reason)
  }
}

const CLOSE_OF: Partial<Record<RefusalCode, number>> = {
  malformed: CLOSE.malformed,
  'no-session': CLOSE.noSession,
  removed: CLOSE.removed,
  'wrong-secret': CLOSE.noSession,
  'too-large': CLOSE.tooLarge,
  unfit: CLOSE.unacceptable,
  'storage-failed': CLOSE.storageFailed,
  'too-fast': CLOSE.tooFast,
}

/** The close code for a refusal out of the catalogue. */
export const closeCodeOf = (refusal: Refusal): number => CLOSE_OF[refusal.code] ?? CLOSE.forbidden

/** As much of a reason as a close frame can carry. */
export const shortReason = (reason: string): string => {
  let short = reason
  while (Buffer.byteLength(short) > 123) short = short.slice(0, -1)
  return short
}
