/**
 * What is large is taken in by pieces, over all documents: while one is on its way into the storage, no other is taken. A short
 * change passes through several turns of the event loop before others see it, and so meets two pieces or three, however much is
 * large, and in however many documents.
 */

/** Whose turn it is to take a piece. */
export interface Pieces {
  /** Whether one may be taken in this turn. If not, `then` is called in a turn in which it may, unless somebody else was before it. */
  mayTake(then: () => void): boolean
  /** One was taken, and more is left. */
  took(): void
}

/** @param settled resolves, or fails, when all that was enqueued so far is stored */
export const createPieces = (settled: () => Promise<void>): Pieces => {
  /** First who asked first. */
  const waiting = new Set<() => void>()
  let isBusy = false

  const passOn = (): void => {
    isBusy = false
    const [first] = waiting
    if (!first) return
    waiting.delete(first)
    first()
    // It had nothing large any more, or just a little.
    if (!isBusy && waiting.size > 0) passOnSoon()
  }

  const passOnSoon = (): void => {
    isBusy = true
    setImmediate(passOn)
  }

  return {
    mayTake(then) {
      if (isBusy) waiting.add(then)
      return !isBusy
    },
    took() {
      isBusy = true
      settled().then(passOnSoon, passOnSoon)
    },
  }
}
