/** Time, as the server's code knows it: tests move it by hand. */
export interface Clock {
  /** Unix ms, as the machine's clock reads, which may be set forward and back. For what is stored or shown. */
  now(): number
  /** Ms since whenever: they run on evenly, however the clock is set. For how long something lasts. */
  elapsed(): number
  /** Does the work once, after so many ms. @returns a function that calls it off. */
  after(ms: number, work: () => void): () => void
  /**
   * Does the work once, when the clock reads so many Unix ms or more: within some seconds, where it was set forward or the machine
   * slept; so much later, where it was set back. @returns a function that calls it off.
   */
  at(moment: number, work: () => void): () => void
}

/** The longest that a timer of Node can run, in ms; a longer one would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1
/** Ms after which whoever waits for a moment looks at the clock again: timers know nothing of how it is set, and sleep with the machine. */
const LOOK = 10_000

/** Does the work once nothing is left, by timers of so many ms at most, which do not keep the process alive. */
const wait = (left: () => number, most: number, work: () => void): (() => void) => {
  let timer: NodeJS.Timeout
  const look = () => {
    const ms = left()
    if (ms <= 0) return work()
    timer = setTimeout(look, Math.min(ms, most))
    timer.unref()
  }
  timer = setTimeout(look, Math.max(0, Math.min(left(), most)))
  timer.unref()
  return () => clearTimeout(timer)
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, work) {
    const until = performance.now() + ms
    return wait(() => until - performance.now(), LONGEST_TIMEOUT, work)
  },
  at: (moment, work) => wait(() => moment - Date.now(), LOOK, work),
}
