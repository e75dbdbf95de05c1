/**
 * The share of a turn of the event loop that goes to reading documents and to answering who asks, over all documents together: a
 * turn is no longer when fifty boards are asked for at one moment than when one is.
 */

/** Milliseconds after which the others wait for the next turn; a piece that was begun by then is done. */
const SHARE_MS = 8

/** What is done a little in each turn. */
export interface Share {
  /**
   * Does the work in a turn to come, first for who asked first. Work of many pieces stops when the turn's time is up, and asks again.
   * @returns what came of it
   */
  inTurn<Result>(work: (isTimeUp: () => boolean) => Result): Promise<Result>
}

export const createShare = (now: () => number = () => performance.now()): Share => {
  let waiting: ((isTimeUp: () => boolean) => void)[] = []

  const doSome = (): void => {
    const until = now() + SHARE_MS
    const isTimeUp = (): boolean => now() >= until
    let done = 0
    do {
      waiting[done]?.(isTimeUp)
      done += 1
    } while (done < waiting.length && !isTimeUp())
    waiting = waiting.slice(done)
    if (waiting.length > 0) setImmediate(doSome)
  }

  return {
    inTurn: (work) =>
      new Promise((resolve, reject) => {
        const doIt = (isTimeUp: () => boolean): void => {
          try {
            resolve(work(isTimeUp))
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        }
        if (waiting.push(doIt) === 1) setImmediate(doSome)
      }),
  }
}
