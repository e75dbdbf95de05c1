/**
 * The intake of a document, with all that is written down of what it takes in: whose the client ids are, who wrote what, and how much
 * it is. What cannot be written down is not taken in either.
 */
import * as Y from 'yjs'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import type { Ranges } from '../../../shared/updateParts.ts'
import type { Metrics } from '../../metrics.ts'
import type { Committer, Gatekeeper, Room } from '../contract.ts'
import type { Bulk } from '../gate/bulk.ts'
import { dropPending } from '../gate/gate.ts'
import type { Log } from '../log.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Claims } from './claims.ts'
import { createIntake, type Intake } from './intake.ts'
import type { Pieces } from './pieces.ts'
import type { Sender, Work } from './queue.ts'
import { writtenUnder } from './strange.ts'

/** What waits for a document, and how it is taken in and written down. */
export interface RecordedIntake<From extends Sender> extends Omit<Intake<From>, 'apply'> {
  /**
   * Applies an update that the gate has passed, and claims the client ids of what is new.
   * @param strange ids under which it, or the message that it is a part of, brings what nobody knows the writer of
   * @param deletes what it deletes, in order
   * @throws SocketRefusal when Yjs can't take it after all
   */
  apply(
    update: Uint8Array,
    clients: readonly number[],
    from: From,
    strange: readonly number[],
    deletes: Ranges,
  ): void
  /**
   * A sender has proven that they wrote under a client id, and get what others have brought back of that: with the id, or, where
   * another has claimed that, without it. @returns what is left of that for later turns
   */
  found(client: number, from: From): Work | undefined
}

/** The intake of one document. */
export const createRecordedIntake = <From extends Sender>({
  room,
  claims,
  bulk,
  pieces,
  committer,
  gatekeeper,
  log,
  metrics,
  isHere,
  isDropped,
  onAccepted,
}: {
  readonly room: Room
  readonly claims: Claims
  readonly bulk: Pick<Bulk, 'came'>
  readonly pieces: Pieces
  readonly committer: Pick<Committer, 'distrust' | 'settled'>
  readonly gatekeeper: Pick<Gatekeeper, 'applied' | 'found' | 'handBack'>
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add' | 'took'>
  /** Whether somebody is still heard. */
  readonly isHere: (from: From) => boolean
  /** Whether the document was let go. */
  readonly isDropped: () => boolean
  /** What was taken in holds the first so many messages of each. */
  readonly onAccepted: (acks: ReadonlyMap<From, number>) => void
}): RecordedIntake<From> => {
  const { workshop, name, docName, doc } = room

  /** What is not in the ledger is not stored: the document is let go of with all that this transaction brought. */
  const writeDown = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (!isDropped()) committer.distrust(workshop, error)
      throw new Refusal('storage-failed', 'This could not be saved just now.')
    }
  }

  const intake = createIntake<From>({
    doc,
    pieces,
    isHere,
    onApplied(changes, { person }) {
      if (docName.type !== 'board' && docName.type !== 'draft') return
      writeDown(() => gatekeeper.applied(room, changes, person))
    },
    onTook: (ms) => metrics.took('kiteboard_intake_seconds', ms),
    onAccepted(acks) {
      pieces.makeRoomUntil(committer.settled())
      onAccepted(acks)
    },
  })

  const claim = (clients: readonly number[], person: string, strange: readonly number[]): void => {
    const isStrange = (client: number): boolean => strange.includes(client)
    const fresh = clients.filter((client) => isStrange(client) && claims.brought(client, person))
    for (const client of clients) if (!isStrange(client)) claims.wrote(client, person)
    if (fresh.length > 0)
      log.info(
        { workshop, document: name, person, ids: fresh.length },
        'somebody brought back what nobody knows the writer of',
      )
  }

  const handBack = (client: number, claimant: string, person: string): Work => {
    const upTo = Y.getState(doc.store, client)
    const written = writtenUnder(doc, client)
    const isClaimants = (other: number): boolean => other !== client && claims.isTheirs(other, claimant)
    const steps = gatekeeper.handBack(room, { client, claimant, written, isClaimants }, person)
    const goOn = (): Work | undefined => {
      let isDone: boolean | undefined = false
      writeDown(() => ({ done: isDone } = steps.next()))
      if (!isDone) return goOn
      // Its claimant may have written on under it in between.
      if (Y.getState(doc.store, client) > upTo) return handBack(client, claimant, person)
      claims.close(client)
      return undefined
    }
    return goOn
  }

  return {
    ...intake,
    apply(update, clients, from, strange, deletes) {
      metrics.add('kiteboard_updates_total')
      if (strange.length > 0) metrics.add('kiteboard_strange_updates_total')
      claim(clients, from.person, strange)
      bulk.came(update.byteLength)
      try {
        intake.apply(update, clients, from, strange, deletes)
      } catch (error) {
        if (error instanceof Refusal) throw error
        log.error({ err: error, workshop, document: name }, 'an update could not be applied')
        throw new SocketRefusal(CLOSE.unacceptable, 'This update cannot be applied.')
      }
      if (dropPending(doc)) throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
    },
    found(client, { person }) {
      const claimant = claims.claimantOf(client)
      if (claims.found(client, person)) writeDown(() => gatekeeper.found(room, client, person))
      else if (claimant !== null && docName.type === 'board') return handBack(client, claimant, person)()
      return undefined
    },
  }
}
