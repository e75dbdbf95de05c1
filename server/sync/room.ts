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
import { createPresence, type PresenceBoard, type Present } from './presence.ts'
import { SocketRefusal } from './refuse.ts'

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
  /** Sync step 2 for somebody who has this much. */
  answer(stateVector: Uint8Array): Frame
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
  /** The whole document as a newcomer gets it, kept until it changes. */
  let whole: Uint8Array | null = null

  const claims = createClaims({ held, own: () => doc.clientID, keep: journal.claim })

  const presence = createPresence({
    name,
    claims,
    send: (frame) => receivers.forEach((receiver) => receiver.send(frame)),
  })

  const flush = (done: Batch): void => {
    if (batch === done) batch = null
    if (dropped) return
    const began = performance.now()
    if (done.updates.length > 0) fanOut(done)
    for (const [receiver, stored] of done.acks) receiver.send(ackFrame(name, stored))
    metrics.took('kiteboard_fan_out_seconds', performance.now() - began)
    if (journal.due()) journal.compact(wholeState())
  }

  const fanOut = ({ updates: all }: Batch): void => {
    const senders = new Set(all.map(({ from }) => from))
    const merge = (some: Batch['updates']): Frame | null => {
      const bytes = some.map(({ update }) => update)
      const only = bytes.length === 1 ? bytes[0] : null
      return bytes.length > 0 ? updateFrame(name, only ?? Y.mergeUpdates(bytes)) : null
    }
    let shared: Frame | null = null
    for (const receiver of receivers) {
      const frame = senders.has(receiver)
        ? merge(all.filter(({ from }) => from !== receiver))
        : (shared ??= merge(all))
      if (frame) receiver.send(frame)
    }
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

  const wholeState = (): Uint8Array => (whole ??= Y.encodeStateAsUpdate(doc))

  doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    // Whoever kept a room that has been let go would write past its successor.
    if (dropped)
      throw new Refusal('storage-failed', 'This was read too long ago. Nothing is lost; please try again.')
    whole = null
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
      return stepTwoFrame(name, empty ? wholeState() : Y.encodeStateAsUpdate(doc, stateVector))
    },
    whenDurable(then) {
      const done = (): void => void (dropped || then())
      committer.settled().then(done, done)
    },
    acknowledge: (receiver, stored) => current().acks.set(receiver, stored),
    isSettled: () => batch === null,
    drop(code, reason) {
      if (dropped) return
      dropped = true
      presence.close()
      for (const receiver of [...receivers]) receiver.end(code, reason)
      receivers.clear()
    },
  }
  return room
}
