/**
 * What comes in on all sockets of one person, together: in a turn of the event loop, and as long as it waits to be taken in. So
 * a hundred sockets hold nobody up for longer than one does.
 */
import { LIMITS } from '../../../shared/protocol.ts'

/** A socket that is read. Either may be called again and again. */
export interface Reading {
  pause(): void
  resume(): void
}

/** One socket's part in what its person has in hand. */
export interface Hand {
  /** So many bytes more are in hand; fewer, when negative, also after the socket has left. */
  add(bytes: number): void
  /** Calls back in a turn to come, of all of this person's sockets one in each. */
  inTurn(then: () => void): void
  /** The socket is gone. */
  leave(): void
}

interface Shared {
  bytes: number
  /** Then no socket is read on until half of it is gone. */
  isFull: boolean
  /** In first place the one that has brought little for longest. */
  readonly readings: Set<Reading>
  /** Those that are not read. */
  readonly waiting: Set<Reading>
  /** The next of them is about to be read. */
  isResuming: boolean
  readonly turns: (() => void)[]
}

/** Watches all sockets of a server. @returns how to watch one more, told how to pause and resume it */
export const createHands = (most: number = LIMITS.inHand): ((person: string, reading: Reading) => Hand) => {
  const hands = new Map<string, Shared>()

  const open = (): Shared => ({
    bytes: 0,
    isFull: false,
    readings: new Set(),
    waiting: new Set(),
    isResuming: false,
    turns: [],
  })

  return (person, reading) => {
    const shared = hands.get(person) ?? open()
    hands.set(person, shared)
    const { readings, waiting, turns } = shared
    readings.add(reading)

    const nextTurn = (): void => {
      turns.shift()?.()
      if (turns.length > 0) setImmediate(nextTurn)
    }
    const inTurn = (then: () => void): void => {
      if (turns.push(then) === 1) setImmediate(nextTurn)
    }

    /** One after the other: the next is read when the one before had its turn and brought not much. */
    const resume = (): void => {
      shared.isResuming = false
      if (shared.isFull) return
      for (const each of readings) {
        if (!waiting.delete(each)) continue
        each.resume()
        break
      }
      if (waiting.size === 0) return
      shared.isResuming = true
      inTurn(resume)
    }

    const pause = (each: Reading): void => {
      waiting.add(each)
      each.pause()
    }

    const forget = (): void => {
      if (readings.size === 0 && shared.bytes === 0 && hands.get(person) === shared) hands.delete(person)
    }

    return {
      add(bytes) {
        const wasFull = shared.isFull
        shared.bytes += bytes
        shared.isFull = shared.bytes > (wasFull ? most / 2 : most)
        if (shared.isFull && bytes > 0) {
          // Behind all others.
          if (readings.delete(reading)) readings.add(reading)
          // Where it was full before, all are paused but those that came since.
          if (!wasFull) readings.forEach(pause)
          else if (readings.has(reading)) pause(reading)
        } else if (wasFull && !shared.isFull && !shared.isResuming) resume()
        forget()
      },
      inTurn,
      leave() {
        readings.delete(reading)
        waiting.delete(reading)
        forget()
      },
    }
  }
}
