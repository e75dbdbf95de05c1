/** One atomic, durable write for all that gathered: while one commit runs, whatever comes waits for the next, together. */
import { Refusal } from '../../shared/errors.ts'
import type { Metrics } from '../metrics.ts'
import type { Storage, Write } from '../storage/storage.ts'
import { turn } from '../turn.ts'
import type { Committer } from './contract.ts'
import type { Log } from './log.ts'

/** What goes into one commit. Its promise is the same object for all who wait for it. */
interface Batch {
  /** When it began to gather, in ms. */
  readonly since: number
  readonly writes: Write[]
  readonly workshops: Set<string>
  readonly settled: Promise<void>
  readonly resolve: () => void
  readonly reject: (refusal: Refusal) => void
}

const createBatch = (): Batch => {
  let resolve: Batch['resolve'] = () => {}
  let reject: Batch['reject'] = () => {}
  const settled = new Promise<void>((resolved, rejected) => {
    resolve = resolved
    reject = rejected
  })
  // Nobody may be waiting for it; who does is told all the same.
  settled.catch(() => {})
  return { since: performance.now(), writes: [], workshops: new Set(), settled, resolve, reject }
}

/** A committer that also says which workshops a failed commit concerned. */
export interface WatchedCommitter extends Committer {
  /**
   * Calls back when a commit failed, or something broke half-way, before anybody who waits is told: what memory holds of these
   * workshops may be ahead of the storage, and must be dropped and read again. @returns a function that stops it.
   */
  onFailure(listener: (workshops: ReadonlySet<string>) => void): () => void
}

/**
 * Gathers writes into commits. All who call `settled()` between two commits get the same promise, so that a caller can tell
 * by it what belongs to one commit.
 */
export const createCommitter = ({
  storage,
  log,
  metrics,
}: {
  readonly storage: Storage
  readonly log: Log
  readonly metrics?: Pick<Metrics, 'add' | 'took'>
}): WatchedCommitter => {
  const listeners = new Set<(workshops: ReadonlySet<string>) => void>()
  const nothing = Promise.resolve()
  let gathering: Batch | null = null
  let running: Batch | null = null
  let loop: Promise<void> | null = null
  let closed = false
  /** How often memory was ahead of the storage, and had to be dropped. */
  let failures = 0

  const storageFailed = (): Refusal =>
    new Refusal('storage-failed', 'This could not be saved just now. It is still here; please try again.')

  const settled = (): Promise<void> => (gathering ?? running)?.settled ?? nothing

  const tell = (workshops: ReadonlySet<string>): void => {
    failures += 1
    for (const listener of listeners) listener(workshops)
  }

  const fail = (batches: readonly Batch[], error: unknown): void => {
    metrics?.add('kiteboard_failed_commits_total')
    const workshops = new Set(batches.flatMap((batch) => [...batch.workshops]))
    log.error({ err: error, workshops: workshops.size }, 'a commit failed')
    tell(workshops)
    for (const batch of batches) batch.reject(storageFailed())
  }

  const run = async (): Promise<void> => {
    while (gathering) {
      const batch = gathering
      gathering = null
      running = batch
      const began = performance.now()
      try {
        await storage.commit(batch.writes)
        const ended = performance.now()
        metrics?.took('kiteboard_commit_seconds', ended - began)
        metrics?.took('kiteboard_tick_seconds', ended - batch.since)
        running = null
        batch.resolve()
      } catch (error) {
        // What gathered meanwhile builds on what has just failed: it fails with it.
        const later: Batch | null = gathering
        gathering = null
        running = null
        fail(later ? [batch, later] : [batch], error)
      }
      // Lets all that came while the commit ran be read from the sockets, so that it joins the next one.
      await turn()
    }
    loop = null
  }

  return {
    enqueue(workshop, writes) {
      if (closed) throw new Refusal('storage-failed', 'Kiteboard is closing. Please try again in a minute.')
      gathering ??= createBatch()
      gathering.writes.push(...writes)
      gathering.workshops.add(workshop)
      loop ??= turn().then(run)
    },
    settled,
    watch() {
      const before = failures
      return async () => {
        await settled()
        if (failures !== before) throw storageFailed()
      }
    },
    distrust(workshop, why) {
      log.error({ err: why, workshop }, 'something broke half-way')
      tell(new Set([workshop]))
    },
    onFailure(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      await loop
    },
  }
}
