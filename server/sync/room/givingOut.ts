/**
 * What was taken in, given out once the commit that covers it is durable: to all who hold the document what has changed, and to
 * whoever sent it that it is stored. Before that, nobody hears of it.
 */
import type { Metrics } from '../../metrics.ts'
import type { Committer } from '../contract.ts'
import { ackFrame, type Frame } from '../frames.ts'
import { createFanOut, type Change } from './fanOut.ts'

/** What one commit covers of one document. */
interface Covered<From> {
  /** The commit's promise, by which it is told from others. */
  readonly settled: Promise<void>
  readonly changes: Change<From>[]
  /** How many messages of each it makes durable. */
  readonly acks: Map<From, number>
  /** Holds what was taken in on a tick, and so has waited already. */
  ticked: boolean
}

/** What leaves one document. */
export interface GivingOut<From> {
  /**
   * This was changed, and written in this turn.
   * @param source who sent it, and whether it was taken in on a tick; null for the server itself
   */
  changed(
    update: Uint8Array,
    source: { readonly senders: Iterable<From>; readonly ticked: boolean } | null,
  ): void
  /** What was taken in in this turn holds the first so many messages of each. */
  accepted(acks: ReadonlyMap<From, number>): void
  /** Calls back once all that the document holds now is durable; never, when that fails. */
  whenDurable(then: () => void): void
  /** Whether something waits for its commit. */
  isStoring(): boolean
  /** Whether all is stored and told. */
  isEmpty(): boolean
  /** Calls off what was to leave. */
  stop(): void
}

/** Gives out what is stored of one document. */
export const createGivingOut = <From extends { send(frame: Frame): void }>({
  name,
  receivers,
  settled,
  pace,
  metrics,
  isDropped,
  onStored,
}: {
  readonly name: string
  readonly receivers: ReadonlySet<From>
  readonly settled: Committer['settled']
  /** Milliseconds between two ticks, as things are. */
  readonly pace: () => number
  readonly metrics: Pick<Metrics, 'took'>
  /** Whether the document was let go, as it is when a commit that concerns it fails. */
  readonly isDropped: () => boolean
  /** Something was stored, and is told. */
  readonly onStored: () => void
}): GivingOut<From> => {
  const fanOut = createFanOut<From>({ name, receivers, pace, metrics })
  /** What waits for the last commit that was begun. */
  let last: Covered<From> | null = null

  /** Where a commit fails that concerns this document, it has been dropped by then; any other is none of its business. */
  const afterwards = (commit: Promise<void>, then: () => void): void => {
    const done = (): void => void (isDropped() || then())
    commit.then(done, done)
  }

  const tell = (covered: Covered<From>): void => {
    if (last === covered) last = null
    const { changes, acks, ticked } = covered
    fanOut.stored(changes, ticked)
    for (const [receiver, stored] of acks) receiver.send(ackFrame(name, stored))
    onStored()
  }

  /** What is covered by the commit that everything so far waits for. */
  const current = (): Covered<From> => {
    // The same promise for all who ask between two commits.
    const commit = settled()
    if (last?.settled === commit) return last
    const fresh: Covered<From> = { settled: commit, changes: [], acks: new Map(), ticked: false }
    last = fresh
    afterwards(commit, () => tell(fresh))
    return fresh
  }

  return {
    changed(update, source) {
      const covered = current()
      covered.changes.push({ update, from: source?.senders ?? [null] })
      covered.ticked ||= source?.ticked ?? false
    },
    accepted(acks) {
      const covered = current()
      for (const [receiver, stored] of acks) covered.acks.set(receiver, stored)
    },
    whenDurable: (then) => afterwards(settled(), then),
    isStoring: () => last !== null,
    isEmpty: () => last === null && fanOut.isEmpty(),
    stop: fanOut.stop,
  }
}
