/** One document in memory: what comes in is applied and enqueued, and goes out once the commit that covers it is durable. */
import type * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import type { Metrics } from '../../metrics.ts'
import type { Committer, Gatekeeper, Room } from '../contract.ts'
import { ackFrame } from '../frames.ts'
import { createBulk, type Bulk } from '../gate/bulk.ts'
import { dropPending } from '../gate/gate.ts'
import type { Footprints } from '../gate/footprints.ts'
import type { Epoch } from '../journal/epoch.ts'
import type { Folder } from '../journal/folder.ts'
import type { OpenedJournal } from '../journal/journal.ts'
import { createSnapshot, type Snapshot } from '../journal/snapshot.ts'
import type { Log } from '../log.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Share } from '../share.ts'
import { bytesOf } from '../updates.ts'
import { createAnswers, type Answers, type Reader } from './answers.ts'
import { createClaims, type Claims } from './claims.ts'
import { createCovering } from './covered.ts'
import { createDeleted, type Deleted } from './deleted.ts'
import { createFanOut } from './fanOut.ts'
import { createIntake } from './intake.ts'
import { paceFor } from './pace.ts'
import type { Pieces } from './pieces.ts'
import type { Sender, Work } from './queue.ts'
import { createShowing, type Showing, type Watching } from './showing.ts'
import { createTicks } from './ticks.ts'

/** A socket that holds this document open. */
export interface Receiver extends Watching, Sender, Reader {
  /** Wants to hear what is stored. */
  readonly acknowledges: boolean
  /** Ends this document on its socket. */
  end(code: number, reason: string): void
}

