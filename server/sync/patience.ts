/**
 * How much the server bears of one person, over all their sockets: a new socket is no new beginning. Whoever is refused again and
 * again finds the door shut for a while, each time longer.
 */
import { LIMITS } from '../../shared/protocol.ts'
import { createBucket } from './bucket.ts'

/** Milliseconds without a word after which somebody is forgotten, offences and all. */
const MEMORY = 600_000
/** As many are remembered before the forgotten are looked for. */
const MANY = 1_000

/** What the server still bears of one person. */
export interface Patience {
  /** Notes that something of theirs was refused. @returns whether the door is shut now */
  offended(): boolean
  isShut(): boolean
  /** Whether so much more work for the documents may come now; see `LIMITS.work`. */
  mayWork(steps: number): boolean
}

interface Held extends Patience {
  readonly last: () => number
}

const createPatience = (now: () => number): Held => {
  const mayOffend = createBucket(LIMITS.offences, now)
  const mayWork = createBucket(LIMITS.work, now)
  let last = now()
  let until = 0
  let times = 0
  const isShut = (): boolean => now() < until
  return {
    last: () => Math.max(last, until),
    isShut,
    mayWork(steps) {
      last = now()
      return mayWork(steps)
    },
    offended() {
      last = now()
      if (isShut() || mayOffend(1)) return isShut()
      until = last + Math.min(LIMITS.shut.most, LIMITS.shut.first * 2 ** times)
      times += 1
      return true
    },
  }
}

/** @returns the patience with somebody, the same for as long as they are remembered */
export const createPatiences = (now: () => number = Date.now): ((who: string) => Patience) => {
  const all = new Map<string, Held>()
  return (who) => {
    const known = all.get(who)
    if (known) return known
    if (all.size >= MANY) for (const [name, { last }] of all) if (now() - last() > MEMORY) all.delete(name)
    const fresh = createPatience(now)
    all.set(who, fresh)
    return fresh
  }
}
