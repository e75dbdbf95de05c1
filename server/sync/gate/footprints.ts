/**
 * How much memory all documents take together, more or less: many of them are to fill the server's no more than one can.
 *
 * Up to half of what the server may have, everybody writes and opens what they like. Beyond, up to three quarters, a workshop whose
 * documents take more than its share is full: nothing is added to what it has open, and nothing more of it is opened, until others
 * have left. At first the share is a thirty-second of that quarter (32 MB where there are 4 GB, 9,000 notes), and it shrinks with the
 * square of what is left of that quarter. So one large workshop, however large, leaves to all others what they need. Four hundred
 * alike get on until each takes 6 MB. Who fills a hundred as far as they go leaves some 2 MB to each of the others; and however many
 * there are, nobody goes beyond the three quarters.
 */
import { getHeapStatistics } from 'node:v8'

/** What workshops that take little have for themselves, beside what all may take, as a part of that; and the first share of it. */
const KEPT = 1 / 2
const SHARE = 1 / 32

/** What one document takes of it. */
export interface Footprint {
  /** The document takes so many bytes now. */
  holds(bytes: number): void
  /** Whether all take too much, and this one's workshop more than its share. */
  isTooMuch(): boolean
  /** It has left the memory. */
  leave(): void
}

/** What all documents of a server take. */
export interface Footprints {
  enter(workshop: string): Footprint
  bytes(): number
}

export const createFootprints = (
  /** Bytes that anybody may fill; half of what this process may have, unless told. */
  most: number = getHeapStatistics().heap_size_limit / 2,
): Footprints => {
  const workshops = new Map<string, number>()
  const kept = KEPT * most
  let all = 0
  /** Bytes that one workshop may take, now that all take more than `most`. */
  const share = (): number => SHARE * kept * Math.max(0, 1 - (all - most) / kept) ** 2
  return {
    enter(workshop) {
      let own = 0
      const holds = (bytes: number): void => {
        const theirs = (workshops.get(workshop) ?? 0) + bytes - own
        if (theirs > 0) workshops.set(workshop, theirs)
        else workshops.delete(workshop)
        all += bytes - own
        own = bytes
      }
      return {
        holds,
        isTooMuch: () => all > most && (workshops.get(workshop) ?? 0) > share(),
        leave: () => holds(0),
      }
    },
    bytes: () => all,
  }
}
