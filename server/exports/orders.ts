/** Work by turns: one piece at a time, and of each person one before the other, so that who asks for much waits for it alone. */

/** What somebody asks for. */
export interface Order<Result> {
  /** Whose turn it takes. */
  readonly person: string
  /** What is asked for: those who wait for the same get the same, done once. */
  readonly key: string
  /** Whether nobody waits for it any more. */
  readonly isGone: () => boolean
  readonly work: () => Promise<Result>
}

interface Waiting<Result> extends Order<Result> {
  readonly resolve: (result: Result | null) => void
  readonly reject: (why: unknown) => void
}

export const createOrders = <Result>() => {
  /** Whose turn is next stands first. */
  const lines = new Map<string, Waiting<Result>[]>()
  let busy = false

  /** Takes those out of all lines who wait for the same, and those who have gone. */
  const takeAll = (key: string): Waiting<Result>[] => {
    const taken: Waiting<Result>[] = []
    for (const [person, line] of lines) {
      const left = line.filter((one) => {
        if (one.isGone()) one.resolve(null)
        else if (one.key === key) taken.push(one)
        else return true
        return false
      })
      if (left.length > 0) lines.set(person, left)
      else lines.delete(person)
    }
    return taken
  }

  const go = async (): Promise<void> => {
    if (busy) return
    busy = true
    for (;;) {
      const [next] = lines
      const first = next?.[1][0]
      if (!next || !first) break
      const [person, line] = next
      lines.delete(person)
      lines.set(person, line)
      const taken = takeAll(first.key)
      const [one] = taken
      if (!one) continue
      await one.work().then(
        (result) => taken.forEach(({ resolve }) => resolve(result)),
        (why: unknown) => taken.forEach(({ reject }) => reject(why)),
      )
      // Whoever writes comes in between.
      await new Promise((resolve) => setImmediate(resolve))
    }
    busy = false
  }

  /** Does the work once it is its turn. @returns null where whoever asked has gone */
  return (order: Order<Result>): Promise<Result | null> =>
    new Promise((resolve, reject) => {
      const waiting = { ...order, resolve, reject }
      const line = lines.get(order.person)
      if (line) line.push(waiting)
      else lines.set(order.person, [waiting])
      void go()
    })
}
