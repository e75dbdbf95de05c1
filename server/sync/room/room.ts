/** One document in memory: what comes in is applied and enqueued, and goes out once the commit that covers it is durable. */
import * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import { createClaims, type Claims } from './claims.ts'
import type { Metrics } from '../../metrics.ts'
import { createAnswers, type Answers, type Asking } from './answers.ts'
import type { Committer, Gatekeeper, Room } from '../contract.ts'
import { createBulk, type Bulk } from '../gate/bulk.ts'
import { createDeleted, type Deleted } from './deleted.ts'
import { ackFrame, updateFrame, type Frame } from '../frames.ts'
import { dropPending } from '../gate/gate.ts'
import type { Epoch } from '../journal/epoch.ts'
import type { Folder } from '../journal/folder.ts'
import { createIntake, type Sender } from './intake.ts'
import type { OpenedJournal } from '../journal/journal.ts'
import type { Log } from '../log.ts'
import { paceFor, presencePaceFor, untilTick } from './pace.ts'
import { createPresence, type PresenceBoard, type Present } from './presence.ts'
import { SocketRefusal } from '../refuse.ts'
import { createSnapshot, type Snapshot } from '../journal/snapshot.ts'

/** A socket that holds this document open. */
export interface Receiver extends Present, Sender, Asking {
  send(frame: Frame): void
  /** Wants to hear what is stored. */
  readonly acknowledges: boolean
  /** Ends this document on its socket. */
  end(code: number, reason: string): void
}

/** A change to the document, and who made it: sockets, or null for the server itself. */
interface Change {
  readonly update: Uint8Array
  readonly from: Iterable<Receiver | null>
}

/** What one commit covers in this room. */
interface Batch {
  readonly settled: Promise<void>
  readonly changes: Change[]
  readonly acks: Map<Receiver, number>
  /** Holds what was taken in on a tick, and so has waited already. */
  ticked: boolean
}

/** A document in memory, with all who hold it. */
export interface LiveRoom extends Room {
  readonly presence: PresenceBoard
  readonly claims: Claims
  /** Which client ids are retired; the same for as long as the room lives. */
  readonly epoch: Epoch
  readonly snapshot: Pick<Snapshot, 'atRest'>
  readonly deleted: Pick<Deleted, 'beyond'>
  /** How full it is. */
  readonly fill: Bulk['fill']
  /** What brings somebody up to date. */
  readonly answers: Answers<Receiver>
  readonly receivers: ReadonlySet<Receiver>
  attach(receiver: Receiver): void
  /** Lets a receiver go; what it sent last counts. */
  detach(receiver: Receiver): void
  /** Does the work soon, together with what others sent meanwhile; there it may `apply` and `accept`. Its errors go to the receiver. `bytes` is how much it is. */
  submit(receiver: Receiver, bytes: number, work: () => void): void
  /** Takes in at once all that was sent so far. */
  drain(): void
  /** Applies an update that the gate has passed, and claims the client ids of what is new. @throws SocketRefusal when Yjs can't take it after all */
  apply(update: Uint8Array, clients: readonly number[], from: Receiver): void
  /** Tells a receiver who is here. */
  tellPresence(receiver: Receiver): void
  /** From now on, a receiver gets presence in the compact form. */
  readsPointers(receiver: Receiver): void
  /** Calls back once all that the document holds now is durable; never, when that fails. */
  whenDurable(then: () => void): void
  /** Says, once they are durable, that the first n messages of a receiver are. */
  accept(receiver: Receiver, stored: number): void
  /** Whether nothing waits for a commit. */
  isSettled(): boolean
  /** Calls off what it was about to do. */
  rest(): void
  /** Lets go of the document, closing who still holds it. */
  drop(code: number, reason: string): void
}

