/** How many sockets are open, by what they have in common. */

/** Counts who is in, by whatever they have in common. */
export interface Crowd {
  /** Counts one more under a name. @returns how to count it off again; null, when there are too many. */
  enter(name: string): (() => void) | null
}

/** @param limit the most under one name */
export const createCrowd = (limit: number): Crowd => {
  const counts = new Map<string, number>()
  return {
    enter(name) {
      const count = counts.get(name) ?? 0
      if (count >= limit) return null
      counts.set(name, count + 1)
      let inside = true
      return () => {
        if (!inside) return
        inside = false
        const left = (counts.get(name) ?? 0) - 1
        if (left > 0) counts.set(name, left)
        else counts.delete(name)
      }
    },
  }
}
