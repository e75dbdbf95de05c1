/** One document, open: read from this device's copy, then kept in step with the server. */
import type * as Y from 'yjs'
import { createBacklog, type Backlog } from './backlog.ts'
import { REMOTE, type Channel, type PresenceWire } from './channel.ts'
import type { Connection } from './connection.ts'
import type { Keep, Kept } from './keep.ts'
import { createOwnIds, type KeptIds, type OwnIds } from './ownIds.ts'
import { createStore, whenHeld } from './store.ts'
import type { Store } from './types.ts'

export interface OpenDocument {
  readonly doc: Y.Doc
  readonly ready: Store<boolean>
  /** This device's copy was read, or can't be. */
  readonly loaded: Store<boolean>
  /** The server has answered once. */
  readonly synced: Store<boolean>
  /** The server has answered since the connection stands: this is all that it has. */
  readonly inStep: Store<boolean>
  /** Whether nothing in it can be of mine now. */
  readsOnly(): boolean
  readonly waiting: Store<number>
  /** What of mine the server has not said is stored. */
  readonly backlog: Backlog
  /** Under which client ids this device wrote in it. */
  readonly own: OwnIds
  /** Leaves the server; the copy on this device stays open. */
  detach(): void
  /** Asks the server for it again, after it was left. */
  again(): void
  /** Tells the server, if it is in step, of client ids that turn out to be this device's own only now. */
  tellOwn(): void
  /** Takes up what a page of this device that is gone left waiting in the copy, once in step. @returns whether this page now remembers it */
  takeUp(left: unknown): Promise<boolean>
  /** Resolves once what was changed here can't get lost any more: it is on this device, or the server has it. */
  settled(): Promise<void>
  /**
   * Changes the document while the server is not told, until this device holds what was changed and that it waits: so a page that
   * dies in the middle of it has either done nothing, or all. Resolves once it can't get lost.
   */
  apart(work: () => void): Promise<void>
  /** Lets go of the document; its copy stays on this device. */
  close(): Promise<void>
}

export interface DocumentDeps {
  readonly connection: Pick<Connection, 'attach'>
  readonly keep: Keep
  readonly name: string
  /** What the copy on this device is called. */
  readonly copy: string
  readonly doc: Y.Doc
  readonly presence: PresenceWire | null
  readonly waiting: number
  readonly unsaved: {
    /** Gives what pages that are gone left waiting; what is taken is theirs no more. */
    take(restore: (left: unknown) => boolean): Promise<void>
    /** Remembers what waits here. @returns whether it could */
    keep(parts: unknown): boolean
    /** Not before it is told to. */
    readonly quiet: boolean
  }
  /** Client ids under which pages of this device wrote in it, as this person. */
  readonly ownIds: KeptIds
  /** Whether I could not have written in it, as things stand. */
  readonly neverWritten: () => boolean
  readonly onRefused: (code: number) => void
  /** The copy is ahead of the server by what can't be mine. @returns whether another is taken in its place */
  readonly onAhead: () => boolean
  /** Whether the server says that it can't save what I change. */
  readonly onUnsaved: (isSo: boolean) => void
  /** Whether this device keeps a copy now; of what is closed, it need not. */
  readonly onKept: (keeps: boolean) => void
  /** The copy had failed and is there again; what else this device remembered of the document may be gone. */
  readonly onAgain: () => void
}

/** A store of this device that does not answer within this time is not waited for. */
const PATIENCE_MS = 3_000