/** Makes a room around a document that was just read. */
export const createRoom = ({
  workshop,
  name,
  docName,
  doc,
  opened,
  folder,
  committer,
  gatekeeper,
  log,
  metrics,
  everyone,
}: {
  readonly workshop: string
  readonly name: string
  readonly docName: DocName
  /** All that the journal holds. */
  readonly doc: Y.Doc
  readonly opened: OpenedJournal
  readonly folder: Pick<Folder, 'fold'>
  readonly committer: Committer
  readonly gatekeeper: Pick<Gatekeeper, 'applied'>
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add' | 'took'>
  /** How many sockets the whole server holds. */
  readonly everyone: () => number
}): LiveRoom => {
  const { journal } = opened
  const bulk = createBulk(
    doc,
    [...opened.snapshots, ...opened.tail].reduce((all, { byteLength }) => all + byteLength, 0),
  )
  const receivers = new Set<Receiver>()
  let dropped = false
  let batch: Batch | null = null
  const deleted = createDeleted(doc)
  const snapshot = createSnapshot({ workshop, name, docName, doc, opened, folder, log, metrics })
  /** Who reads presence in its compact form. */
  const compact = new Set<Receiver>()
  /** Calls off the tick that is to come. */
  let cancelTick: (() => void) | null = null
  let tickedAt = -Infinity
  /** Whether presence waits for a commit, in order to leave with it. */
  let presenceWaits = false
  /** Stored changes that nobody was sent yet. */
  let outgoing: Change[] = []
  let sending: NodeJS.Timeout | null = null
  let sentAt = -Infinity
  const pace = (): number => paceFor(receivers.size, everyone())
  /** When it was last told who is where. */
  let shownAt = -Infinity
  const isShownLately = (): boolean =>
    performance.now() - shownAt < presencePaceFor(receivers.size, everyone()) - pace() / 2

  const claims = createClaims({ held: opened.claims, own: () => doc.clientID, keep: journal.claim })

  const isHere = (receiver: Receiver): boolean => receivers.has(receiver)

  const intake = createIntake<Receiver>({
    doc,
    isHere,
    onApplied(changed, { person }) {
      if (docName.type !== 'board' && docName.type !== 'draft') return
      try {
        gatekeeper.applied(room, { changed }, person)
      } catch (error) {
        // What is not in the ledger is not stored: this room is let go of with all that this transaction brought.
        if (!dropped) committer.distrust(workshop, error)
        throw new Refusal('storage-failed', 'This could not be saved just now.')
      }
    },
    onTook: (ms) => metrics.took('kiteboard_intake_seconds', ms),
    onAccepted(acks) {
      const covering = current()
      for (const [receiver, stored] of acks) covering.acks.set(receiver, stored)
    },
  })

  const whenDurable = (then: () => void): void => {
    const done = (): void => void (dropped || then())
    committer.settled().then(done, done)
  }

  const answers = createAnswers<Receiver>({
    name,
    doc,
    deleted,
    snapshot,
    epoch: journal.epoch,
    isHere,
    whenDurable,
  })

  const presence = createPresence({
    name,
    claims,
    onForeign: (entries) => metrics.add('kiteboard_foreign_presence_total', entries),
    readers: () => ({ compact: compact.size, stock: receivers.size - compact.size }),
    wake: () => tickSoon(),
    send: (frames) =>
      receivers.forEach((receiver) => receiver.send(compact.has(receiver) ? frames.compact : frames.stock)),
  })

  const showPresence = (): void => {
    if (isShownLately()) return tickSoon()
    shownAt = performance.now()
    presence.flush()
  }

  /** Calls for a tick: at once with few people, in step with many. */
  const tickSoon = (): void => {
    if (cancelTick || dropped) return
    const wait = untilTick(pace(), tickedAt, performance.now())
    if (wait > 0) {
      const timer = setTimeout(tick, wait).unref()
      cancelTick = () => clearTimeout(timer)
    } else {
      const immediate = setImmediate(tick)
      cancelTick = () => clearImmediate(immediate)
    }
  }

  const tick = (): void => {
    cancelTick = null
    tickedAt = performance.now()
    intake.tick()
    // Who is where leaves with what is being stored, in one write to each receiver; but it waits no longer than one tick.
    presenceWaits = batch !== null && !presenceWaits
    if (!presenceWaits) showPresence()
  }

  const flush = (done: Batch): void => {
    if (batch === done) batch = null
    if (dropped) return
    if (done.changes.length > 0) {
      outgoing.push(...done.changes)
      if (done.ticked) fanOut()
      else sendSoon()
    }
    for (const [receiver, stored] of done.acks) receiver.send(ackFrame(name, stored))
    if (presenceWaits) showPresence()
    presenceWaits = false
    snapshot.tend()
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
    if (sending) clearTimeout(sending)
    sending = null
    if (dropped) return
    const began = performance.now()
    sentAt = began
    const senders = new Set(all.flatMap(({ from }) => [...from]))
    const bytes = all.map(({ update }) => update)
    const frame = updateFrame(name, (bytes.length === 1 && bytes[0]) || Y.mergeUpdates(bytes))
    for (const receiver of receivers) if (senders.size > 1 || !senders.has(receiver)) receiver.send(frame)
    metrics.took('kiteboard_fan_out_seconds', performance.now() - began)
  }

  /** What the commit covers that everything so far waits for. */
  const current = (): Batch => {
    const settled = committer.settled()
    if (batch?.settled === settled) return batch
    const fresh: Batch = { settled, changes: [], acks: new Map(), ticked: false }
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
    deleted.changed(transaction)
    answers.changed()
    journal.append(update)
    if (transaction.local) claims.serverWrote()
    const covering = current()
    const source = intake.sourceOf(origin)
    covering.changes.push({ update, from: source?.senders ?? [null] })
    covering.ticked ||= source?.ticked ?? false
  })

  const room: LiveRoom = {
    workshop,
    name,
    docName,
    doc,
    presence,
    claims,
    epoch: journal.epoch,
    snapshot,
    deleted,
    fill: bulk.fill,
    answers,
    receivers,
    attach(receiver) {
      // Let go of in the moment between being read and being handed out.
      if (dropped) throw new SocketRefusal(CLOSE.storageFailed, 'Please try again.')
      receivers.add(receiver)
    },
    detach(receiver) {
      intake.drainOf(receiver)
      receivers.delete(receiver)
      compact.delete(receiver)
      presence.leave(receiver)
    },
    submit(receiver, bytes, work) {
      intake.submit(receiver, bytes, work)
      tickSoon()
    },
    drain: intake.drain,
    apply(update, clients, from) {
      metrics.add('kiteboard_updates_total')
      for (const client of clients) claims.wrote(client, from.person)
      bulk.came(update.byteLength)
      try {
        intake.apply(update, clients, from)
      } catch (error) {
        if (error instanceof Refusal) throw error
        log.error({ err: error, workshop, document: name }, 'an update could not be applied')
        throw new SocketRefusal(CLOSE.unacceptable, 'This update cannot be applied.')
      }
      if (dropPending(doc)) throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
    },
    tellPresence(receiver) {
      const here = presence.everybody()
      if (here) receiver.send(compact.has(receiver) ? here.compact : here.stock)
    },
    readsPointers: (receiver) => void (receivers.has(receiver) && compact.add(receiver)),
    whenDurable,
    accept: intake.accept,
    isSettled: () => batch === null && outgoing.length === 0 && intake.isEmpty(),
    rest() {
      if (sending) clearTimeout(sending)
      cancelTick?.()
      snapshot.close()
    },
    drop(code, reason) {
      if (dropped) return
      dropped = true
      room.rest()
      intake.close()
      for (const receiver of [...receivers]) receiver.end(code, reason)
      receivers.clear()
    },
  }
  return room
}
