/** One document in memory: what comes in is applied and enqueued, and goes out once the commit that covers it is durable. */
import type * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import type { Metrics } from '../../metrics.ts'
import type { Committer, Gatekeeper, Room } from '../contract.ts'
import { createBulk, type Bulk } from '../gate/bulk.ts'
import type { Footprint } from '../gate/footprints.ts'
import type { Epoch } from '../journal/epoch.ts'
import type { Folder } from '../journal/folder.ts'
import type { OpenedJournal } from '../journal/journal.ts'
import { createSnapshot, type Snapshot } from '../journal/snapshot.ts'
import type { Log } from '../log.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Share } from '../share.ts'
import { createAnswers, type Answers, type Reader } from './answers.ts'
import { createClaims, type Claims } from './claims.ts'
import { createDeleted, type Deleted } from './deleted.ts'
import { createGivingOut, type GivingOut } from './givingOut.ts'
import { paceFor } from './pace.ts'
import type { Pieces } from './pieces.ts'
import type { Sender } from './queue.ts'
import { createRecordedIntake, type RecordedIntake } from './recordedIntake.ts'
import { createShowing, type Showing, type Watching } from './showing.ts'
import { createTicks } from './ticks.ts'

/** A socket that holds this document open. */
export interface Receiver extends Watching, Sender, Reader {
  /** Wants to hear what is stored. */
  readonly acknowledges: boolean
  /** Ends this document on its socket. */
  end(code: number, reason: string): void
}

/** A document in memory, with all who hold it. What they send is `submit`ted, and there `apply`s and `accept`s. */
export interface LiveRoom
  extends
    Room,
    Pick<RecordedIntake<Receiver>, 'submit' | 'apply' | 'found' | 'accept' | 'drain' | 'caughtUp'>,
    Pick<GivingOut<Receiver>, 'whenDurable'> {
  /** Who is here. */
  readonly presence: Pick<Showing<Receiver>, 'receive' | 'tell' | 'stepsFor' | 'readsPointers'>
  readonly claims: Claims
  /** Which client ids are retired; the same as long as the document stays in memory. */
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
  /** Whether nothing waits to be taken in, stored or told. */
  isSettled(): boolean
  /** Calls off what it was about to do. */
  rest(): void
  /** Lets go of the document, closing who still holds it. */
  drop(code: number, reason: string): void
}

/** Puts around a document that was just read all that takes in, answers and gives out. */
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
  footprint,
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
  readonly gatekeeper: Pick<Gatekeeper, 'applied' | 'found' | 'handBack'>
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add' | 'took'>
  readonly pieces: Pieces
  readonly share: Share
  /** What it takes of all memory, until it is dropped. */
  readonly footprint: Footprint
  /** How many sockets the whole server holds. */
  readonly everyone: () => number
}): LiveRoom => {
  const { journal } = opened
  const receivers = new Set<Receiver>()
  let dropped = false
  const isDropped = (): boolean => dropped
  const isHere = (receiver: Receiver): boolean => receivers.has(receiver)
  const pace = (): number => paceFor(receivers.size, everyone())

  const bulk = createBulk(doc, footprint)
  const deleted = createDeleted(doc)
  const snapshot = createSnapshot({ workshop, name, docName, doc, opened, folder, log, metrics })
  const claims = createClaims({ held: opened.claims, own: () => doc.clientID, keep: journal.claim })
  const asRoom: Room = { workshop, name, docName, doc, updates: snapshot.updates }

  const givingOut = createGivingOut<Receiver>({
    name,
    receivers,
    settled: committer.settled,
    pace,
    metrics,
    isDropped,
    onStored() {
      showing.stored()
      snapshot.tend()
    },
  })

  const intake = createRecordedIntake<Receiver>({
    room: asRoom,
    claims,
    bulk,
    pieces,
    committer,
    gatekeeper,
    log,
    metrics,
    isHere,
    isDropped,
    onAccepted: givingOut.accepted,
  })

  const answers = createAnswers<Receiver>({
    name,
    doc,
    deleted,
    snapshot,
    epoch: journal.epoch,
    share,
    isHere,
    whenDurable: givingOut.whenDurable,
  })

  const ticks = createTicks({
    pace,
    onTick() {
      intake.tick()
      showing.tick(givingOut.isStoring())
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

  doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    // Whoever kept a document that was let go would write past its successor.
    if (dropped)
      throw new Refusal('storage-failed', 'This was read too long ago. Nothing is lost; please try again.')
    snapshot.changed(update)
    deleted.changed(transaction)
    answers.changed()
    journal.append(update)
    if (transaction.local) claims.serverWrote()
    givingOut.changed(update, intake.sourceOf(origin))
  })

  const rest = (): void => {
    givingOut.stop()
    ticks.stop()
    snapshot.close()
  }

  return {
    ...asRoom,
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
    apply: intake.apply,
    found: intake.found,
    whenDurable: givingOut.whenDurable,
    accept: intake.accept,
    isSettled: () => givingOut.isEmpty() && intake.isEmpty(),
    rest,
    drop(code, reason) {
      if (dropped) return
      dropped = true
      rest()
      bulk.leave()
      intake.close()
      for (const receiver of [...receivers]) receiver.end(code, reason)
      receivers.clear()
    },
  }
}
