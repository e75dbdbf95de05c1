/** Calls a document's ticks: at once with few people, in step with many. */
import { untilTick } from './pace.ts'

/** The ticks of one document. */
export interface Ticks {
  /** Calls for a tick, unless one is called for already. */
  soon(): void
  /** Calls off the one that is to come; there are no more. */
  stop(): void
}

/** @param pace milliseconds between two ticks, as things are */
export const createTicks = ({
  pace,
  onTick,
}: {
  readonly pace: () => number
  readonly onTick: () => void
}): Ticks => {
  /** Calls off the tick that is to come. */
  let cancel: (() => void) | null = null
  let tickedAt = -Infinity
  let stopped = false

  const tick = (): void => {
    cancel = null
    tickedAt = performance.now()
    onTick()
  }

  return {
    soon() {
      if (cancel || stopped) return
      const wait = untilTick(pace(), tickedAt, performance.now())
      if (wait > 0) {
        const timer = setTimeout(tick, wait).unref()
        cancel = () => clearTimeout(timer)
      } else {
        const immediate = setImmediate(tick)
        cancel = () => clearImmediate(immediate)
      }
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
