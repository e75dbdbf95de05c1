/** A document that the server takes no more of as it is: a clean one takes its place, and what was mine is not lost. */
import { parseDocName, type DocName } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import { CLOSE } from '../../shared/protocol.ts'
import * as Y from 'yjs'
import { readWaiting } from './backlog.ts'
import type { NextFrame } from './batch.ts'
import { copyName, newEpoch } from './copies.ts'
import type { Holdings } from './holdings.ts'
import { withOthers, type Intent } from './intents.ts'
import type { Later } from './later.ts'
import type { Memory, Unsaved } from './memory.ts'
import { intentsBetween, planIntentsBetween, workWaiting } from './myWork.ts'
import type { createOpening, HowOpened, Opened } from './opening.ts'
import { putBack } from './putBack.ts'
import { whenTrue } from './store.ts'
import { strangeIn } from './unsaved.ts'

/** A document that is refused more often than chance allows is not written again by itself, nor asked for anew. */
const MOST_REPLAYS = 3

/** Before what this device has no room to keep is offered to the server once more. */
const AGAIN_MS = 15_000

export interface ReplacingDeps {
  readonly workshop: string
  readonly memory: Memory
  readonly holdings: Holdings
  readonly nextFrame: NextFrame
  /** Cleared once the session is closed. */
  readonly later: Later
  /** What is open, by document. */
  readonly opened: Map<string, Opened>
  readonly opening: () => Pick<ReturnType<typeof createOpening>, 'board' | 'draft' | 'plan' | 'stage'>
  /** A draft is not taken as it is. */
  readonly endDraft: (name: string, spell: string, draft: Opened) => void
  readonly setWaiting: (name: string, count: number) => void
  /** A document stands in another's place. */
  readonly onReplaced: () => void
  /** Keeps what was refused, in place of what was kept under that key. @returns whether it is kept for good */
  readonly keepRefused: (
    key: string,
    name: string,
    code: number,
    intents: readonly Intent[],
  ) => Promise<boolean>
  /** The copy that goes on being shown holds what the server does not know, and is not replaced any more. */
  readonly onMixed: (name: string) => void
  /** Whether what was refused could not be kept. */
  readonly onUnkept: (name: string, isSo: boolean) => void
}

export interface Replacing {
  /** The server closed a document with a code that says not to go on with this copy, which is of this epoch of the device. */
  replace(name: string, epoch: number, code: number): void
  /** The copy is of another history, and nothing in it is mine. @returns whether a clean one is asked for; not again and again */
  renew(name: string, epoch: number): boolean
  /** Takes up what pages that are gone held of the copy of a document that is being opened. */
  takeUpEarly(name: string, epoch: number, restore: (left: unknown) => boolean): Promise<void>
  /** Takes up what pages that are gone held of a document that is in step, also of copies that this page has left. */
  takeUp(name: string): Promise<void>
  close(): void
}

/**
 * My copy is ahead of the server's for good. A clean document is asked for; until it has come, people look at the old one and may
 * write on in it. Then what was refused is told apart from it, and kept. Where only the client id was at fault, or the document
 * begun anew, it is written again at once.
 *
 * At each moment either the old copy and what is remembered of it hold my work, or the new ones do: the server hears of it only
 * once this device holds the new ones, and the old ones go last.
 */
