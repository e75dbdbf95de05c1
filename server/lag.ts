/** How late the event loop is: whatever takes long in one turn holds up everybody. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metrics } from './metrics.ts'

/** Milliseconds between looks; a look that comes this late is on time. */
const RESOLUTION = 10

/** Seconds of nanoseconds between looks. */
const lateness = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - RESOLUTION / 1_000)

/** Puts the lateness since it was last asked for among the metrics. @returns how to end that */
export const watchLag = (metrics: Pick<Metrics, 'gauge'>): (() => void) => {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION })
  delays.enable()
  metrics.gauge('kiteboard_loop_lag_p50_seconds', () => lateness(delays.percentile(50)))
  metrics.gauge('kiteboard_loop_lag_p99_seconds', () => lateness(delays.percentile(99)))
  // Asked for last, as gauges are printed in order.
  metrics.gauge('kiteboard_loop_lag_max_seconds', () => {
    const most = lateness(delays.max)
    delays.reset()
    return most
  })
  return () => void delays.disable()
}
