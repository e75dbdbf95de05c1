/**
 * Updates that came before what they build on. A stock client sends what it writes from the moment its socket is open, before the
 * sync step 2 with what it wrote while it was away: until that comes, they wait here.
 */
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Unfinished } from './unfinished.ts'

/** Bytes that each takes beside its own. */
const EACH = 200

/** What one socket sent too early of one document. */
export interface Held {
  /** Keeps one more; none once it was let go. @throws SocketRefusal when there are too many */
  add(update: Uint8Array): void
  isEmpty(): boolean
  /** What they wait for has come whole, and will be taken in soon. */
  answered(): void
  /** Gives them back, in order, and keeps none. */
  take(): readonly Uint8Array[]
  /** Lets go of them, for good: nobody is there any more who could be told. */
  leave(): void
}

export const createHeld = ({
  watch,
  isComing,
  onLate,
}: {
  /** Begins to count what is held with what else of this person's is not whole. Most people never have any. */
  readonly watch: () => Pick<Unfinished, 'came' | 'leave'>
  /** Whether something that is long is under way on this socket: on a slow line, it may be what they wait for. */
  readonly isComing: () => boolean
  /** They have waited for too long. */
  readonly onLate: () => void
}): Held => {
  let updates: Uint8Array[] = []
  let bytes = 0
  let hasLeft = false
  let timer: NodeJS.Timeout | null = null
  let unfinished: Pick<Unfinished, 'came' | 'leave'> | null = null

  const waitOn = (): void => {
    timer = setTimeout(() => {
      if (isComing()) waitOn()
      else onLate()
    }, LIMITS.held.ms).unref()
  }

  const answered = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
  }

  const empty = (): void => {
    answered()
    updates = []
    unfinished?.leave()
    unfinished = null
  }

  return {
    add(update) {
      // Of who has left, something may still be taken in. If their sync step 2 is among it, that holds this as well.
      if (hasLeft) return
      bytes += update.byteLength
      if (updates.length === LIMITS.held.messages || bytes > LIMITS.held.bytes)
        throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
      if (updates.length === 0) waitOn()
      // A copy: what comes lies in a far larger piece, which would be kept with it.
      updates.push(new Uint8Array(update))
      unfinished ??= watch()
      unfinished.came(update.byteLength + EACH)
    },
    isEmpty: () => updates.length === 0,
    answered,
    take() {
      const all = updates
      empty()
      return all
    },
    leave() {
      hasLeft = true
      empty()
    },
  }
}