export const createReplacing = (deps: ReplacingDeps): Replacing => {
  const { workshop, memory, holdings, nextFrame, opened, setWaiting } = deps
  /** Clean documents that the server has not answered yet. */
  const clean = new Map<string, Opened>()
  /** Of these, the ones that the server said no to once. */
  const doubted = new WeakSet<Opened>()
  /** How often each document was begun anew by itself. */
  const replayed = new Map<string, number>()
  /** Which copy of each document is open. */
  const epochs = new Map<string, number>()
  let closed = false

  const betweenOf = (name: string) =>
    parseDocName(name)?.type === 'plan' ? planIntentsBetween : intentsBetween

  const swap = (name: string, old: Opened, next: Opened) => {
    clean.delete(name)
    old.unwatch()
    opened.set(name, next)
    memory.keepWaiting(workshop, name, next.document.waiting.get())
    setWaiting(name, next.document.waiting.get())
    if (next.show) next.show()
    else deps.onReplaced()
  }

  /** The new copy is the one that this device opens from now on. */
  const leave = (name: string, old: Opened, epoch: number, next: number) => {
    memory.keepEpoch(workshop, name, next)
    epochs.set(name, next)
    void old.document.close().then(() => holdings.clearCopy(name, epoch))
  }

  const throwAway = (name: string, next: Opened, epoch: number) => {
    clean.delete(name)
    next.unwatch()
    void next.document.close().then(() => holdings.clearCopy(name, epoch))
  }

  /** What a page that is gone held of a copy that this one has left. @returns whether it is done again for good */
  const redo = async (name: string, { epoch, parts }: Unsaved): Promise<boolean> => {
    const now = opened.get(name)?.document
    if (!now?.inStep.get()) return false
    const doc = new Y.Doc()
    const kept = holdings.keep.open(copyName(workshop, name, epoch), doc)
    // What it waits in can't be read just now: then it waits on.
    const isRead = await kept.loaded
    const isSo = isRead && !closed && opened.get(name)?.document === now && now.inStep.get()
    if (isSo)
      await now.apart(() => {
        putBack(now.doc, betweenOf(name)(doc, now.doc, workWaiting(readWaiting(parts))), now.own)
      })
    await kept.close()
    doc.destroy()
    return isSo && !closed
  }

  const takeUpLate = async (name: string): Promise<void> => {
    const left = new Set<number>()
    await holdings.take(name, async (held) => {
      if (held.epoch === epochs.get(name))
        return (await opened.get(name)?.document.takeUp(held.parts)) ?? false
      const done = await redo(name, held)
      if (done) left.add(held.epoch)
      return done
    })
    if (!closed) for (const epoch of left) holdings.clearCopy(name, epoch)
  }

  const writeAgain = (name: string, old: Opened, next: Opened, intents: readonly Intent[]): Promise<void> => {
    const { doc, own } = next.document
    old.document.backlog.rest()
    const done = next.document.apart(() => {
      putBack(doc, intents, own)
      // All of it would be taken back as one step.
      const handle = next.board ?? next.plan ?? next.draft
      handle?.undo.clear()
    })
    swap(name, old, next)
    return done
  }

  /** Keeps what was refused, and what is written meanwhile. @returns whether it could */
  const keepRefused = async (
    name: string,
    code: number,
    told: () => Intent[],
    goesOn: () => boolean,
  ): Promise<boolean> => {
    const key = newId()
    let before = ''
    while (goesOn()) {
      const intents = told()
      const now = JSON.stringify(intents)
      if (now === before) return true
      if (!(await deps.keepRefused(key, name, code, intents))) return false
      before = now
    }
    return true
  }

  const openAnew = (name: string, parsed: DocName, how: HowOpened): Opened => {
    const opening = deps.opening()
    switch (parsed.type) {
      case 'board':
        return opening.board(parsed.board, how)
      case 'draft':
        return opening.draft(name, how)
      case 'plan':
        return opening.plan(how)
      case 'stage':
        return opening.stage(how)
      default:
        return parsed satisfies never
    }
  }

  /**
   * Asks for a clean document, which then takes the place of the old one.
   * @param code what the server said; null where the copy is of another history, or nothing in it is mine
   * @param writesAgain whether what waits is then written again; otherwise it is kept
   */
  const begin = (name: string, parsed: DocName, epoch: number, code: number | null, writesAgain: boolean) => {
    const old = opened.get(name)
    if (!old) return
    old.document.detach()
    const how = { epoch: newEpoch(), fresh: true }
    const next = openAnew(name, parsed, how)
    clean.set(name, next)
    setWaiting(name, old.document.waiting.get())
    const { doc, backlog, own } = old.document
    const told = (): Intent[] => {
      if (parsed.type === 'stage') return []
      const between = betweenOf(name)
      // What waited is mine.
      if (code === null || code === CLOSE.retiredEpoch)
        return between(doc, next.document.doc, workWaiting(backlog))
      // So is what is here beyond the server's, but for what others wrote, where its data were put back as they had been.
      const intents = between(doc, next.document.doc)
      if (parsed.type !== 'board') return intents
      const theirs = strangeIn(doc, next.document.doc, 'items', own.all)
      return withOthers(intents, (id) => theirs.has(id))
    }
    const goesOn = () => !closed && clean.get(name) === next && opened.get(name) === old

    const settle = async () => {
      if (!goesOn()) return closed || clean.get(name) !== next || throwAway(name, next, how.epoch)
      if (code === null || writesAgain) {
        replayed.set(name, (replayed.get(name) ?? 0) + 1)
        await writeAgain(name, old, next, told())
        if (closed) return
        leave(name, old, epoch, how.epoch)
      } else {
        const isKept = await keepRefused(name, code, told, goesOn)
        if (closed) return
        deps.onUnkept(name, !isKept)
        if (!isKept || !goesOn()) {
          throwAway(name, next, how.epoch)
          // What this page alone holds stays where it is, and is offered again: the reason for the refusal may be gone.
          deps.later.after(AGAIN_MS, () => {
            if (opened.get(name) === old) old.document.again()
          })
          return
        }
        backlog.clear()
        backlog.rest()
        next.document.backlog.remember()
        swap(name, old, next)
        leave(name, old, epoch, how.epoch)
      }
      await takeUpLate(name)
    }
    void whenTrue(next.document.synced).then(() => {
      // By then what has come is what the stores show, so that nothing is gone from the screen for a moment.
      nextFrame(() => void settle())
    })
  }

  const mayBeginAgain = (name: string): boolean => (replayed.get(name) ?? 0) < MOST_REPLAYS

  return {
    replace(name, epoch, code) {
      const old = opened.get(name)
      const parsed = parseDocName(name)
      if (!old || !parsed || closed) return
      const refused = clean.get(name)
      if (refused && !doubted.has(refused)) {
        // It may have been said of what was sent before.
        doubted.add(refused)
        return refused.document.again()
      }
      if (refused && parsed.type === 'stage') return throwAway(name, refused, epoch)
      if (refused) {
        // It has nothing of mine in it: the server will not serve it, and that is that.
        refused.document.detach()
        return swap(name, old, refused)
      }
      // What I can't have written is not refused work of mine, whatever the server has against it.
      if (old.document.readsOnly() && mayBeginAgain(name)) return begin(name, parsed, epoch, null, true)
      if (parsed.type === 'stage') {
        deps.onMixed(name)
        return old.document.detach()
      }
      const writesAgain = (code === CLOSE.foreignClient || code === CLOSE.retiredEpoch) && mayBeginAgain(name)
      // What the server takes no more of a draft stays in it, on this device, to be shared late.
      if (parsed.type === 'draft' && !writesAgain) return deps.endDraft(name, parsed.writing, old)
      begin(name, parsed, epoch, code, writesAgain)
    },
    renew(name, epoch) {
      const parsed = parseDocName(name)
      if (!parsed || closed || clean.has(name)) return false
      if (!mayBeginAgain(name)) {
        deps.onMixed(name)
        return false
      }
      begin(name, parsed, epoch, null, true)
      return true
    },
    takeUpEarly(name, epoch, restore) {
      epochs.set(name, epoch)
      return holdings.take(name, (held) => Promise.resolve(held.epoch === epoch && restore(held.parts)))
    },
    takeUp: takeUpLate,
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
