/**
 * What is large is taken in by pieces, over all documents: while one is on its way into the storage, no other is taken. A short
 * change passes through several turns of the event loop before others see it, and so meets two pieces or three, however much is
 * large, and in however many documents.
 */

/** Whose turn it is to take a piece. */
export interface Pieces {
  /** Whether one may be taken in this turn. If not, `then` is called in a turn in which it may, unless somebody else was before it. */
  mayTake(then: () => void): boolean
  /** One was taken, and more is left. @param isOnItsWay whether it brought something that is to be stored */
  took(isOnItsWay: boolean): void
}

/** Milliseconds after which a storage that is slow is not waited for: what is large would take for ever. */
const LONGEST = 25

const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LONGEST).unref())

/**
 * @param settled resolves, or fails, when all that was enqueued so far is stored
 * @param patience resolves when that is not waited for any longer
 */
export const createPieces = (
  settled: () => Promise<void>,
  patience: () => Promise<void> = aWhile,
): Pieces => {
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
    took(isOnItsWay) {
      if (!isOnItsWay) return passOnSoon()
      isBusy = true
      Promise.race([settled(), patience()]).then(passOnSoon, passOnSoon)
    },
  }
}
