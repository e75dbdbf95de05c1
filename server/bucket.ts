/** A measure of how much may come, which fills up again with time. */

/** How much may come at once, and how much in the long run. */
export interface Flow {
  readonly burst: number
  readonly perSecond: number
}

/**
 * A token bucket: full at first.
 * @param elapsed ms since whenever
 * @returns whether so much more may come now; what may not is not taken
 */
export const createBucket = (flow: Flow, elapsed: () => number): ((amount: number) => boolean) => {
  let level = flow.burst
  let at = elapsed()
  return (amount) => {
    const time = elapsed()
    // Time that is set back gives nothing, and takes nothing.
    level = Math.min(flow.burst, level + (Math.max(0, time - at) / 1000) * flow.perSecond)
    at = time
    if (amount > level) return false
    level -= amount
    return true
  }
}