/** A document in memory, with all who hold it. */
export interface LiveRoom extends Room {
  /** Who is here. */
  readonly presence: Pick<Showing<Receiver>, 'receive' | 'tell' | 'stepsFor' | 'readsPointers'>
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
  /**
   * Does the work soon, together with what others sent meanwhile; there it may `apply` and `accept`. Its errors go to the receiver.
   * `bytes` is how much it is.
   */
  submit(receiver: Receiver, bytes: number, work: Work): void
  /** Takes in at once all that was sent so far. */
  drain(): void
  /** Resolves once all that was sent so far is taken in, what is long by turns. */
  caughtUp(): Promise<void>
  /**
   * Applies an update that the gate has passed, and claims the client ids of what is new.
   * @param strange ids under which it, or the message that it is a part of, brings what nobody knows the writer of
   * @throws SocketRefusal when Yjs can't take it after all
   */
  apply(update: Uint8Array, clients: readonly number[], from: Receiver, strange: readonly number[]): void
  /** A receiver has proven that they wrote under these client ids: they claim what others have brought back of that. */
  found(clients: readonly number[], from: Receiver): void
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
  pieces,
  share,
  footprints,
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
  readonly gatekeeper: Pick<Gatekeeper, 'applied' | 'found'>
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add' | 'took'>
  readonly pieces: Pieces
  readonly share: Share
  /** What all documents take. */
  readonly footprints: Footprints
  /** How many sockets the whole server holds. */
  readonly everyone: () => number
}): LiveRoom => {
  const { journal } = opened
  const receivers = new Set<Receiver>()
  let dropped = false
  const bulk = createBulk(doc, bytesOf([...opened.snapshots, ...opened.tail]), footprints.enter(workshop))
  const deleted = createDeleted(doc)
  const snapshot = createSnapshot({ workshop, name, docName, doc, opened, folder, log, metrics })
  const claims = createClaims({ held: opened.claims, own: () => doc.clientID, keep: journal.claim })

  const pace = (): number => paceFor(receivers.size, everyone())
  const isHere = (receiver: Receiver): boolean => receivers.has(receiver)

  /** What is not in the ledger is not stored: this room is let go of with all that this transaction brought. */
  const writeDown = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (!dropped) committer.distrust(workshop, error)
      throw new Refusal('storage-failed', 'This could not be saved just now.')
    }
  }

  const intake = createIntake<Receiver>({
    doc,
    pieces,
    isHere,
    onApplied(changes, { person }) {
      if (docName.type !== 'board' && docName.type !== 'draft') return
      writeDown(() => gatekeeper.applied(room, changes, person))
    },
    onTook: (ms) => metrics.took('kiteboard_intake_seconds', ms),
    onAccepted(acks) {
      const covered = covering.current()
      for (const [receiver, stored] of acks) covered.acks.set(receiver, stored)
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
    share,
    isHere,
    whenDurable,
  })

  const ticks = createTicks({
    pace,
    onTick() {
      intake.tick()
      showing.tick(!covering.isEmpty())
    },
  })

  const showing = createShowing<Receiver>({
    name,
    claims,
    readers: receivers,
    everyone,
    pace,
    wake: ticks.soon,
    metrics,
  })

  const fanOut = createFanOut<Receiver>({ name, receivers, pace, metrics })

  const covering = createCovering<Receiver>({
    settled: committer.settled,
    onSettled({ changes, acks, ticked }) {
      if (dropped) return
      fanOut.stored(changes, ticked)
      for (const [receiver, stored] of acks) receiver.send(ackFrame(name, stored))
      showing.stored()
      snapshot.tend()
    },
  })

  doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    // Whoever kept a room that has been let go would write past its successor.
    if (dropped)
      throw new Refusal('storage-failed', 'This was read too long ago. Nothing is lost; please try again.')
    snapshot.changed(update)
    deleted.changed(transaction)
    answers.changed()
    journal.append(update)
    if (transaction.local) claims.serverWrote()
    const covered = covering.current()
    const source = intake.sourceOf(origin)
    covered.changes.push({ update, from: source?.senders ?? [null] })
    covered.ticked ||= source?.ticked ?? false
  })

  const room: LiveRoom = {
    workshop,
    name,
    docName,
    doc,
    updates: snapshot.updates,
    presence: showing,
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
      intake.leave(receiver)
      receivers.delete(receiver)
      showing.leave(receiver)
    },
    submit(receiver, bytes, work) {
      intake.submit(receiver, bytes, work)
      ticks.soon()
    },
    drain: intake.drain,
    caughtUp: intake.caughtUp,
    apply(update, clients, from, strange) {
      metrics.add('kiteboard_updates_total')
      const { person } = from
      const brought = clients.filter((client) => strange.includes(client))
      const fresh = brought.filter((client) => claims.brought(client, person))
      if (strange.length > 0) metrics.add('kiteboard_strange_updates_total')
      if (fresh.length > 0)
        log.info(
          { workshop, document: name, person, ids: fresh.length },
          'somebody brought back what nobody knows the writer of',
        )
      for (const client of clients) if (!strange.includes(client)) claims.wrote(client, person)
      bulk.came(update.byteLength)
      try {
        intake.apply(update, clients, from, strange)
      } catch (error) {
        if (error instanceof Refusal) throw error
        log.error({ err: error, workshop, document: name }, 'an update could not be applied')
        throw new SocketRefusal(CLOSE.unacceptable, 'This update cannot be applied.')
      }
      if (dropPending(doc)) throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
    },
    found(clients, { person }) {
      for (const client of clients)
        if (claims.found(client, person)) writeDown(() => gatekeeper.found(room, client, person))
    },
    whenDurable,
    accept: intake.accept,
    isSettled: () => covering.isEmpty() && fanOut.isEmpty() && intake.isEmpty(),
    rest() {
      fanOut.stop()
      ticks.stop()
      snapshot.close()
    },
    drop(code, reason) {
      if (dropped) return
      dropped = true
      room.rest()
      bulk.leave()
      intake.close()
      for (const receiver of [...receivers]) receiver.end(code, reason)
      receivers.clear()
    },
  }
  return room
}
