/** A measure of how much may come, which fills up again with time. */

/** How much may come at once, and how much in the long run. */
export interface Flow {
  readonly burst: number
  readonly perSecond: number
}

/** A token bucket: full at first. @returns whether so much more may come now; what may not is not taken. */
export const createBucket = (flow: Flow, now: () => number): ((amount: number) => boolean) => {
  let level = flow.burst
  let at = now()
  return (amount) => {
    const time = now()
    // A clock that is set back gives nothing, and takes nothing.
    level = Math.min(flow.burst, level + (Math.max(0, time - at) / 1000) * flow.perSecond)
    at = time
    if (amount > level) return false
    level -= amount
    return true
  }
}
