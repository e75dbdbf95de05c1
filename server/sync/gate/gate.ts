/**
 * What an update would bring, judged by what lies beyond the server's state. Honest clients re-send what is known, and that is
 * never held against them.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import type { Ranges } from '../../../shared/updateParts.ts'
import { SocketRefusal } from '../refuse.ts'
import { fitsWhenFull, type Fill } from './bulk.ts'
import { cutUp, isMuchToDelete, PART_MOST } from './cut.ts'
import { createEffort, JUDGING, type Effort } from './effort.ts'
import { covered, liveIn, misfitAsWhole, misfitInPlace } from './fit.ts'
import { FULL, TOO_HEAVY, TOO_MUCH, type Misfit } from './misfit.ts'
import { findNews, type Decoded, type News } from './news.ts'
import { createPlacer } from './places.ts'
import { mergeWritten } from './ranges.ts'
import { skim, type Row, type Skimmed } from './skim.ts'
import { createPace, finish, type Pace, type Stepwise } from './stepwise.ts'
import { toilOf } from './toil.ts'

/** What the gate says of an update. */
export type Verdict =
  /** The server has all of it already. */
  | { readonly type: 'known' }
  /**
   * It brings something, and can be applied whole; under these client ids, with what it deletes that is not deleted yet, in order, and with so
   * much work to place it (`LIMITS.toil`).
   */
  | {
      readonly type: 'new'
      readonly clients: readonly number[]
      readonly deletes: Ranges
      readonly toil: number
    }
  /** It is long, and so far was enough of one turn: judging goes on with this, in the same way. */
  | { readonly type: 'long'; readonly goOn: () => Verdict }
  /**
   * It brings much, and nothing of it is missing: these are its parts, in order, of which each is to be judged when it is its turn; and
   * the client ids of what is new in all of them.
   */
  | {
      readonly type: 'large'
      readonly parts: Iterator<Uint8Array, void>
      readonly clients: readonly number[]
    }
  /** It builds on something that the server has not seen. */
  | { readonly type: 'gap' }
  | { readonly type: 'refused'; readonly code: number; readonly reason: string }

const KNOWN: Verdict = { type: 'known' }
const GAP: Verdict = { type: 'gap' }
const refused = (code: number, reason: string): Verdict => ({ type: 'refused', code, reason })
const FORBIDDEN = refused(CLOSE.forbidden, 'You may read here, but not write.')
const UNREADABLE = refused(CLOSE.malformed, 'This update cannot be read.')
const UNFITTING = refused(CLOSE.unacceptable, 'This update does not fit together.')

/** Bytes below which an update is built at once: little could be hidden in it. */
const SHORT = 4_000
/** Structs that take as long to build as it does to begin a row of them. */
const ROW = 4

/** What the gate asks about who sent an update, and about the document. */
export interface Judging {
  /** Whether the sender may write under a client id. */
  readonly isMine: (client: number) => boolean
  /** Whether the sender may write here now; asked again in the turn of the verdict. Who may not is heard only as far as they say what is known. */
  readonly mayWrite: () => boolean
  /** Whether so much more work may be made for the sender now (`LIMITS.work`). Asked before it is done. */
  readonly mayWork: (steps: number) => boolean
  /** Whether an id belongs to an earlier epoch: nothing may build on it. */
  readonly isRetired: (client: number) => boolean
  /** What of these ranges may not be deleted yet, as far as that is known without a look at the document. */
  readonly beyond: (deletes: Ranges) => Ranges
  /** How full the document is. */
  readonly fill: () => Fill
  /** Whether what is large is to be cut into parts; else it is judged as it is. */
  readonly mayCut?: boolean
  /** Of such a part, the toil of those before it. */
  readonly toiled?: number
}

/** One update on its way through the gate. */
interface Case extends Required<Judging> {
  readonly doc: Y.Doc
  readonly name: DocName
  readonly update: Uint8Array
  readonly effort: Effort
  readonly isEnough: Pace
}

/** An update that was read. */
interface Reading {
  readonly type: 'read'
  readonly structs: Decoded['structs']
  /** What it deletes: all of it merged and in order, and what of that may not be deleted yet. */
  readonly named: Ranges
  readonly deletes: Ranges
  readonly ranges: number
}

