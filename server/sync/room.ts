/** One document in memory: what comes in is applied and enqueued, and goes out once the commit that covers it is durable. */
import * as Y from 'yjs'
import type { DocName } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { createClaims, type Claims } from './claims.ts'
import type { Metrics } from '../metrics.ts'
import type { Committer, Gatekeeper, Room } from './contract.ts'
import { ackFrame, stepTwoFrame, updateFrame, type Frame } from './frames.ts'
import { dropPending } from './gate.ts'
import type { Journal } from './journal.ts'
import type { Log } from './log.ts'
import { paceFor } from './pace.ts'
import { createPresence, type PresenceBoard, type Present } from './presence.ts'
import { SocketRefusal } from './refuse.ts'
import { createSnapshot } from './snapshot.ts'

/** A socket that holds this document open. */
export interface Receiver extends Present {
  send(frame: Frame): void
  /** Wants to hear what is stored. */
  readonly acknowledges: boolean
  /** Ends this document on its socket. */
  end(code: number, reason: string): void
}

/** What one commit covers in this room. */
interface Batch {
  readonly settled: Promise<void>
  readonly updates: { readonly update: Uint8Array; readonly from: unknown }[]
  readonly acks: Map<Receiver, number>
}

export interface LiveRoom extends Room {
  readonly docName: DocName
  readonly presence: PresenceBoard
  readonly claims: Claims
  readonly receivers: ReadonlySet<Receiver>
  attach(receiver: Receiver): void
  detach(receiver: Receiver): void
  /** Applies an update that the gate has passed, and claims the client ids of what is new. @throws SocketRefusal when Yjs can't take it after all */
  apply(update: Uint8Array, clients: readonly number[], from: Receiver): void
  /** What brings somebody up to date who has this much; it ends with a sync step 2. */
  answer(stateVector: Uint8Array): readonly Frame[]
  /** Tells a receiver who is here. */
  tellPresence(receiver: Receiver): void
  /** From now on, a receiver gets presence in the compact form. */
  readsPointers(receiver: Receiver): void
  /** Calls back once all that the document holds now is durable; never, when that fails. */
  whenDurable(then: () => void): void
  /** Says, once it is durable, that the first n messages of a receiver are. */
  acknowledge(receiver: Receiver, stored: number): void
  /** Whether nothing waits for a commit. */
  isSettled(): boolean
  /** Lets go of the document, closing who still holds it. */
  drop(code: number, reason: string): void
}

const isReceiver = (receivers: ReadonlySet<unknown>, origin: unknown): origin is Receiver =>
  receivers.has(origin)

