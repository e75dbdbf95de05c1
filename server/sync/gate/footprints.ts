/**
 * How much memory all documents take together, more or less: many of them are to fill the server's no more than one can. When it is
 * too much, the documents of workshops that take little are written on as ever, and those of the others are full.
 */
import { getHeapStatistics } from 'node:v8'
import { LIMITS } from '../../../shared/protocol.ts'

/** What one document takes of it. */
export interface Footprint {
  /** The document takes so many bytes now. */
  holds(bytes: number): void
  /** Whether all take too much, and this one's workshop is not among those that are spared. */
  isTooMuch(): boolean
  /** It has left the memory. */
  leave(): void
}

/** What all documents of a server take. */
export interface Footprints {
  enter(workshop: string): Footprint
  bytes(): number
}

export const createFootprints = ({
  most = getHeapStatistics().heap_size_limit / 2,
  spared = LIMITS.memorySpared,
}: {
  /** Bytes for all; half of what this process may have, unless told. */
  readonly most?: number
  /** Bytes that the documents of one workshop may take at any time. */
  readonly spared?: number
} = {}): Footprints => {
  const workshops = new Map<string, number>()
  let all = 0
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
        isTooMuch: () => all > most && (workshops.get(workshop) ?? 0) > spared,
        leave: () => holds(0),
      }
    },
    bytes: () => all,
  }
}
