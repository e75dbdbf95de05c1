/** A document that the server closed for now is asked for again: soon, then less often, and not where that was done meanwhile. */
import { startStopwatch } from './stopwatch.ts'

/** Before a document is asked for again; twice as long each time. */
const FIRST_MS = 1_500
const MOST_MS = 10_000
/** What went well for so long begins anew when it is closed. */
const WELL_MS = 15_000

/** When one document is asked for again. */
export interface Retrying {
  /** It is being asked for: nobody need do so again. */
  asked(): void
  /** The server closed it for now. */
  later(): void
  /** It is not to be asked for any more. */
  stop(): void
}

/** @param ask asks for the document, where there is a socket */
export const createRetrying = (random: () => number, ask: () => void): Retrying => {
  let timer: ReturnType<typeof setTimeout> | null = null
  let tries = 0
  let sinceAsked = startStopwatch()
  const stop = () => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  return {
    asked() {
      stop()
      sinceAsked = startStopwatch()
    },
    later() {
      stop()
      if (sinceAsked() > WELL_MS) tries = 0
      const wait = Math.min(MOST_MS, FIRST_MS * 2 ** tries++) * (0.5 + random())
      timer = setTimeout(ask, wait)
    },
    stop,
  }
}
