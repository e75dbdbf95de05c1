/**
 * What holders sent, from when it comes in until it is applied: in order, many together in one transaction of Yjs, which then looks
 * through the document and encodes what changed once, however many wrote. Each update is judged with all before it applied.
 */
import * as Y from 'yjs'
import type { Ranges } from '../../../shared/updateParts.ts'
import type { Changed, Changes } from '../contract.ts'
import { cutAhead } from './cutAhead.ts'
import { createPieces, type Pieces } from './pieces.ts'
import { createQueue, type Job, type Sender, type Work } from './queue.ts'
import { apart } from './strange.ts'

/** What is being taken in at this moment. */
interface Batch<From> {
  readonly transaction: Y.Transaction
  /** What each client had written before the next update; Yjs itself remembers that of the whole transaction. */
  readonly known: Map<number, number>
  /** Who changed the document. */
  readonly senders: Set<From>
  /** How many messages of each were accepted. */
  readonly acks: Map<From, number>
  /** It is a tick's. */
  readonly ticked: boolean
}

/** Milliseconds after which the rest of what was sent waits for another turn: cursors, and other documents, go on meanwhile. */
const INTAKE_MS = 10

/** Origin of the transaction that takes in what holders sent. */
const INTAKE = 'intake'

/** What waits for a document, and how it is taken in. */
export interface Intake<From extends Sender> {
  /**
   * Takes the work in soon, together with what others sent meanwhile; there it may `apply` and `accept`. Its errors go to the sender.
   * What it leaves follows in later turns, when what was taken in of it is stored; meanwhile nothing else of that person is taken in,
   * while what is short of others' is.
   */
  submit(from: From, bytes: number, work: Work): void
  /** On a tick: takes in as much as it has time for. The rest follows by itself, a turn at a time. */
  tick(): void
  /** Takes in all that waits, at once. */
  drain(): void
  /** Resolves once all that waits now is taken in, or thrown away: what is short at once, what is long by turns. */
  caughtUp(): Promise<void>
  /** Somebody leaves: what they sent that is short is taken in at once, and the rest by turns, though they are not here any more. */
  leave(from: From): void
  /**
   * Applies an update that the gate has passed, with something new under these client ids.
   * @param strange ids under which it, or the message that it is a part of, brings what nobody knows the writer of
   * @param deletes what it deletes, in order; told, it is less work
   * @throws when Yjs can't take it after all
   */
  apply(
    update: Uint8Array,
    clients: readonly number[],
    from: From,
    strange?: readonly number[],
    deletes?: Ranges,
  ): void
  /** Says, once they are durable, that the first n messages of a sender are. */
  accept(from: From, stored: number): void
  /** Who wrote what a transaction brings, and whether on a tick; null when it is no intake's. */
  sourceOf(origin: unknown): Pick<Batch<From>, 'senders' | 'ticked'> | null
  isEmpty(): boolean
  /** Throws away what waits. */
  close(): void
}

/** Notes what one update changed among all that the transaction changed, as Yjs would: what is new in it tells itself. */
const noteChanges = (all: Changed, some: Changed, { beforeState }: Y.Transaction): void => {
  for (const [type, keys] of some) {
    const id = type._item?.id
    if (id && id.clock >= (beforeState.get(id.client) ?? 0)) continue
    const known = all.get(type)
    if (known) for (const key of keys) known.add(key)
    else all.set(type, keys)
  }
}

