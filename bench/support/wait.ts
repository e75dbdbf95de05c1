/** Waiting, with an end. */

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until something holds. @returns whether it did within `limit` ms. */
export const until = async (holds: () => boolean | Promise<boolean>, limit: number): Promise<boolean> => {
  const end = performance.now() + limit
  while (!(await holds())) {
    if (performance.now() > end) return false
    await pause(4)
  }
  return true
}
