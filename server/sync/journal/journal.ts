/**
 * Where one document stands in the storage: a snapshot, and the updates after it.
 *
 * `doc/<workshop>/<document>/s/<n>` covers all entries before number n; `…/j/<n>` is one update. A snapshot and the removal of what
 * it covers are one commit, so a crash leaves either the old form or the new one. Reading is a union and Yjs merges alike however
 * often, so no order of events can lose an entry. `…/c/<client id>` is the person who claimed that id, `…/e` the document's epoch.
 */
import { parseDocName } from '../../../shared/docs.ts'
import type { Storage, Write } from '../../storage/storage.ts'
import type { Committer } from '../contract.ts'
import { docPrefix, listUpdates, readPoints } from '../stored.ts'
import { decodeEpoch, FIRST_EPOCH, type Epoch, type Spent } from './epoch.ts'
import type { Folded } from './fold.ts'
import { keepsPoints, POINT_EVERY, writePoint } from './points.ts'

/** Fixed width, so that the order of the keys is the order of the numbers. */
const numbered = (prefix: string, part: 's' | 'j', number: number): string =>
  `${prefix}${part}/${number.toString(16).padStart(12, '0')}`

/** When the updates since the last snapshot are folded into a new one. */
const COMPACTION = {
  /** Entries after which it is always time. */
  entries: 2_000,
  /** Bytes of entries; or as many as the snapshot has, when it is larger, so that folding costs no more than writing did. */
  bytes: 256_000,
  /** Entries, or bytes, that are folded once nobody is there: the next to come finds it done. */
  atRest: { entries: 200, bytes: 32_000 },
} as const

/** Where a document's changes are written. */
export interface Journal {
  /** Which client ids are retired. */
  readonly epoch: Epoch
  /** What is needed to write the document anew. */
  spent(): Spent
  /** Enqueues one more update. */
  append(update: Uint8Array): void
  /** Enqueues a claim. */
  claim(client: number, person: string): void
  /** Whether enough has come since the snapshot. */
  due(): boolean
  /** Whether enough has come to be folded when nobody is there. */
  dueAtRest(): boolean
  /** Whether it is time for a point; never, where none are kept. */
  pointDue(): boolean
  /**
   * Marks all that was appended so far. @returns what enqueues, in one commit, a snapshot in place of it; what was appended
   * meanwhile stays. What was written anew takes the place of everything, and may only do so while nothing was appended. Of two
   * marks only one can be used: what the other covers is not there any more.
   */
  mark(): (folded: Omit<Folded, 'parts'>) => void
}

/** A journal, and all that was read from it. */
export interface OpenedJournal {
  /** What covers all before the tail; usually one update, or none. */
  readonly snapshots: readonly Uint8Array[]
  /** The updates after it, in the order in which they were written. */
  readonly tail: readonly Uint8Array[]
  readonly claims: ReadonlyMap<number, string>
  readonly journal: Journal
}

interface Entry {
  readonly key: string
  readonly bytes: number
}

const sumOf = (entries: readonly Entry[]): number => entries.reduce((all, { bytes }) => all + bytes, 0)