/** Opens a document: from this device's copy at once, from the server as soon as it answers. */
export const openDocument = (deps: DocumentDeps): OpenDocument => {
  const { connection, keep, name, copy, doc, presence, unsaved, onRefused, onAhead, onUnsaved, onKept } = deps
  const ready = createStore(false)
  const loaded = createStore(false)
  const synced = createStore(false)
  const inStep = createStore(false)
  const own = createOwnIds(doc, deps.ownIds)
  const kept: Kept = keep.open(copy, doc, (isNews) => void onAgain(isNews))
  const backlog = createBacklog({
    doc,
    isMine: (origin) => origin !== REMOTE && origin !== kept.origin,
    waiting: deps.waiting,
    keep: unsaved.keep,
    quiet: unsaved.quiet,
  })
  let channel: Channel | null = null
  let closed = false
  /** Whether something was done apart that this device was not yet asked to hold. */
  let isApart = false
  /** Under way while the server is not to be told. */
  let holding: Promise<boolean> | null = null
  const readsOnly = () => deps.neverWritten() && backlog.waiting.get() === 0

  const detach = () => {
    channel?.detach()
    channel = null
    inStep.set(false)
  }

  const attach = () => {
    detach()
    if (closed) return
    const mine = connection.attach({
      name,
      doc,
      presence,
      backlog,
      own: own.all,
      proofs: own,
      foreign: new Set([kept.origin]),
      readsOnly,
      onRefused,
      onAhead,
      onUnsaved,
    })
    channel = mine
    if (holding) mine.hold()
    mine.inStep.subscribe(() => inStep.set(channel === mine && mine.inStep.get()))
    mine.synced.subscribe(() => {
      if (!mine.synced.get()) return
      ready.set(true)
      synced.set(true)
    })
  }

  const patience = setTimeout(attach, PATIENCE_MS)
  let isRead = false
  /** The copy was read: what pages that are gone left waiting in it is taken up. */
  const takeUpAll = async () => {
    own.readAgain()
    if (doc.store.clients.size > 0) ready.set(true)
    await unsaved.take((left) => backlog.restore(left, channel !== null))
    // Also when patience ran out before: what was read only now must go to the server too.
    attach()
  }
  const load = async () => {
    isRead = await kept.loaded
    clearTimeout(patience)
    own.readAgain()
    loaded.set(true)
    if (closed) return
    if (isRead) await takeUpAll()
    else if (!channel) attach()
  }
  const onAgain = async (isNews: boolean) => {
    own.rememberAnew()
    backlog.rememberAnew()
    deps.onAgain()
    if (closed || (isRead && !isNews)) return
    isRead = true
    await takeUpAll()
  }
  const tellKept = () => onKept(kept.holds.get())
  tellKept()
  const stopKept = kept.holds.subscribe(tellKept)
  void load()

  /** Until this device holds all that was done apart, by whomever; then the server is told. @returns whether it does */
  const hold = async (): Promise<boolean> => {
    let isSafe = false
    while (isApart) {
      isApart = false
      isSafe = await kept.flush()
    }
    if (isSafe && !closed) backlog.remember()
    holding = null
    channel?.release()
    return isSafe
  }

  return {
    doc,
    ready,
    loaded,
    synced,
    inStep,
    readsOnly,
    waiting: backlog.waiting,
    backlog,
    own,
    detach: () => {
      closed = true
      clearTimeout(patience)
      detach()
    },
    again: () => {
      closed = false
      attach()
    },
    tellOwn() {
      const known = own.all.size
      own.readAgain()
      if (own.all.size > known) channel?.tellAll()
    },
    async takeUp(left) {
      // What it waits in can't be read just now: then it waits on.
      if (!(await kept.readAgain())) return false
      own.readAgain()
      // Before the server has answered, it may still say no to what was sent, and that would look like an answer to what follows.
      if (closed || !inStep.get() || !backlog.restore(left, true)) return false
      channel?.tellAll()
      return true
    },
    async settled() {
      backlog.remember()
      if (!(await kept.flush())) await whenHeld(backlog.waiting, (count) => count === 0)
    },
    async apart(work) {
      channel?.hold()
      work()
      isApart = true
      holding ??= hold()
      if ((await holding) || closed) return
      await whenHeld(backlog.waiting, (count) => count === 0)
      backlog.remember()
    },
    async close() {
      closed = true
      clearTimeout(patience)
      detach()
      backlog.close()
      own.close()
      stopKept()
      onKept(true)
      await kept.close()
      doc.destroy()
    },
  }
}
