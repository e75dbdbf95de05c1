/** One document on the shared socket: what was sent of it, what the server has stored, who else is there. */
import { encodeAwarenessUpdate, type Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { CLOSE } from '../../shared/protocol.ts'
import type { Backlog } from './backlog.ts'
import * as frames from './frames.ts'
import { measure, type Measure } from './measure.ts'
import type { OwnIds } from './ownIds.ts'
import { partsOf } from './parts.ts'
import { createStore } from './store.ts'
import type { Store } from './types.ts'

/** The origin of what came from the server. */
export const REMOTE = Symbol('remote')

/** Presence, as a document's socket drives it. */
export interface PresenceWire {
  /** Holds what I say of myself. */
  readonly awareness: Awareness
  /** What the server says of the others. */
  heard(body: Uint8Array): void
  /** The socket is gone, and so are all others. */
  lost(): void
}

export interface ChannelOptions {
  readonly name: string
  readonly doc: Y.Doc
  readonly presence: PresenceWire | null
  /** Counts my changes, and hears what of them is stored. It hears of each before this does. */
  readonly backlog: Pick<Backlog, 'waiting' | 'saved'>
  /** Origins whose updates are no changes of mine, e.g. this device's own store. */
  readonly foreign: ReadonlySet<unknown>
  /** The server closed this document, and its code says not to retry as we are. */
  readonly onRefused: (code: number) => void
  /** Client ids under which this device wrote in the document; more may come. Without it, all that is sent counts as mine. */
  readonly own?: ReadonlySet<number>
  /** What proves that they are this device's. */
  readonly proofs?: Pick<OwnIds, 'proofOf' | 'prove'>
  /** Whether nothing in the document can be of mine now: then no change is sent of it. */
  readonly readsOnly?: () => boolean
  /** What is here, and can't be of mine, is ahead of the server: it is of another history. @returns whether this channel is left */
  readonly onAhead?: () => boolean
  /** Whether the server says that it can't save: until it has stored all that waits, or has answered where nothing does. */
  readonly onUnsaved?: (isSo: boolean) => void
}

/** What one attached document offers. */
export interface Channel {
  /** The server has answered since this was opened. */
  readonly synced: Store<boolean>
  /** The server has answered on the socket that is open now: what it has, this document has. */
  readonly inStep: Store<boolean>
  /** From now on, changes are not sent. */
  hold(): void
  /** What was held back is sent. */
  release(): void
  /** Sends all that the server lacks, also what came from elsewhere than from here. */
  tellAll(): void
  detach(): void
}

type Send = (bytes: Uint8Array<ArrayBuffer>) => void

/** What the socket drives. */
export interface Wire {
  /** There is a socket, or the server is asked again on the same one. Where the document is open already, nothing happens. */
  opened(send: Send): void
  /** Asks the server for a sign of life, by asking for what is new. */
  ask(): void
  heard(message: frames.Heard): void
  /** The socket is gone. */
  lost(): void
}

const isEmptyUpdate = (bytes: Uint8Array): boolean => bytes.length <= 2

export const createChannel = ({
  name,
  doc,
  presence,
  backlog,
  foreign,
  onRefused,
  own = new Set(),
  proofs,
  readsOnly = () => false,
  onAhead = () => false,
  onUnsaved,
  onRetry,
}: ChannelOptions & { readonly onRetry: () => void }): {
  readonly channel: Omit<Channel, 'detach'>
  readonly wire: Wire
  close(): void
} => {
  const awareness = presence?.awareness
  const synced = createStore(false)
  const inStep = createStore(false)
  /** Null while the document is not open on a socket. */
  let send: Send | null = null
  /** The socket on which the server closed it. What I asked meanwhile may have opened it there again. */
  let closedOn: Send | null = null
  /** The server told what it has, and was told what it lacks: from now on, updates may follow. */
  let flowing = false
  /** How many changes each message that carried an update covers, in the order sent. */
  let sent: number[] = []
  let stored = 0
  let unsaved = false
  /** Of my client ids, those that this socket was told. */
  const told = new Set<number>()
  /** What is held back; null while nothing is. */
  let held: Uint8Array[] | null = null
  /** What the server had when it last told. */
  let theirs: Uint8Array | null = null
  /** What was here when this socket took it up, where nothing in it was mine. */
  let before: Measure | null = null

  const setUnsaved = (isSo: boolean) => {
    if (unsaved === isSo) return
    unsaved = isSo
    onUnsaved?.(isSo)
  }

  /** What I send from now on may lie under these, too. */
  const tellOwn = () => {
    const fresh = own.size === told.size ? [] : [...own].filter((client) => !told.has(client))
    if (fresh.length === 0) return
    for (const client of fresh) told.add(client)
    send?.(
      frames.mine(
        name,
        fresh.map((client) => [client, proofs?.proofOf(client) ?? new Uint8Array()]),
      ),
    )
  }

  /** Sends an update that covers so many changes, in parts where it is large; `frame` makes the frame of the last one. */
  const sendUpdate = (bytes: Uint8Array, changes: number, frame: typeof frames.update) => {
    tellOwn()
    const parts = partsOf(bytes)
    parts.forEach((part, index) => {
      const isLast = index === parts.length - 1
      sent.push(isLast ? changes : 0)
      send?.((isLast ? frame : frames.update)(name, part))
    })
  }

  const onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === REMOTE || foreign.has(origin)) return
    // Who has only read so far has told the server nothing yet.
    if (!flowing) tellAll(frames.stepTwo)
    else if (held) held.push(update)
    else sendUpdate(update, 1, frames.update)
  }

  /** Sends what the server lacks; whatever waits is in it, also what an earlier socket had sent and nobody confirmed. */
  const tellAll = (frame: typeof frames.update) => {
    if (!send || !theirs || held || readsOnly()) return
    const changes = backlog.waiting.get() - sent.reduce((sum, count) => sum + count, 0)
    flowing = true
    sendUpdate(Y.encodeStateAsUpdate(doc, theirs), changes, frame)
  }

  const sayPresence = (clients: number[]) => {
    if (send && awareness) send(frames.presence(name, encodeAwarenessUpdate(awareness, clients)))
  }
  const onPresence = ({
    added,
    updated,
    removed,
  }: {
    added: number[]
    updated: number[]
    removed: number[]
  }) => {
    const mine = [...added, ...updated, ...removed].filter((client) => client === awareness?.clientID)
    if (mine.length) sayPresence(mine)
  }

  doc.on('update', onUpdate)
  awareness?.on('update', onPresence)

  const letGo = () => {
    send = null
    flowing = false
    sent = []
    told.clear()
    stored = 0
    theirs = null
    before = null
    if (held) held = []
    inStep.set(false)
    presence?.lost()
  }

  const wire: Wire = {
    opened(to) {
      if (send) return
      send = to
      // The server greets, and counts from nought, only when it opens a document that it holds closed.
      closedOn?.(frames.closed(name))
      closedOn = null
      before = readsOnly() ? measure(doc) : null
      to(frames.stepOne(name, Y.encodeStateVector(doc)))
      if (presence) to(frames.pointers(name))
      const mine = awareness?.getLocalState()
      // A new clock, so that those who saw me leave see me come back.
      if (awareness && mine) awareness.setLocalState(mine)
    },
    ask() {
      send?.(frames.stepOne(name, Y.encodeStateVector(doc)))
    },
    heard(message) {
      if (!send) return
      switch (message.type) {
        case 'step-1': {
          theirs = message.stateVector
          if (before?.hasMore(theirs) && readsOnly() && onAhead()) return
          tellAll(frames.stepTwo)
          return
        }
        case 'update':
          if (!inStep.get()) before?.told(message.update)
          if (!isEmptyUpdate(message.update)) Y.applyUpdate(doc, message.update, REMOTE)
          if (!message.answer) return
          if (!inStep.get() && before?.hasDeletedMore() && readsOnly() && onAhead()) return
          synced.set(true)
          inStep.set(true)
          if (backlog.waiting.get() === 0) setUnsaved(false)
          return
        case 'presence':
          if (message.body) presence?.heard(message.body)
          return
        case 'ack': {
          let saved = 0
          for (; stored < message.stored && sent.length; stored++) saved += sent.shift() ?? 0
          if (saved) backlog.saved(saved)
          if (backlog.waiting.get() === 0) setUnsaved(false)
          return
        }
        case 'proofs':
          for (const [client, proof] of message.proofs) proofs?.prove(client, proof)
          return
        case 'closed': {
          closedOn = send
          letGo()
          if (message.code === CLOSE.storageFailed) setUnsaved(true)
          const retry = message.code >= 4500 || message.code < 4400
          if (retry) onRetry()
          else onRefused(message.code)
          return
        }
        default:
          return message satisfies never
      }
    },
    lost() {
      letGo()
      closedOn = null
    },
  }

  return {
    channel: {
      synced,
      inStep,
      hold() {
        held ??= []
      },
      release() {
        const updates = held ?? []
        held = null
        if (flowing) for (const update of updates) sendUpdate(update, 1, frames.update)
        else tellAll(frames.stepTwo)
      },
      tellAll: () => tellAll(frames.update),
    },
    wire,
    close() {
      doc.off('update', onUpdate)
      awareness?.off('update', onPresence)
      ;(send ?? closedOn)?.(frames.closed(name))
      letGo()
      setUnsaved(false)
    },
  }
}
