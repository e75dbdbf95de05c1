/** A document that the server takes no more of as it is: a clean one takes its place, and what was mine is not lost. */
import { parseDocName } from '../../shared/docs.ts'
import { CLOSE } from '../../shared/protocol.ts'
import type { NextFrame } from './batch.ts'
import { copyName } from './copies.ts'
import type { Keep } from './keep.ts'
import type { Memory } from './memory.ts'
import type { createOpening, Opened } from './opening.ts'
import { intentsBetween, planIntentsBetween, workWaiting } from './myWork.ts'
import { putBack } from './putBack.ts'

/** A document whose client id is refused more often than chance allows is not written again by itself. */
const MOST_REPLAYS = 3

export interface ReplacingDeps {
  readonly workshop: string
  readonly memory: Memory
  readonly keep: Pick<Keep, 'clear'>
  readonly nextFrame: NextFrame
  /** What is open, by document. */
  readonly opened: Map<string, Opened>
  readonly opening: () => Pick<ReturnType<typeof createOpening>, 'board' | 'draft' | 'plan'>
  /** A draft is not taken as it is. */
  readonly endDraft: (name: string, spell: string, draft: Opened) => void
  readonly setWaiting: (name: string, count: number) => void
  /** A document stands in another's place. */
  readonly onReplaced: () => void
  /** What was refused is kept. */
  readonly onRefusedKept: () => void
}

export interface Replacing {
  /** The server closed a document with a code that says not to go on with this copy, which is of this epoch of the device. */
  replace(name: string, epoch: number, code: number): void
  close(): void
}

/**
 * My copy is ahead of the server's for good. A clean document is asked for; until it has come, people look at the old one and may
 * write on in it. Then what was refused is told apart from it, and kept. Where only the client id was at fault, or the document
 * begun anew, it is written again at once.
 */
export const createReplacing = (deps: ReplacingDeps): Replacing => {
  const { workshop, memory, keep, nextFrame, opened, setWaiting } = deps
  /** Clean documents that the server has not answered yet. */
  const clean = new Map<string, Opened>()
  /** How often each document was written again under a new client id. */
  const replayed = new Map<string, number>()
  let closed = false

  const swap = (name: string, old: Opened, next: Opened) => {
    clean.delete(name)
    old.unwatch()
    opened.set(name, next)
    setWaiting(name, next.document.waiting.get())
    deps.onReplaced()
  }

  return {
    replace(name, epoch, code) {
      const old = opened.get(name)
      const parsed = parseDocName(name)
      if (!old || !parsed || closed) return
      const refused = clean.get(name)
      if (refused) {
        // It has nothing of mine in it: the server will not serve it, and that is that.
        refused.document.detach()
        return swap(name, old, refused)
      }
      if (parsed.type === 'stage') return old.document.detach()
      const again = (replayed.get(name) ?? 0) + 1
      const writesAgain =
        (code === CLOSE.foreignClient || code === CLOSE.retiredEpoch) && again <= MOST_REPLAYS
      // What the server takes no more of a draft stays in it, on this device, to be shared late.
      if (parsed.type === 'draft' && !writesAgain) return deps.endDraft(name, parsed.writing, old)
      old.document.detach()
      // Another page of this device may have begun it anew before.
      const how = { epoch: Math.max(epoch + 1, memory.readEpoch(workshop, name)), fresh: true }
      const opening = deps.opening()
      const next =
        parsed.type === 'board'
          ? opening.board(parsed.board, how)
          : parsed.type === 'draft'
            ? opening.draft(name, how)
            : opening.plan(how)
      clean.set(name, next)
      setWaiting(name, old.document.waiting.get())

      const settle = () => {
        if (closed || clean.get(name) !== next) return
        if (opened.get(name) !== old) {
          // Thrown away meanwhile.
          clean.delete(name)
          next.unwatch()
          return void next.document.close()
        }
        const between = parsed.type === 'plan' ? planIntentsBetween : intentsBetween
        const { doc, backlog } = old.document
        const work = code === CLOSE.retiredEpoch ? workWaiting(backlog) : undefined
        const intents = between(doc, next.document.doc, work)
        if (writesAgain) {
          replayed.set(name, again)
          putBack(next.document.doc, intents)
          // All of it would be taken back as one step.
          const handle = next.board ?? next.plan ?? next.draft
          handle?.undo.clear()
        } else memory.addRefused(workshop, name, intents)
        backlog.clear()
        memory.keepEpoch(workshop, name, how.epoch)
        memory.keepWaiting(workshop, name, next.document.waiting.get())
        deps.onRefusedKept()
        swap(name, old, next)
        void old.document.close().then(() => keep.clear(copyName(workshop, name, epoch)))
      }
      let coming = false
      const onSynced = () => {
        if (coming || !next.document.synced.get()) return
        coming = true
        stop()
        // By then what has come is what the stores show, so that nothing is gone from the screen for a moment.
        nextFrame(settle)
      }
      const stop = next.document.synced.subscribe(onSynced)
      onSynced()
    },
    close() {
      closed = true
      for (const { document, unwatch } of clean.values()) {
        unwatch()
        void document.close()
      }
      clean.clear()
    },
  }
}
