/** What the server remembers of people and addresses by their names, for as long as it tells anything. */
import { createBucket, type Flow } from './bucket.ts'

/** As many are remembered before those that tell nothing are looked for. */
const MANY = 1_000

/** Makes one for each name, at first use; it is forgotten once it `tells` nothing any more. */
export const createRemembered = <Value>(
  make: (name: string) => Value,
  tells: (value: Value) => boolean,
): ((name: string) => Value) => {
  const all = new Map<string, Value>()
  let enough = MANY
  return (name) => {
    const known = all.get(name)
    if (known !== undefined) return known
    if (all.size >= enough) {
      for (const [other, value] of all) if (!tells(value)) all.delete(other)
      // However many there are: looking through all of them is rare.
      enough = Math.max(MANY, 2 * all.size)
    }
    const fresh = make(name)
    all.set(name, fresh)
    return fresh
  }
}

/** A token bucket for each name; one that is full again is forgotten. @returns whether so much more may come under a name now */
export const createPots = (
  flow: Flow,
  elapsed: () => number,
): ((name: string, amount: number) => boolean) => {
  const filling = (flow.burst / flow.perSecond) * 1_000
  const potOf = createRemembered(
    () => ({ mayTake: createBucket(flow, elapsed), last: elapsed() }),
    ({ last }) => elapsed() - last < filling,
  )
  return (name, amount) => {
    const pot = potOf(name)
    pot.last = elapsed()
    return pot.mayTake(amount)
  }
}
