/** When all are told who is here and where they point: along with what is being stored, and no more often than a crowd can bear. */
import type { Metrics } from '../../metrics.ts'
import type { Frame } from '../frames.ts'
import type { Claims } from './claims.ts'
import type { PresenceFrames } from './forms.ts'
import { presencePaceFor } from './pace.ts'
import { createPresence, type PresenceBoard, type Present } from './presence.ts'

/** Somebody who is told. */
export interface Watching extends Present {
  send(frame: Frame): void
}

/** Work that it takes to tell somebody who is here, and each entry of that. */
const TELLING = { somebody: 100, entry: 16 } as const

/** Presence in one document, and who reads it how. */
export interface Showing<Reader extends Watching> extends Pick<PresenceBoard, 'receive'> {
  /** Tells one of them who is here, soon. Until then, they are told nothing of others. */
  tell(reader: Reader): void
  /** Steps (`LIMITS.work`) that telling one of them takes; none, when they will be told anyway. */
  stepsFor(reader: Reader): number
  /** From now on, this one reads the compact form. */
  readsPointers(reader: Reader): void
  /** Takes away one of them, and what they said of themselves. */
  leave(reader: Reader): void
  /** A tick. Who is where leaves with what is being stored, in one write to each reader; but it waits no longer than one tick. */
  tick(isStoring: boolean): void
  /** What was being stored is stored, and has left. */
  stored(): void
}

/** The presence of one document, told to its readers. */
export const createShowing = <Reader extends Watching>({
  name,
  claims,
  readers,
  everyone,
  pace,
  wake,
  metrics,
}: {
  readonly name: string
  readonly claims: Pick<Claims, 'allows' | 'present'>
  readonly readers: ReadonlySet<Reader>
  /** How many sockets the whole server holds. */
  readonly everyone: () => number
  /** Milliseconds between two ticks, as things are. */
  readonly pace: () => number
  /** Calls for a tick. */
  readonly wake: () => void
  readonly metrics: Pick<Metrics, 'add'>
}): Showing<Reader> => {
  /** Who reads presence in its compact form. */
  const compact = new Set<Reader>()
  /** Who knows who is here, and so is told what changes; and who is to be told that with the next changes, once for all of them. */
  const knowing = new Set<Reader>()
  const asking = new Set<Reader>()
  /** When it was last told who is where. */
  let shownAt = -Infinity
  /** Whether it waits for a commit, in order to leave with it. */
  let waits = false

  const presence = createPresence({
    name,
    claims,
    onForeign: (entries) => metrics.add('kiteboard_foreign_presence_total', entries),
    readers: () => ({ compact: compact.size, stock: readers.size - compact.size }),
    wake,
    send: (frames) => knowing.forEach((reader) => sendTo(reader, frames)),
  })

  const sendTo = (reader: Reader, frames: PresenceFrames): void =>
    reader.send(compact.has(reader) ? frames.compact : frames.stock)

  /** Whoever asks gets what all others know by now. */
  const tellAsking = (): void => {
    const here = asking.size > 0 ? presence.everybody() : null
    for (const reader of asking) {
      knowing.add(reader)
      if (here) sendTo(reader, here)
    }
    asking.clear()
  }

  const isShownLately = (): boolean =>
    performance.now() - shownAt < presencePaceFor(readers.size, everyone()) - pace() / 2

  const show = (): void => {
    if (isShownLately()) return wake()
    shownAt = performance.now()
    presence.flush()
    tellAsking()
  }

  return {
    receive: presence.receive,
    tell(reader) {
      if (!readers.has(reader)) return
      asking.add(reader)
      wake()
    },
    stepsFor: (reader) => (asking.has(reader) ? 0 : TELLING.somebody + presence.count() * TELLING.entry),
    readsPointers(reader) {
      if (!readers.has(reader) || compact.has(reader)) return
      compact.add(reader)
      // They know nobody's shape yet.
      knowing.delete(reader)
    },
    leave(reader) {
      for (const set of [compact, knowing, asking]) set.delete(reader)
      presence.leave(reader)
    },
    tick(isStoring) {
      waits = isStoring && !waits
      if (!waits) show()
    },
    stored() {
      if (waits) show()
      waits = false
    },
  }
}
