/** Time, as the server's code knows it: tests move it by hand. */
export interface Clock {
  /** Unix ms. */
  now(): number
  /** Does the work once, after so many ms. @returns a function that calls it off. */
  after(ms: number, work: () => void): () => void
}

/** The longest that a timer of Node can run, in ms; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1

/** The machine's own time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const until = Date.now() + ms
    let timer: NodeJS.Timeout
    const wait = () => {
      const left = until - Date.now()
      timer = setTimeout(left > LONGEST ? wait : work, Math.max(0, Math.min(left, LONGEST)))
      timer.unref()
    }
    wait()
    return () => clearTimeout(timer)
  },
}
