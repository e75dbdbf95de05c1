/**
 * What is large is taken in by pieces, one in a turn of the event loop over all documents. A short change passes through several
 * turns before others see it, and waits for the storage, which on a small machine shares the cores with us: so while somebody waits
 * for what they wrote, all that is large together gets just a share of the time.
 */

/** How many times as long as it took a piece makes room for what else there is, while somebody waits. */
const ROOM = 3
/** Milliseconds of that at most: a machine that stood still is no reason to let what is large wait for long. */
const LONGEST_ROOM = 50

/** Whose turn it is to take a piece. */
export interface Pieces {
  /** Whether one may be taken in this turn. If not, `then` is called in a turn in which it may, unless somebody else was before it. */
  mayTake(then: () => void): boolean
  /** One was taken, in so many milliseconds, and more is left. */
  took(ms: number): void
  /** Somebody waits for this. */
  makeRoomUntil(settled: Promise<unknown>): void
}

/** The pieces of all documents. */
export const createPieces = (): Pieces => {
  /** First who asked first. */
  const waiting = new Set<() => void>()
  let isBusy = false
  /** What somebody waits for last, which is settled after all before it. */
  let awaited: Promise<unknown> | null = null

  const passOn = (): void => {
    isBusy = false
    const [first] = waiting
    if (!first) return
    waiting.delete(first)
    first()
    // It had nothing large any more, or just a little.
    if (!isBusy && waiting.size > 0) passOnAfter(0)
  }

  const passOnAfter = (ms: number): void => {
    isBusy = true
    if (ms > 0) setTimeout(passOn, ms)
    else setImmediate(passOn)
  }

  return {
    mayTake(then) {
      if (isBusy) waiting.add(then)
      return !isBusy
    },
    took: (ms) => passOnAfter(awaited ? Math.min(ROOM * ms, LONGEST_ROOM) : 0),
    makeRoomUntil(settled) {
      if (awaited === settled) return
      awaited = settled
      const done = (): void => {
        if (awaited === settled) awaited = null
      }
      settled.then(done, done)
    },
  }
}
