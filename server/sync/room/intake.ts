/**
 * What holders sent, from when it comes in until it is applied: in order, many together in one transaction of Yjs, which then looks
 * through the document and encodes what changed once, however many wrote. Each update is judged with all before it applied.
 */
import * as Y from 'yjs'

/** Who sends something. */
export interface Sender {
  /** Whose it is: one person's pages may build on each other, and so are taken in in their order. */
  readonly person: string
  /** What it sent cannot be taken. */
  fail(error: unknown): void
  /** So many bytes more of its wait to be taken in; fewer, when negative. */
  waits(bytes: number): void
}

/** By type, the keys that changed in it; null stands for its list or text. */
export type Changed = Y.Transaction['changed']

/** What is being taken in at this moment. */
interface Taking<From> {
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

/** Milliseconds after which the rest of what was sent waits for another turn: cursors, and other rooms, go on meanwhile. */
const LONGEST = 10

/** Origin of the transaction that takes in what holders sent. */
const INTAKE = 'intake'

/** What waits for a document, and how it is taken in. */
export interface Intake<From extends Sender> {
  /** Takes the work in soon, together with what others sent meanwhile; there it may `apply` and `accept`. Its errors go to the sender. */
  submit(from: From, bytes: number, work: () => void): void
  /** On a tick: takes in as much as it has time for. The rest follows by itself, a turn at a time. */
  tick(): void
  /** Takes in all that waits, at once. */
  drain(): void
  /** Takes in all that this one sent, at once, and what others sent before it. */
  drainOf(from: From): void
  /** Applies an update that the gate has passed, with something new under these client ids. @throws when Yjs can't take it after all */
  apply(update: Uint8Array, clients: readonly number[], from: From): void
  /** Says, once they are durable, that the first n messages of a sender are. */
  accept(from: From, stored: number): void
  /** Who wrote what a transaction brings, and whether on a tick; null when it is no intake's. */
  sourceOf(origin: unknown): Pick<Taking<From>, 'senders' | 'ticked'> | null
  isEmpty(): boolean
  /** Throws away what waits. */
  close(): void
}

interface Job<From> {
  readonly from: From
  readonly bytes: number
  readonly work: () => void
}

/** Bytes above which a job may take long: the short ones of others go before it. */
const SHORT = 4_000

/** A row, first come, first served. */
const createRow = <Value>() => {
  let front: readonly Value[] = []
  let at = 0
  let back: Value[] = []
  return {
    push: (value: Value): void => void back.push(value),
    first(): Value | null {
      if (at === front.length) [front, at, back] = [back, 0, []]
      return front[at] ?? null
    },
    leave: (): void => void (at += 1),
  }
}

/** Counts what is counted up and down, and forgets what is down again. */
const createCounts = <Key>() => {
  const counts = new Map<Key, number>()
  return {
    add(key: Key, more: number): void {
      const now = (counts.get(key) ?? 0) + more
      if (now > 0) counts.set(key, now)
      else counts.delete(key)
    },
    has: (key: Key): boolean => counts.has(key),
    isEmpty: (): boolean => counts.size === 0,
  }
}

/**
 * Jobs, the short ones first, so that a crowd who all send much hold nobody else up. One person's stay in order: what follows a
 * long one waits behind it.
 */
const createQueue = <From extends Sender>() => {
  const short = createRow<Job<From>>()
  const long = createRow<Job<From>>()
  const waiting = createCounts<From>()
  /** Who has something in the long row. */
  const behind = createCounts<string>()
  /** Who has something in the short one. */
  const ahead = createCounts<string>()
  const taken = (job: Job<From>): Job<From> => {
    waiting.add(job.from, -1)
    job.from.waits(-job.bytes)
    return job
  }
  const nextShort = (): Job<From> | null => {
    const job = short.first()
    if (!job) return null
    short.leave()
    ahead.add(job.from.person, -1)
    return taken(job)
  }
  const nextLong = (): Job<From> | null => {
    const job = long.first()
    if (!job) return null
    // What they sent before it goes first, however late it is: it may build on that.
    if (ahead.has(job.from.person)) return nextShort()
    long.leave()
    behind.add(job.from.person, -1)
    return taken(job)
  }
  return {
    push(job: Job<From>): void {
      const { from, bytes } = job
      if (bytes > SHORT || behind.has(from.person)) {
        behind.add(from.person, 1)
        long.push(job)
      } else {
        ahead.add(from.person, 1)
        short.push(job)
      }
      waiting.add(from, 1)
      from.waits(bytes)
    },
    nextShort,
    nextLong,
    next: (): Job<From> | null => nextShort() ?? nextLong(),
    has: waiting.has,
    isEmpty: waiting.isEmpty,
  }
}

/** Notes what one update changed among all that the transaction changed, as Yjs would: what is new in it tells itself. */
const addTo = (all: Changed, some: Changed, { beforeState }: Y.Transaction): void => {
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
  isHere,
  onApplied,
  onAccepted,
  onTook = () => {},
}: {
  readonly doc: Y.Doc
  /** Whether somebody is still heard. */
  readonly isHere: (from: From) => boolean
  /** An update was applied; `changed` is what it alone changed. */
  readonly onApplied: (changed: Changed, from: From) => void
  /** What was taken in holds the first so many messages of each. */
  readonly onAccepted: (acks: ReadonlyMap<From, number>) => void
  /** Some was taken in at once, in so many milliseconds. */
  readonly onTook?: (ms: number) => void
}): Intake<From> => {
  const queue = createQueue<From>()
  let taking: Taking<From> | null = null
  let goingOn: NodeJS.Immediate | null = null
  let closed = false

  /** @param next gives what is taken in; null when that is enough */
  const take = (next: () => Job<From> | null, ticked: boolean): void => {
    if (taking || closed || queue.isEmpty()) return
    const began = performance.now()
    const senders = new Set<From>()
    const acks: Taking<From>['acks'] = new Map()
    const takeAll = (transaction: Y.Transaction): void => {
      taking = { transaction, known: new Map(transaction.beforeState), senders, acks, ticked }
      for (let job = next(); job; job = next()) {
        // Who was refused a moment ago is not heard any more.
        if (!isHere(job.from)) continue
        try {
          job.work()
        } catch (error) {
          job.from.fail(error)
        }
      }
    }
    try {
      Y.transact(doc, takeAll, INTAKE, false)
    } catch (error) {
      acks.clear()
      for (const sender of senders) sender.fail(error)
    } finally {
      taking = null
    }
    if (acks.size > 0) onAccepted(acks)
    onTook(performance.now() - began)
  }

  const takeSome = (ticked: boolean): void => {
    const until = performance.now() + LONGEST
    let tookLong = false
    const next = (): Job<From> | null => {
      const late = performance.now() > until
      const job = late ? null : queue.nextShort()
      // However much comes that is short, something long goes in as well, but no two when time is up.
      if (job || (late && tookLong)) return job
      tookLong = true
      return queue.nextLong()
    }
    take(next, ticked)
    if (goingOn || closed || queue.isEmpty()) return
    goingOn = setImmediate(() => {
      goingOn = null
      takeSome(false)
    })
  }

  return {
    submit(from, bytes, work) {
      if (!closed) queue.push({ from, bytes, work })
    },
    tick: () => takeSome(true),
    drain: () => take(queue.next, false),
    drainOf(from) {
      if (queue.has(from)) take(() => (queue.has(from) ? queue.next() : null), false)
    },
    apply(update, clients, from) {
      if (!taking) throw new Error('updates are applied in an intake')
      const { transaction, known, senders } = taking
      const { changed, beforeState } = transaction
      // Set apart what this update alone changes: Yjs notes changes only in what was there before the transaction began.
      const own: Changed = new Map()
      transaction.changed = own
      transaction.beforeState = known
      senders.add(from)
      try {
        Y.applyUpdate(doc, update)
      } finally {
        transaction.changed = changed
        transaction.beforeState = beforeState
        for (const client of clients) known.set(client, Y.getState(doc.store, client))
        addTo(changed, own, transaction)
        onApplied(own, from)
      }
    },
    accept: (from, stored) => void taking?.acks.set(from, stored),
    sourceOf: (origin) => (origin === INTAKE ? taking : null),
    isEmpty: queue.isEmpty,
    close() {
      closed = true
      if (goingOn) clearImmediate(goingOn)
      while (queue.next());
    },
  }
}
