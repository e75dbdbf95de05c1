/** Work that is put off until some ms have passed. */
export interface Later {
  after(ms: number, work: () => void): void
  /** None of what was put off is done any more. */
  clear(): void
}

export const createLater = (): Later => {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  return {
    after(ms, work) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        work()
      }, ms)
      timers.add(timer)
    },
    clear() {
      timers.forEach(clearTimeout)
      timers.clear()
    },
  }
}
