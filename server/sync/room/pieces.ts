/**
 * What is large is taken in by pieces, one in a turn of the event loop over all documents. A short change passes through several
 * turns before others see it, and so meets a few pieces, however much is large, and in however many documents.
 */

/** Whose turn it is to take a piece. */
export interface Pieces {
  /** Whether one may be taken in this turn. If not, `then` is called in a turn in which it may, unless somebody else was before it. */
  mayTake(then: () => void): boolean
  /** One was taken, and more is left. */
  took(): void
}

/** The pieces of all documents. */
export const createPieces = (): Pieces => {
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
    took: passOnSoon,
  }
}
