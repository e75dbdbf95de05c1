/**
 * A document as its journal has it, in bytes: what a newcomer gets, and what is folded into the journal's next snapshot. Both come
 * from the thread that folds, so that neither holds the tick, however large the document is.
 */
import * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { LIMITS } from '../../../shared/protocol.ts'
import type { Metrics } from '../../metrics.ts'
import type { Folder } from './folder.ts'
import { stepTwoFrame, updateFrame, type Frame } from '../frames.ts'
import type { OpenedJournal } from './journal.ts'
import type { Log } from '../log.ts'
import { bytesOf, NOTHING } from '../updates.ts'
import { isMostlyHistory } from './rebuild.ts'

/** Bytes below which encoding anew costs less than sending more than need be. */
const SMALL = 32_000
/** A tail longer than this is folded in, once somebody has joined. */
const TAIL = { updates: 400, bytes: 64_000 } as const
/** What of a tail goes into one frame: merging takes more than twice as long for twice as much. */
const CHUNK = { updates: 100, bytes: 16_000 } as const
/** Milliseconds until folding is tried again after it failed. */
const PATIENCE = 60_000

/** A document's bytes, kept at hand. */
export interface Snapshot {
  /** The document has changed by this much; the journal has it. */
  changed(update: Uint8Array): void
  /** What brings a newcomer the whole document, its last message a sync step 2. */
  frames(): readonly Frame[]
  /** The whole document as it is now, as updates in their order: the very bytes that are kept, which nobody may change. */
  updates(): readonly Uint8Array[]
  /** Bytes of that, more or less. */
  size(): number
  /** Something was stored: folds the journal when it is time. */
  tend(): void
  /**
   * Nobody is there: folds what came, or writes the document anew without its history. @returns what enqueues it, to be called
   * right before the document is let go, and only if nothing has come meanwhile; null when there is nothing to do.
   */
  atRest(): Promise<(() => { readonly anew: boolean }) | null>
  /** The document was let go: what is under way is thrown away. */
  close(): void
}

/** What a snapshot is made of. */
export interface SnapshotDeps {
  readonly workshop: string
  readonly name: string
  readonly docName: DocName
  readonly doc: Y.Doc
  readonly opened: Pick<OpenedJournal, 'snapshots' | 'tail' | 'journal'>
  readonly folder: Pick<Folder, 'fold'>
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add' | 'took'>
}

/** The bytes of a document that was just read from its journal. */
export const createSnapshot = (deps: SnapshotDeps): Snapshot => {
  const { workshop, name, docName, doc, opened, folder, log, metrics } = deps
  const { journal } = opened
  let base: readonly Uint8Array[] = opened.snapshots
  let tail = [...opened.tail]
  let tailBytes = bytesOf(tail)
  /** Counts changes: what was folded fits only as long as it stands still. */
  let changes = 0
  let folding: Promise<unknown> | null = null
  let retryAt = 0
  let closed = false

  let baseFrames: readonly Frame[] | null = null
  /** Of the tail's full chunks, and how many of its updates they hold. */
  let chunks: Frame[] = []
  let chunked = 0
  let last: Frame | null = null

  const updates = (): readonly Uint8Array[] => [...base, ...tail]

  /** Folds all that there is now. @returns what puts it in place; null when it failed. */
  const foldAll = async (anew: boolean): Promise<(() => void) | null> => {
    const count = tail.length
    const store = journal.mark()
    const began = performance.now()
    try {
      const folded = await folder.fold({
        updates: updates(),
        anew: anew ? journal.spent() : null,
        point: journal.pointDue(),
      })
      metrics.took('kiteboard_fold_seconds', performance.now() - began)
      return () => {
        store(folded)
        base = folded.parts
        tail = tail.slice(count)
        tailBytes = bytesOf(tail)
        baseFrames = last = null
        chunks = []
        chunked = 0
      }
    } catch (error) {
      retryAt = performance.now() + PATIENCE
      metrics.add('kiteboard_failed_folds_total')
      if (!closed) log.error({ err: error, workshop, document: name }, 'a journal could not be folded')
      return null
    }
  }

  /** One at a time: each covers what there is when it begins. */
  const foldSoon = (): void => {
    if (folding || closed || performance.now() < retryAt) return
    folding = foldAll(false).then((store) => {
      folding = null
      if (!closed) store?.()
    })
  }

  const fillChunks = (): void => {
    let bytes = 0
    for (let index = chunked; index < tail.length; index++) {
      bytes += tail[index]?.byteLength ?? 0
      if (index + 1 - chunked < CHUNK.updates && bytes < CHUNK.bytes) continue
      const chunk = tail.slice(chunked, index + 1)
      chunks.push(updateFrame(name, (chunk.length === 1 && chunk[0]) || Y.mergeUpdates(chunk)))
      chunked = index + 1
      bytes = 0
    }
  }

  const size = (): number => bytesOf(base) + tailBytes

  return {
    changed(update) {
      changes += 1
      tail.push(update)
      tailBytes += update.byteLength
      last = null
    },
    frames() {
      if (size() < SMALL) return [(last ??= stepTwoFrame(name, Y.encodeStateAsUpdate(doc)))]
      if (tail.length > TAIL.updates || tailBytes > TAIL.bytes) foldSoon()
      fillChunks()
      baseFrames ??= base.map((update) => updateFrame(name, update))
      // Step 2 comes last: whoever has it has everything.
      last ??= stepTwoFrame(name, Y.mergeUpdates([NOTHING, ...tail.slice(chunked)]))
      return [...baseFrames, ...chunks, last]
    },
    updates,
    size,
    tend() {
      if (journal.due()) foldSoon()
    },
    async atRest() {
      if (folding) await folding
      const anew =
        docName.type !== 'stage' && journal.epoch.size < LIMITS.retired && (await isMostlyHistory(doc))
      if (folding || closed || !(anew || journal.dueAtRest())) return null
      const before = changes
      const work = foldAll(anew)
      folding = work
      const store = await work
      folding = null
      if (!store) return null
      return () => {
        if (closed || folding || (anew && changes !== before)) return { anew: false }
        store()
        if (anew) metrics.add('kiteboard_rebuilt_total')
        return { anew }
      }
    },
    close() {
      closed = true
    },
  }
}
