/** How much may wait for one socket before whoever is at its other side is too slow. */
import { LIMITS } from '../../../shared/protocol.ts'
import type { Outbox } from './outbox.ts'

/**
 * On top of the limit may wait the most that was sent in one turn. A big board on a slow line is no slow reader, nor is whoever gets
 * at once all that gathered behind a slow commit.
 */
export const createAllowance = ({ waiting, fresh }: Pick<Outbox, 'waiting' | 'fresh'>) => {
  let most = 0
  return {
    /** Counts what is to be sent, in bytes. @returns whether it still may be */
    maySend(bytes: number): boolean {
      if (waiting() === 0) most = 0
      if (waiting() - fresh() > LIMITS.buffered + most) return false
      most = Math.max(most, fresh() + bytes)
      return true
    },
  }
}
