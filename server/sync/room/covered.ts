/** What waits for the commit that covers it: nobody hears of a change, or that theirs is stored, before it is durable. */
import type { Change } from './fanOut.ts'

/** What one commit covers of one document. */
export interface Covered<From> {
  /** The commit's promise, by which it is told from others. */
  readonly settled: Promise<void>
  readonly changes: Change<From>[]
  /** How many messages of each it makes durable. */
  readonly acks: Map<From, number>
  /** Holds what was taken in on a tick, and so has waited already. */
  ticked: boolean
}

/** What of one document waits for commits. */
export interface Covering<From> {
  /** What is covered by the commit that everything so far waits for. */
  current(): Covered<From>
  /** Whether nothing waits. */
  isEmpty(): boolean
}

/** What waits, of one document: nothing yet. */
export const createCovering = <From>({
  settled,
  onSettled,
}: {
  /** The same promise for all who ask between two commits. */
  readonly settled: () => Promise<void>
  /** A commit has ended. When it failed and concerned this document, the room has been dropped by now; any other is none of its business. */
  readonly onSettled: (covered: Covered<From>) => void
}): Covering<From> => {
  let last: Covered<From> | null = null

  return {
    current() {
      const commit = settled()
      if (last?.settled === commit) return last
      const fresh: Covered<From> = { settled: commit, changes: [], acks: new Map(), ticked: false }
      last = fresh
      const done = (): void => {
        if (last === fresh) last = null
        onSettled(fresh)
      }
      commit.then(done, done)
      return fresh
    },
    isEmpty: () => last === null,
  }
}
