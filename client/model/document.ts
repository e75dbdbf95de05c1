/** One document, open: read from this device's copy, then kept in step with the server. */
import type * as Y from 'yjs'
import { createBacklog, type Backlog } from './backlog.ts'
import { REMOTE, type Channel, type PresenceWire } from './channel.ts'
import type { Connection } from './connection.ts'
import type { Keep, Kept } from './keep.ts'
import { createStore } from './store.ts'
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
  readonly waiting: Store<number>
  /** What of mine the server has not said is stored. */
  readonly backlog: Backlog
  /** Leaves the server; the copy on this device stays open. */
  detach(): void
  /** Asks the server for it again, after it was left. */
  again(): void
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
  /** What an earlier page left that was not stored, and how this one remembers such. */
  readonly unsaved: { take(): readonly unknown[]; keep(parts: unknown): void }
  readonly onRefused: (code: number) => void
  /** Whether this device could keep a copy. */
  readonly onKept: (keeps: boolean) => void
}

/** A store of this device that does not answer within this time is not waited for. */
const PATIENCE_MS = 3_000

/** Opens a document: from this device's copy at once, from the server as soon as it answers. */
export const openDocument = (deps: DocumentDeps): OpenDocument => {
  const { connection, keep, name, copy, doc, presence, unsaved, onRefused, onKept } = deps
  const ready = createStore(false)
  const loaded = createStore(false)
  const synced = createStore(false)
  const inStep = createStore(false)
  const kept: Kept = keep.open(copy, doc)
  const backlog = createBacklog({
    doc,
    isMine: (origin) => origin !== REMOTE && origin !== kept.origin,
    waiting: deps.waiting,
    keep: unsaved.keep,
  })
  let channel: Channel | null = null
  let closed = false

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
      foreign: new Set([kept.origin]),
      onRefused,
    })
    channel = mine
    mine.inStep.subscribe(() => inStep.set(channel === mine && mine.inStep.get()))
    mine.synced.subscribe(() => {
      if (!mine.synced.get()) return
      ready.set(true)
      synced.set(true)
    })
  }

  const patience = setTimeout(attach, PATIENCE_MS)
  void kept.loaded
    .catch(() => false)
    .then((keeps) => {
      clearTimeout(patience)
      loaded.set(true)
      if (closed) return
      onKept(keeps)
      if (doc.store.clients.size > 0) ready.set(true)
      backlog.restore(unsaved.take())
      // Also when patience ran out before: what was read only now must go to the server too.
      attach()
    })

  return {
    doc,
    ready,
    loaded,
    synced,
    inStep,
    waiting: backlog.waiting,
    backlog,
    detach: () => {
      closed = true
      clearTimeout(patience)
      detach()
    },
    again: () => {
      closed = false
      attach()
    },
    async close() {
      closed = true
      clearTimeout(patience)
      detach()
      backlog.close()
      await kept.close()
      doc.destroy()
    },
  }
}
