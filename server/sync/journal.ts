/**
 * Where one document stands in the storage: a snapshot, and the updates after it.
 *
 * `doc/<workshop>/<document>/s/<n>` covers all entries before number n; `doc/<workshop>/<document>/j/<n>` is one update. A
 * snapshot and the removal of what it covers are one commit, so a crash leaves either the old form or the new one. Reading is a
 * union and Yjs merges alike however often, so no order of events can lose an entry. `doc/<workshop>/<document>/c/<client id>` is the
 * person who claimed that id.
 */
import type { Storage, Write } from '../storage/storage.ts'
import type { Committer } from './contract.ts'

const prefixOf = (workshop: string, name: string): string => `doc/${workshop}/${name}/`

/** Fixed width, so that the order of the keys is the order of the numbers. */
const numbered = (prefix: string, part: 's' | 'j', number: number): string =>
  `${prefix}${part}/${number.toString(16).padStart(12, '0')}`

/** When the updates since the last snapshot are folded into a new one. */
const COMPACTION = {
  /** Entries after which it is always time. */
  entries: 2_000,
  /** Bytes of entries; or as many as the snapshot has, when it is larger, so that folding costs no more than writing did. */
  bytes: 256_000,
} as const

export interface Journal {
  /** Enqueues one more update. */
  append(update: Uint8Array): void
  /** Enqueues a claim. */
  claim(client: number, person: string): void
  /** Whether enough has come since the snapshot. */
  due(): boolean
  /** Enqueues a snapshot in place of all entries so far, those that are enqueued and not yet committed included. */
  compact(state: Uint8Array): void
}

/** Reads a document's journal. @returns its updates, in the order in which they were written, its claims, and the journal to go on with. */
export const openJournal = async (
  { storage, committer }: { readonly storage: Storage; readonly committer: Committer },
  workshop: string,
  name: string,
): Promise<{
  readonly updates: readonly Uint8Array[]
  readonly claims: ReadonlyMap<number, string>
  readonly journal: Journal
}> => {
  const prefix = prefixOf(workshop, name)
  const updates: Uint8Array[] = []
  const claims = new Map<number, string>()
  let held: string[] = []
  let snapshots: string[] = []
  let next = 0
  let snapshotBytes = 0
  let bytes = 0

  for await (const [key, value] of storage.list(`${prefix}s/`)) {
    updates.push(value)
    snapshots.push(key)
    snapshotBytes = value.byteLength
    next = Math.max(next, Number.parseInt(key.slice(-12), 16))
  }
  for await (const [key, value] of storage.list(`${prefix}j/`)) {
    updates.push(value)
    held.push(key)
    bytes += value.byteLength
    next = Math.max(next, Number.parseInt(key.slice(-12), 16) + 1)
  }

  for await (const [key, value] of storage.list(`${prefix}c/`))
    claims.set(Number(key.slice(prefix.length + 2)), Buffer.from(value).toString('utf8'))

  return {
    updates,
    claims,
    journal: {
      append(update) {
        const key = numbered(prefix, 'j', next++)
        held.push(key)
        bytes += update.byteLength
        committer.enqueue(workshop, [{ type: 'put', key, value: update }])
      },
      claim(client, person) {
        committer.enqueue(workshop, [
          { type: 'put', key: `${prefix}c/${client}`, value: Buffer.from(person, 'utf8') },
        ])
      },
      due: () => held.length >= COMPACTION.entries || bytes >= Math.max(COMPACTION.bytes, snapshotBytes),
      compact(state) {
        const key = numbered(prefix, 's', next)
        const covered: Write[] = [...snapshots.filter((old) => old !== key), ...held].map((old) => ({
          type: 'del',
          key: old,
        }))
        committer.enqueue(workshop, [...covered, { type: 'put', key, value: state }])
        snapshots = [key]
        held = []
        bytes = 0
        snapshotBytes = state.byteLength
      },
    },
  }
}