/** Makes a room out of what the journal held. */
export const createRoom = ({
  workshop,
  name,
  docName,
  updates,
  claims: held,
  journal,
  committer,
  gatekeeper,
  log,
  metrics,
}: {
  readonly workshop: string
  readonly name: string
  readonly docName: DocName
  readonly updates: readonly Uint8Array[]
  readonly claims: ReadonlyMap<number, string>
  readonly journal: Journal
  readonly committer: Committer
  readonly gatekeeper: Pick<Gatekeeper, 'applied'>
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add' | 'took'>
}): LiveRoom => {
  const doc = new Y.Doc({ gc: true })
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  const receivers = new Set<Receiver>()
  let dropped = false
  let batch: Batch | null = null
  const snapshot = createSnapshot(name, doc)
  /** Who reads presence in its compact form. */
  const compact = new Set<Receiver>()
  /** Stored updates that nobody was sent yet. */
  let outgoing: Batch['updates'][number][] = []
  let sending: NodeJS.Timeout | null = null
  let sentAt = -Infinity
  const pace = (): number => paceFor(receivers.size)

  const claims = createClaims({ held, own: () => doc.clientID, keep: journal.claim })

  const presence = createPresence({
    name,
    claims,
    onForeign: () => metrics.add('kiteboard_foreign_presence_total'),
    pace,
    send: (frames) =>
      receivers.forEach((receiver) => receiver.send(compact.has(receiver) ? frames.compact : frames.stock)),
  })

  const flush = (done: Batch): void => {
    if (batch === done) batch = null
    if (dropped) return
    if (done.updates.length > 0) {
      outgoing.push(...done.updates)
      sendSoon()
    }
    for (const [receiver, stored] of done.acks) receiver.send(ackFrame(name, stored))
    if (journal.due()) journal.compact(snapshot.fresh())
  }

  /** Fans out at once, unless it did so a moment ago to many people: then what gathers goes together. */
  const sendSoon = (): void => {
    if (sending) return
    const wait = sentAt + pace() - performance.now()
    if (wait <= 0) return fanOut()
    sending = setTimeout(fanOut, wait).unref()
  }

  /**
   * One frame for all. Whoever wrote some of it gets it whole as well: merging it anew for each writer would cost more than they
   * save, and what they know already changes nothing.
   */
  const fanOut = (): void => {
    const all = outgoing
    outgoing = []
    sending = null
    if (dropped) return
    const began = performance.now()
    sentAt = began
    const senders = new Set(all.map(({ from }) => from))
    const bytes = all.map(({ update }) => update)
    const frame = updateFrame(name, (bytes.length === 1 && bytes[0]) || Y.mergeUpdates(bytes))
    for (const receiver of receivers) if (senders.size > 1 || !senders.has(receiver)) receiver.send(frame)
    metrics.took('kiteboard_fan_out_seconds', performance.now() - began)
  }

  /** What the commit covers that everything so far waits for. */
  const current = (): Batch => {
    const settled = committer.settled()
    if (batch?.settled === settled) return batch
    const fresh: Batch = { settled, updates: [], acks: new Map() }
    batch = fresh
    // A failed commit that concerned this room has dropped it by now; any other is none of its business.
    const done = (): void => flush(fresh)
    settled.then(done, done)
    return fresh
  }

  doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    // Whoever kept a room that has been let go would write past its successor.
    if (dropped)
      throw new Refusal('storage-failed', 'This was read too long ago. Nothing is lost; please try again.')
    snapshot.changed(update)
    journal.append(update)
    if (transaction.local) claims.serverWrote()
    if (isReceiver(receivers, origin) && docName.type === 'board')
      gatekeeper.applied(room, transaction, origin.person)
    current().updates.push({ update, from: origin })
  })

  const room: LiveRoom = {
    workshop,
    name,
    docName,
    doc,
    presence,
    claims,
    receivers,
    attach: (receiver) => receivers.add(receiver),
    detach(receiver) {
      receivers.delete(receiver)
      compact.delete(receiver)
      presence.leave(receiver)
    },
    apply(update, clients, from) {
      metrics.add('kiteboard_updates_total')
      for (const client of clients) claims.wrote(client, from.person)
      try {
        Y.applyUpdate(doc, update, from)
      } catch (error) {
        log.error({ err: error, workshop, document: name }, 'an update could not be applied')
        throw new SocketRefusal(CLOSE.unacceptable, 'This update cannot be applied.')
      }
      if (dropPending(doc)) throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
    },
    answer(stateVector) {
      // One byte, a zero: the sender has nothing.
      const empty = stateVector.byteLength === 1 && stateVector[0] === 0
      return empty ? snapshot.frames() : [stepTwoFrame(name, Y.encodeStateAsUpdate(doc, stateVector))]
    },
    tellPresence(receiver) {
      const here = presence.everybody()
      if (here) receiver.send(compact.has(receiver) ? here.compact : here.stock)
    },
    readsPointers: (receiver) => void (receivers.has(receiver) && compact.add(receiver)),
    whenDurable(then) {
      const done = (): void => void (dropped || then())
      committer.settled().then(done, done)
    },
    acknowledge: (receiver, stored) => current().acks.set(receiver, stored),
    isSettled: () => batch === null && outgoing.length === 0,
    drop(code, reason) {
      if (dropped) return
      dropped = true
      if (sending) clearTimeout(sending)
      presence.close()
      for (const receiver of [...receivers]) receiver.end(code, reason)
      receivers.clear()
    },
  }
  return room
}