/** The intake of one document. */
export const createIntake = <From extends Sender>({
  doc,
  pieces = createPieces(),
  isHere,
  onApplied,
  onAccepted,
  onTook = () => {},
}: {
  readonly doc: Y.Doc
  /** Whose turn it is to take in a piece of something large; those of one server, where there are several documents. */
  readonly pieces?: Pieces
  /** Whether somebody is still heard. */
  readonly isHere: (from: From) => boolean
  /** An update was applied, which alone made these changes. */
  readonly onApplied: (changes: Changes, from: From) => void
  /** What was taken in holds the first so many messages of each. */
  readonly onAccepted: (acks: ReadonlyMap<From, number>) => void
  /** Some was taken in at once, in so many milliseconds. */
  readonly onTook?: (ms: number) => void
}): Intake<From> => {
  const queue = createQueue<From>()
  /** Who has left, and is heard to the end. */
  const leaving = new Set<From>()
  let batch: Batch<From> | null = null
  let goingOn: NodeJS.Immediate | null = null
  let closed = false

  const isHeard = (from: From): boolean => isHere(from) || leaving.has(from)

  /** Does some of a job. @returns what is left of it */
  const workOn = ({ from, work }: Job<From>): Work | undefined => {
    // Who was refused a moment ago is not heard any more.
    if (!isHeard(from)) return undefined
    try {
      return work()
    } catch (error) {
      leaving.delete(from)
      from.fail(error)
      return undefined
    }
  }

  /** @param next gives what is taken in, told whether something is left of the one before; null when that is enough */
  const take = (next: (isLeft: boolean) => Job<From> | null, ticked: boolean): void => {
    if (batch || closed || queue.isEmpty()) return
    const began = performance.now()
    const senders = new Set<From>()
    const acks: Batch<From>['acks'] = new Map()
    const takeAll = (transaction: Y.Transaction): void => {
      batch = { transaction, known: new Map(transaction.beforeState), senders, acks, ticked }
      let isLeft = false
      for (let job = next(isLeft); job; job = next(isLeft)) {
        const left = workOn(job)
        isLeft = left !== undefined
        queue.finish(job, left)
        if (!queue.has(job.from)) leaving.delete(job.from)
      }
    }
    try {
      Y.transact(doc, takeAll, INTAKE, false)
    } catch (error) {
      acks.clear()
      for (const sender of senders) sender.fail(error)
    } finally {
      batch = null
    }
    if (acks.size > 0) onAccepted(acks)
    onTook(performance.now() - began)
  }

  const takeSome = (ticked: boolean): void => {
    const began = performance.now()
    /** Counts from the first job on: where a document has very many client ids, beginning a transaction alone takes longer than all this. */
    let until = Infinity
    let tookLong = false
    let tookPiece = false
    const next = (isLeft: boolean): Job<From> | null => {
      // A piece of something large is enough of one turn: clearing up after it takes longer than itself.
      if (isLeft) {
        tookPiece = true
        return null
      }
      const now = performance.now()
      if (until === Infinity) until = now + INTAKE_MS
      const late = now > until
      const job = late ? null : queue.nextShort()
      // However much comes that is short, something long goes in as well, but no two when time is up.
      if (job || (late && tookLong) || !queue.nextLong() || !pieces.mayTake(takeOn)) return job
      tookLong = true
      return queue.nextLong()
    }
    take(next, ticked)
    if (tookPiece) pieces.took(performance.now() - began)
    goOn()
  }

  const takeOn = (): void => {
    if (!closed) takeSome(false)
  }

  const goOn = (): void => {
    if (goingOn || closed || !(queue.nextShort() ?? (queue.nextLong() && pieces.mayTake(takeOn)))) return
    goingOn = setImmediate(() => {
      goingOn = null
      takeSome(false)
    })
  }

  return {
    submit(from, bytes, work) {
      if (!closed) queue.push(from, bytes, work)
    },
    tick: () => takeSome(true),
    drain: () => take(queue.next, false),
    async caughtUp() {
      take(queue.nextShort, false)
      goOn()
      await new Promise<void>((resolve) => queue.whenDone(resolve))
    },
    leave(from) {
      // Who is refused is not heard any more.
      if (batch || closed || !queue.has(from)) return
      leaving.add(from)
      take(() => (queue.has(from) ? queue.nextShortOf(from.person) : null), false)
      goOn()
    },
    apply(update, clients, from, strange = [], deletes = new Map()) {
      if (!batch) throw new Error('updates are applied in an intake')
      const { transaction, known, senders } = batch
      const { changed, beforeState } = transaction
      // Set apart what this update alone changes: Yjs notes changes only in what was there before the transaction began.
      const own: Changed = new Map()
      transaction.changed = own
      transaction.beforeState = known
      senders.add(from)
      try {
        cutAhead(transaction, deletes)
        Y.applyUpdate(doc, update)
      } finally {
        transaction.changed = changed
        transaction.beforeState = beforeState
        const begins = new Map(clients.map((client) => [client, known.get(client) ?? 0]))
        for (const client of clients) known.set(client, Y.getState(doc.store, client))
        noteChanges(changed, own, transaction)
        onApplied(strange.length > 0 ? apart(doc, own, begins, strange) : { changed: own }, from)
      }
    },
    accept: (from, stored) => void batch?.acks.set(from, stored),
    sourceOf: (origin) => (origin === INTAKE ? batch : null),
    isEmpty: queue.isEmpty,
    close() {
      closed = true
      if (goingOn) clearImmediate(goingOn)
      leaving.clear()
      queue.clear()
    },
  }
}