const decode = (update: Uint8Array): Decoded | null => {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

const countOf = (deletes: Ranges): number => {
  let count = 0
  for (const ranges of deletes.values()) count += ranges.length
  return count
}

/** What was refused: for the work that it takes, if that is so. */
const stopped = ({ effort }: Case, misfit: Misfit = TOO_MUCH): Verdict => ({
  type: 'refused',
  ...(effort.refusal() ?? misfit),
})

/** Whether there is nothing left to delete in these ranges. */
const isGone = ({ doc, effort }: Case, deletes: Ranges): boolean =>
  liveIn(doc.store, deletes, effort.pass).next().done ?? false

/** Reads what is short. */
const readShort = (at: Case): Reading | Verdict => {
  const decoded = decode(at.update)
  if (!decoded) return UNREADABLE
  const { structs, ds } = decoded
  const ranges = countOf(ds.clients)
  if (!at.effort.spend(structs.length * JUDGING.struct + ranges * JUDGING.range)) return stopped(at)
  const named = Y.mergeDeleteSets([ds]).clients
  return { type: 'read', structs, named, deletes: at.beyond(named), ranges }
}

/** Builds the structs of an update, some at a time. @throws when one cannot be read */
function* readRows(update: Uint8Array, rows: readonly Row[], isEnough: Pace): Stepwise<Decoded['structs']> {
  const structs: Decoded['structs'] = []
  for (const { client, clock, count, from, to } of rows) {
    const alone = encoding.encode((encoder) => {
      for (const number of [1, count, client, clock]) encoding.writeVarUint(encoder, number)
      encoding.writeUint8Array(encoder, update.subarray(from, to))
      encoding.writeVarUint(encoder, 0)
    })
    for (const struct of Y.decodeUpdate(alone).structs) structs.push(struct)
    if (isEnough(count + ROW)) yield
  }
  return structs
}

/** Looks through what is long, or comes from somebody who may not write, before anything is built of it. */
function* lookThrough(at: Case, mayWrite: boolean): Stepwise<Skimmed | Verdict> {
  const { update, effort, doc, isEnough } = at
  let look: Skimmed | Misfit
  try {
    look = yield* skim(update, (client) => Y.getState(doc.store, client), isEnough)
  } catch {
    return UNREADABLE
  }
  if (!('type' in look)) return mayWrite ? stopped(at, look) : FORBIDDEN
  if (!mayWrite && !look.isKnown) return FORBIDDEN
  const isBorne = effort.spend(look.structs * JUDGING.known + look.ranges * JUDGING.range)
  return isBorne ? look : stopped(at)
}

/** Reads what was looked through. */
function* readLong(at: Case, mayWrite: boolean, look: Skimmed): Stepwise<Reading | Verdict> {
  const { update, effort, isEnough } = at
  const { structs: count, values, ranges, rows } = look
  const named = yield* mergeWritten(look.deletes, isEnough)
  if (isEnough(ranges)) yield
  const deletes = at.beyond(named)
  if (look.isKnown && isGone(at, deletes)) return effort.refusal() ? stopped(at) : KNOWN
  if (!mayWrite) return effort.refusal() ? stopped(at) : FORBIDDEN
  if (look.heavy.some((struct) => covered(named, struct) < struct.length)) return stopped(at, TOO_HEAVY)
  if (!effort.spend(count * JUDGING.struct + values * JUDGING.value)) return stopped(at)
  if (isEnough(ranges)) yield
  try {
    const structs = yield* readRows(update, rows, isEnough)
    return { type: 'read', structs, named, deletes, ranges }
  } catch {
    return UNREADABLE
  }
}

const isLarge = ({ doc, update }: Case, { structs, named, deletes, ranges }: Reading): boolean =>
  // Ranges that touch, which Yjs writes as one: what is cut between them would be cut alone.
  ranges > countOf(named) ||
  update.byteLength > PART_MOST.bytes ||
  structs.length > PART_MOST.structs ||
  ranges > PART_MOST.ranges ||
  isMuchToDelete(doc.store, deletes)

/** Judges where what is new would lie. */
const judgeInPlace = (at: Case, { structs, named, deletes }: Reading, news: News): Verdict => {
  const { doc, name, effort, fill, toiled } = at
  const { ends, fresh, items } = news
  try {
    const placeOf = createPlacer(doc.store, fresh)
    const toil = toilOf(doc, { fresh, items, deletes }, placeOf)
    if (toil + toiled > LIMITS.toil || !effort.spend(toil)) return stopped(at)
    const misfit = misfitInPlace(doc, name, { items, deletes }, placeOf, effort.pass)
    if (misfit || effort.refusal()) return stopped(at, misfit ?? TOO_MUCH)
    if (!fitsWhenFull(ends.size > 0 ? fill() : 'free', items, named, placeOf)) return stopped(at, FULL)
    const clients = [...ends.keys()]
    return { type: 'new', clients, deletes, toil: structs.length + Math.round(toil) }
  } catch (error) {
    if (error instanceof SocketRefusal) throw error
    // What refers to nothing that can be found: Yjs writes no such thing.
    return UNFITTING
  }
}

/** Judges an update that was read. */
function* judgeRead(at: Case, reading: Reading | Verdict): Stepwise<Verdict> {
  const { doc, name, effort, isEnough } = at
  if (reading.type !== 'read') return reading
  const news = yield* findNews(doc, name, reading, at, isEnough)
  if (!('type' in news)) return { type: 'refused', ...news }
  if (news.gap) return GAP
  const brings = news.ends.size > 0 || !isGone(at, reading.deletes)
  if (effort.refusal()) return stopped(at)
  if (!brings) return KNOWN
  if (news.strays) return UNFITTING
  if (at.mayCut && isLarge(at, reading)) {
    const { deletes } = reading
    const misfit = misfitAsWhole(doc, name, news.items, effort.pass)
    if (misfit || effort.refusal()) return stopped(at, misfit ?? TOO_MUCH)
    const parts = cutUp(doc.store, { fresh: news.fresh, deletes })
    return { type: 'large', parts, clients: [...news.ends.keys()] }
  }
  return judgeInPlace(at, reading, news)
}

/** Whether a verdict lets something in, now or with what it waits for. */
const letsIn = ({ type }: Verdict): boolean => type !== 'known' && type !== 'refused'

/** Judges what is long, or comes from somebody who may not write. */
function* judgeLong(at: Case, mayWrite: boolean): Stepwise<Verdict> {
  const look = yield* lookThrough(at, mayWrite)
  if (look.type !== 'skimmed') return look
  const verdict = yield* judgeRead(at, yield* readLong(at, mayWrite, look))
  // Turns went by since that was asked: a lock, a pause or a removal holds from its own turn on.
  return letsIn(verdict) && !at.mayWrite() ? FORBIDDEN : verdict
}

/** Does what one turn has time for. */
const goOnWith = (judging: Stepwise<Verdict>): Verdict => {
  const step = judging.next()
  return step.done ? step.value : { type: 'long', goOn: () => goOnWith(judging) }
}

/** Judges one update against a document. Never changes the document. @throws only what `mayWork` does */
export const judge = (doc: Y.Doc, name: DocName, update: Uint8Array, judging: Judging): Verdict => {
  const at: Case = {
    doc,
    name,
    update,
    mayCut: false,
    toiled: 0,
    ...judging,
    effort: createEffort(judging.mayWork),
    isEnough: createPace(),
  }
  const { effort } = at
  if (!effort.spend(update.byteLength * JUDGING.byte)) return stopped(at)
  const mayWrite = at.mayWrite()
  if (mayWrite && update.byteLength < SHORT) return finish(judgeRead(at, readShort(at)))
  return at.mayCut ? goOnWith(judgeLong(at, mayWrite)) : finish(judgeLong(at, mayWrite))
}

/**
 * Yjs keeps what it cannot place, for ever. The gate lets no gap through, so there is something only after an update that was
 * made to deceive: it is thrown away. @returns whether there was.
 */
export const dropPending = ({ store }: Y.Doc): boolean => {
  if (!store.pendingStructs && !store.pendingDs) return false
  store.pendingStructs = null
  store.pendingDs = null
  return true
}