/** Reads a document's journal. @returns what it holds, and the journal to go on with. */
export const openJournal = async (
  {
    storage,
    committer,
    now = Date.now,
  }: { readonly storage: Storage; readonly committer: Committer; readonly now?: () => number },
  workshop: string,
  name: string,
): Promise<OpenedJournal> => {
  const prefix = docPrefix(workshop, name)
  const docName = parseDocName(name)
  const hasPoints = docName !== null && keepsPoints(docName)
  const read: Record<'s' | 'j', Uint8Array[]> = { s: [], j: [] }
  const entries: Record<'s' | 'j', Entry[]> = { s: [], j: [] }
  let next = 0
  for (const part of ['s', 'j'] as const)
    for await (const [key, value] of listUpdates(storage, prefix, part)) {
      read[part].push(value)
      entries[part].push({ key, bytes: value.byteLength })
      next = Math.max(next, Number.parseInt(key.slice(-12), 16) + (part === 'j' ? 1 : 0))
    }
  const claims = new Map<number, string>()
  for await (const [key, value] of storage.list(`${prefix}c/`))
    claims.set(Number(key.slice(prefix.length + 2)), Buffer.from(value).toString('utf8'))
  let epochBytes = (await storage.get(`${prefix}e`)) ?? FIRST_EPOCH
  let points = await readPoints(storage, prefix)

  let epoch = decodeEpoch(epochBytes)
  let { s: snapshots, j: held } = entries
  let bytes = sumOf(held)
  const claimed = new Set(claims.keys())
  /**
   * Since when something has changed that no point holds, as long as there is no point at all. Nobody knows how old what was read
   * is: a board may be used in many short spells. So it is taken to be old enough.
   */
  let changedAt = snapshots.length + held.length > 0 ? -Infinity : null
  let folds = 0

  const enqueue = (writes: readonly Write[]): void => committer.enqueue(workshop, writes)

  /** What takes the place of claims when the document is written anew. */
  const beginEpoch = ({ client, epoch: next }: NonNullable<Folded['anew']>): Write[] => {
    const writes: Write[] = [...claimed].map((id) => ({ type: 'del', key: `${prefix}c/${id}` }))
    epochBytes = next
    epoch = decodeEpoch(next)
    claimed.clear()
    claimed.add(client)
    writes.push({ type: 'put', key: `${prefix}e`, value: next })
    // By nobody: that is the server itself.
    writes.push({ type: 'put', key: `${prefix}c/${client}`, value: new Uint8Array() })
    return writes
  }

  const journal: Journal = {
    get epoch() {
      return epoch
    },
    spent: () => ({ epoch: epochBytes, claimed: Uint32Array.from(claimed) }),
    append(update) {
      const key = numbered(prefix, 'j', next++)
      changedAt ??= now()
      held.push({ key, bytes: update.byteLength })
      bytes += update.byteLength
      enqueue([{ type: 'put', key, value: update }])
    },
    claim(client, person) {
      claimed.add(client)
      enqueue([{ type: 'put', key: `${prefix}c/${client}`, value: Buffer.from(person, 'utf8') }])
    },
    due: () =>
      held.length >= COMPACTION.entries ||
      bytes >= Math.max(COMPACTION.bytes, sumOf(snapshots)) ||
      (held.length > 0 && journal.pointDue()),
    dueAtRest: () =>
      held.length >= COMPACTION.atRest.entries ||
      bytes >= COMPACTION.atRest.bytes ||
      (held.length > 0 && journal.pointDue()),
    pointDue() {
      const last = points.at(-1)?.at ?? changedAt
      if (!hasPoints || last === null) return false
      const age = now() - last
      // What lies ahead is of a clock that was set back since: nobody waits for it.
      return age < 0 || age >= POINT_EVERY
    },
    mark() {
      const count = held.length
      const at = now()
      const key = numbered(prefix, 's', next)
      const before = folds
      return ({ state, point, anew }) => {
        if (anew && held.length > count) throw new Error('somebody wrote meanwhile')
        if (folds !== before) throw new Error('it was folded meanwhile')
        folds += 1
        const covered = [...snapshots.filter((old) => old.key !== key), ...held.slice(0, count)]
        const writes: Write[] = covered.map((old) => ({ type: 'del', key: old.key }))
        writes.push({ type: 'put', key, value: state })
        if (anew) writes.push(...beginEpoch(anew))
        if (point) {
          const added = writePoint(prefix, points, at, point)
          points = added.points
          writes.push(...added.writes)
        }
        enqueue(writes)
        snapshots = [{ key, bytes: state.byteLength }]
        held = held.slice(count)
        bytes = sumOf(held)
      }
    },
  }
  return { snapshots: read.s, tail: read.j, claims, journal }
}
