/** Counts delays in narrow steps, so that millions of them fit in little memory and add up over processes. */

/** Milliseconds that one step is wide. */
const STEP = 0.25
/** Milliseconds from which on all count as one. */
const LONGEST = 20_000

/** Counts by step; the last holds all that are longer. Sparse, as it travels between processes. */
export type Counts = Readonly<Record<number, number>>

export interface Histogram {
  /** Counts one delay, in milliseconds. */
  add(delay: number, times?: number): void
  addAll(counts: Counts): void
  size(): number
  /** The delay below which the share `q` (0–1) lies; NaN when there is none. */
  quantile(q: number): number
  counts(): Counts
}

export const createHistogram = (): Histogram => {
  const steps = new Float64Array(LONGEST / STEP + 1)
  let size = 0
  const count = (step: number, times: number): void => {
    steps[step] = (steps[step] ?? 0) + times
    size += times
  }
  return {
    add: (delay, times = 1) =>
      count(Math.min(steps.length - 1, Math.max(0, Math.floor(delay / STEP))), times),
    addAll: (counts) => Object.entries(counts).forEach(([step, times]) => count(Number(step), times)),
    size: () => size,
    quantile(q) {
      if (size === 0) return NaN
      let left = q * size
      for (const [step, times] of steps.entries()) {
        left -= times
        if (times > 0 && left <= 0) return (step + 0.5) * STEP
      }
      return LONGEST
    },
    counts: () => Object.fromEntries([...steps.entries()].filter(([, times]) => times > 0)),
  }
}
