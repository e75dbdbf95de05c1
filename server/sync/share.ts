/**
 * The share of a turn of the event loop that goes to reading documents and to answering who asks, over all documents together: a
 * turn is no longer when fifty boards are asked for at one moment than when one is.
 */

/** Milliseconds after which the others wait for the next turn; what was begun by then is done. */
const LONGEST = 8

/** What is done a little in each turn. */
export interface Share {
  /** Does the work in a turn to come, first for who asked first. @returns what came of it */
  inTurn<Result>(work: () => Result): Promise<Result>
}

/** @param now milliseconds, from whenever */
export const createShare = (now: () => number = () => performance.now()): Share => {
  let waiting: (() => void)[] = []

  const doSome = (): void => {
    const until = now() + LONGEST
    let done = 0
    do {
      waiting[done]?.()
      done += 1
    } while (done < waiting.length && now() < until)
    waiting = waiting.slice(done)
    if (waiting.length > 0) setImmediate(doSome)
  }

  return {
    inTurn: (work) =>
      new Promise((resolve, reject) => {
        const doIt = (): void => {
          try {
            resolve(work())
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        }
        if (waiting.push(doIt) === 1) setImmediate(doSome)
      }),
  }
}
