/**
 * How much the server bears of one person, over all their sockets: a new socket is no new beginning. Whoever is refused again and
 * again finds the door shut for a while, each time longer. Since people are free to make, those behind one address share two pots
 * besides, which are far larger. From them comes only what is out of the ordinary: others' flood never shuts out who just writes.
 */
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import { createPots, createRemembered } from '../../remembered.ts'
import { createBucket } from '../../bucket.ts'
import { SocketRefusal } from '../refuse.ts'

/** Milliseconds without a word after which somebody is forgotten, offences and all. */
const MEMORY = 600_000

/** What the server still bears of one person. */
export interface Patience {
  /** Whether others may be told so much more of where they are now; see `LIMITS.shown`. */
  mayShow(bytes: number): boolean
  /** Notes that something of theirs was refused. @returns whether the door is shut now */
  offended(): boolean
  /**
   * Notes that they wrote, or asked for, what they may not: no offence, unless again and again.
   * @returns whether the door is shut now
   */
  strayed(): boolean
  isShut(): boolean
  /** Whether one more socket may be opened; see `LIMITS.openings`. What they open as others do takes nothing from those. */
  mayOpen(): boolean
  /** Whether one more message, or sign of life, may come. */
  mayHear(): boolean
  /** Whether so many bytes more may come. */
  mayWeigh(bytes: number): boolean
  /**
   * Whether so much more work for the documents may come now; see `LIMITS.work`.
   * @throws SocketRefusal where it may not because of others at this address: that is no offence
   */
  mayWork(steps: number): boolean
}

const createPatience = (elapsed: () => number) => {
  const mayOffend = createBucket(LIMITS.offences, elapsed)
  const mayWork = createBucket(LIMITS.work, elapsed)
  const isOrdinary = createBucket(LIMITS.workAlone, elapsed)
  const mayStray = createBucket(LIMITS.strays, elapsed)
  const mayOpen = createBucket(LIMITS.openings, elapsed)
  const opensAsOthers = createBucket(LIMITS.openingsAlone, elapsed)
  const mayCount = createBucket(LIMITS.messagesPerPerson, elapsed)
  let last = elapsed()
  let until = 0
  let times = 0
  const isShut = (): boolean => elapsed() < until
  return {
    tells: (): boolean => elapsed() - Math.max(last, until) <= MEMORY,
    isShut,
    mayWork(steps: number): boolean {
      last = elapsed()
      return mayWork(steps)
    },
    isOrdinary,
    mayOpen(): boolean {
      last = elapsed()
      return mayOpen(1)
    },
    opensAsOthers: (): boolean => opensAsOthers(1),
    mayShow: createBucket(LIMITS.shown, elapsed),
    mayStray: (): boolean => mayStray(1),
    mayHear: (): boolean => mayCount(1),
    mayWeigh: createBucket(LIMITS.bytesPerPerson, elapsed),
    /** @param forgiven whether those at this address may still be refused something without more ado */
    offended(forgiven: boolean): boolean {
      last = elapsed()
      if (isShut() || (mayOffend(1) && forgiven)) return isShut()
      until = last + Math.min(LIMITS.shut.most, LIMITS.shut.first * 2 ** times)
      times += 1
      return true
    },
  }
}

/** @returns the patience with somebody at an address, the same for as long as they are remembered */
export const createPatiences = (elapsed: () => number): ((who: string, address: string) => Patience) => {
  const held = createRemembered(
    () => createPatience(elapsed),
    ({ tells }) => tells(),
  )
  const mayOffendHere = createPots(LIMITS.offencesPerAddress, elapsed)
  const mayWorkHere = createPots(LIMITS.workPerAddress, elapsed)
  const mayOpenHere = createPots(LIMITS.openingsPerAddress, elapsed)
  return (who, address) => {
    const own = held(who)
    const offended = (): boolean => own.offended(mayOffendHere(address, 1))
    return {
      isShut: own.isShut,
      mayOpen: () => own.mayOpen() && (own.opensAsOthers() || mayOpenHere(address, 1)),
      mayShow: own.mayShow,
      offended,
      strayed: () => (own.mayStray() ? own.isShut() : offended()),
      mayHear: own.mayHear,
      mayWeigh: own.mayWeigh,
      mayWork(steps) {
        if (!own.mayWork(steps)) return false
        if (own.isOrdinary(steps) || mayWorkHere(address, steps)) return true
        throw new SocketRefusal(CLOSE.tooFast, 'Much comes from this address; please wait a moment.', false)
      },
    }
  }
}
