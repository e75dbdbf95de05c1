/** When all are told who is here and where they point: along with what is being stored, and no more often than a crowd can bear. */
import type { Metrics } from '../../metrics.ts'
import type { Frame } from '../frames.ts'
import type { Claims } from './claims.ts'
import { presencePaceFor } from './pace.ts'
import { createPresence, type PresenceBoard, type Present } from './presence.ts'

/** Somebody who is told. */
export interface Watching extends Present {
  send(frame: Frame): void
}

/** Presence in one document, and who reads it how. */
export interface Showing<Reader extends Watching> extends Pick<PresenceBoard, 'receive'> {
  /** Tells one of them who is here. */
  tell(reader: Reader): void
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
    send: (frames) =>
      readers.forEach((reader) => reader.send(compact.has(reader) ? frames.compact : frames.stock)),
  })

  const isShownLately = (): boolean =>
    performance.now() - shownAt < presencePaceFor(readers.size, everyone()) - pace() / 2

  const show = (): void => {
    if (isShownLately()) return wake()
    shownAt = performance.now()
    presence.flush()
  }

  return {
    receive: presence.receive,
    tell(reader) {
      const here = presence.everybody()
      if (here) reader.send(compact.has(reader) ? here.compact : here.stock)
    },
    readsPointers: (reader) => void (readers.has(reader) && compact.add(reader)),
    leave(reader) {
      compact.delete(reader)
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
