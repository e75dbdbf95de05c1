/**
 * What waits to be taken into a document. Each person's stays in order; between people it goes in turn, what is short before what
 * is long, so that neither a crowd nor one who sends much holds anybody else up.
 */

/** Does some work. @returns what is left of it for a later turn; nothing when it is done */
export type Work = () => Work | undefined

/** One after the other; where one leaves something, that goes before the next. */
export const inTurn = (works: readonly Work[]): Work | undefined => {
  for (const [at, work] of works.entries()) {
    const left = work()
    if (left) return () => inTurn([left, ...works.slice(at + 1)])
  }
  return undefined
}

/** Who sends something. */
export interface Sender {
  /** Whose it is: one person's pages may build on each other, and so are taken in in their order. */
  readonly person: string
  /** What it sent cannot be taken. */
  fail(error: unknown): void
  /** So many bytes more of its wait to be taken in; fewer, when negative. */
  waits(bytes: number): void
}

/** Something that was sent. */
export interface Job<From> {
  readonly from: From
  readonly bytes: number
  /** Counts all jobs from 1. */
  readonly number: number
  /** What of it is still to be done. */
  work: Work
  /** It is known, or was found, to take long. */
  isLong: boolean
}

/** Bytes above which a job may take long. */
const SHORT = 4_000

/** One person's jobs, first come, first served. */
interface Row<From> {
  jobs: Job<From>[]
  at: number
}

/** Rows of people whose first job is of one kind, each in turn. */
type Rota<From> = Map<string, Row<From>>

/** Somebody who acts on what was sent so far. */
interface Waiter {
  readonly upTo: number
  left: number
  readonly then: () => void
}

const firstIn = <From>({ jobs, at }: Row<From>): Job<From> | null => jobs[at] ?? null

/** What waits for one document. */
export interface Queue<From extends Sender> {
  push(from: From, bytes: number, work: Work): void
  /** The next of those who have something short, or something long; the same until it is `finish`ed. */
  nextShort(): Job<From> | null
  nextLong(): Job<From> | null
  next(): Job<From> | null
  /** The next of one person's, when that is short. */
  nextShortOf(person: string): Job<From> | null
  /** Some of a job was done, and this is left. */
  finish(job: Job<From>, left: Work | undefined): void
  has(from: From): boolean
  isEmpty(): boolean
  /** Calls back once all that waits now is done. */
  whenDone(then: () => void): void
  /** Throws all away. */
  clear(): void
}

/** An empty queue. */
export const createQueue = <From extends Sender>(): Queue<From> => {
  const rows = new Map<string, Row<From>>()
  const short: Rota<From> = new Map()
  const long: Rota<From> = new Map()
  /** How many jobs of each wait. */
  const waiting = new Map<From, number>()
  let last = 0
  let count = 0
  let waiters: Waiter[] = []

  const rotaOf = ({ isLong }: Job<From>): Rota<From> => (isLong ? long : short)

  const nextOf = (rota: Rota<From>): Job<From> | null => {
    for (const row of rota.values()) return firstIn(row)
    return null
  }

  const done = (job: Job<From>): void => {
    const { from, bytes, number } = job
    const left = (waiting.get(from) ?? 0) - 1
    if (left > 0) waiting.set(from, left)
    else waiting.delete(from)
    count -= 1
    from.waits(-bytes)
    if (waiters.length === 0) return
    for (const waiter of waiters) if (number <= waiter.upTo) waiter.left -= 1
    const over = waiters.filter(({ left }) => left === 0)
    waiters = waiters.filter(({ left }) => left > 0)
    for (const { then } of over) then()
  }

  const nextShort = (): Job<From> | null => nextOf(short)
  const nextLong = (): Job<From> | null => nextOf(long)

  return {
    push(from, bytes, work) {
      const { person } = from
      const job: Job<From> = { from, bytes, number: (last += 1), work, isLong: bytes > SHORT }
      const row = rows.get(person)
      if (row) row.jobs.push(job)
      else {
        const fresh: Row<From> = { jobs: [job], at: 0 }
        rows.set(person, fresh)
        rotaOf(job).set(person, fresh)
      }
      waiting.set(from, (waiting.get(from) ?? 0) + 1)
      count += 1
      from.waits(bytes)
    },
    nextShort,
    nextLong,
    next: () => nextShort() ?? nextLong(),
    nextShortOf(person) {
      const row = short.get(person)
      return row ? firstIn(row) : null
    },
    finish(job, left) {
      const { person } = job.from
      const rota = rotaOf(job)
      const row = rota.get(person)
      // All was thrown away meanwhile.
      if (!row) return
      rota.delete(person)
      if (left) {
        job.work = left
        job.isLong = true
      } else row.at += 1
      const first = firstIn(row)
      if (!first) rows.delete(person)
      else {
        if (row.at > row.jobs.length / 2) [row.jobs, row.at] = [row.jobs.slice(row.at), 0]
        rotaOf(first).set(person, row)
      }
      if (!left) done(job)
    },
    has: (from) => waiting.has(from),
    isEmpty: () => count === 0,
    whenDone(then) {
      if (count === 0) then()
      else waiters.push({ upTo: last, left: count, then })
    },
    clear() {
      const all = [...rows.values()].flatMap(({ jobs, at }) => jobs.slice(at))
      for (const rota of [rows, short, long]) rota.clear()
      all.forEach(done)
    },
  }
}
