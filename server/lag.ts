/** How late the event loop is: whatever takes long in one turn holds up everybody. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metrics } from './metrics.ts'

/** Milliseconds between looks; a look that comes this late is on time. */
const RESOLUTION = 10

/** Seconds of nanoseconds between looks. */
const lateness = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - RESOLUTION / 1_000)

/** Milliseconds that are told of at the least; at the most, twice as many. */
const WINDOW = 60_000

/** Puts the lateness of the last minute or two among the metrics: whoever reads it takes nothing from others. @returns how to end that */
export const watchLag = (metrics: Pick<Metrics, 'gauge'>): (() => void) => {
  const begin = () => {
    const delays = monitorEventLoopDelay({ resolution: RESOLUTION })
    delays.enable()
    return delays
  }
  // The older one is told of. It begins anew when the other one has seen a whole window.
  let older = begin()
  let younger = begin()
  const turn = setInterval(() => {
    older.reset()
    ;[older, younger] = [younger, older]
  }, WINDOW).unref()
  metrics.gauge('kiteboard_loop_lag_p50_seconds', () => lateness(older.percentile(50)))
  metrics.gauge('kiteboard_loop_lag_p99_seconds', () => lateness(older.percentile(99)))
  metrics.gauge('kiteboard_loop_lag_max_seconds', () => lateness(older.max))
  return () => {
    clearInterval(turn)
    older.disable()
    younger.disable()
  }
}
