/** The workshops in memory, each with its records: read at first use, changed here, and written through in the same turn. */
import type * as Y from 'yjs'
import type * as z from 'zod'
import { Refusal } from '../../shared/errors.ts'
import type { Say } from '../say.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import type { Clock } from '../clock.ts'
import type { Storage } from '../storage/storage.ts'
import type { Committer, Room } from '../sync/contract.ts'
import {
  codeKey,
  decodeRecord,
  encodeRecord,
  metaKey,
  metaRecord,
  recordKey,
  tables,
  type MetaRecord,
  type RecordOf,
  type TableName,
  type Tables,
} from './records.ts'

/** One workshop in memory. Only `createWorkshops` changes its records. */
export interface Workshop {
  readonly id: string
  readonly meta: MetaRecord
  readonly tables: { readonly [Table in TableName]: ReadonlyMap<string, RecordOf<Table>> }
  /** The stage document, which the server alone writes. */
  readonly stage: Y.Doc
  /** When a board was last locked, by `clock.elapsed`: edits in flight have a grace from then. */
  readonly lockedAt: Map<string, number>
}

type Loaded = Omit<Workshop, 'meta' | 'tables'> & {
  meta: MetaRecord
  readonly tables: Tables
  /** When somebody last asked for it, by `clock.elapsed`. */
  usedAt: number
}

export interface WorkshopsDeps {
  readonly storage: Storage
  readonly committer: Committer
  readonly openDoc: (workshop: string, name: string) => Promise<Room>
  readonly clock: Pick<Clock, 'elapsed'>
  readonly t: Say
}

const emptyTables = (): Tables => ({
  person: new Map(),
  session: new Map(),
  ended: new Map(),
  member: new Map(),
  ballot: new Map(),
  seen: new Map(),
  wrote: new Map(),
  choice: new Map(),
  found: new Map(),
})

export const createWorkshops = ({ storage, committer, openDoc, clock, t }: WorkshopsDeps) => {
  const loading = new Map<string, Promise<Loaded | null>>()
  const loaded = new Map<string, Loaded>()
  const onLoad = new Set<(workshop: Workshop) => void | Promise<void>>()

  const readTable = async <Table extends TableName>(
    workshop: string,
    table: Table,
    into: Map<string, RecordOf<Table>>,
  ): Promise<void> => {
    const prefix = recordKey(workshop, table, '')
    // The schema was found by the table's own name, so what it gives is that table's record.
    const schema: z.ZodType = tables[table]
    for await (const [key, bytes] of storage.list(prefix))
      into.set(key.slice(prefix.length), decodeRecord(schema, bytes) as RecordOf<Table>)
  }

  const load = async (id: string): Promise<Loaded | null> => {
    // What was enqueued before it was let go belongs to what is read. Where that fails, the storage holds what there is.
    await committer.settled().catch(() => {})
    const bytes = await storage.get(metaKey(id))
    if (!bytes) return null
    const into = emptyTables()
    await Promise.all([
      readTable(id, 'person', into.person),
      readTable(id, 'session', into.session),
      readTable(id, 'ended', into.ended),
      readTable(id, 'member', into.member),
      readTable(id, 'ballot', into.ballot),
      readTable(id, 'seen', into.seen),
      readTable(id, 'wrote', into.wrote),
      readTable(id, 'choice', into.choice),
      readTable(id, 'found', into.found),
    ])
    const { doc } = await openDoc(id, 'stage')
    const meta = decodeRecord(metaRecord, bytes)
    return { id, meta, tables: into, stage: doc, lockedAt: new Map(), usedAt: clock.elapsed() }
  }

  /** A commit failed while somebody still held the workshop as it would have been. */
  const current = (workshop: Workshop): Loaded => {
    const now = loaded.get(workshop.id)
    if (now !== workshop) throw new Refusal('storage-failed', t('server.storage-failed'))
    return now
  }

  /** @param isMeant whether it was not let go of meanwhile, and so may be asked for anew */
  const start = async (id: string, isMeant: () => boolean): Promise<Loaded | null> => {
    const workshop = await load(id)
    if (!workshop) return null
    if (!isMeant()) throw new Refusal('storage-failed', t('server.storage-failed'))
    loaded.set(id, workshop)
    for (const listener of onLoad) await listener(workshop)
    return current(workshop)
  }

  const find = async (id: string): Promise<Workshop | null> => {
    if (!ID_PATTERN.test(id)) return null
    const known = loaded.get(id)
    if (known) known.usedAt = clock.elapsed()
    let pending = loading.get(id)
    if (!pending) {
      const mine = start(id, () => loading.get(id) === mine)
      pending = mine
      loading.set(id, pending)
      // Neither "there is none" nor a failed read is remembered.
      const forget = () => loading.get(id) === pending && loading.delete(id)
      pending.then((workshop) => workshop ?? forget(), forget)
    }
    return pending
  }

  return {
    /** Does something with each workshop after it was read, before anyone gets it. */
    onLoad: (listener: (workshop: Workshop) => void | Promise<void>): void => void onLoad.add(listener),

    find,

    /** @throws Refusal `not-found` */
    async get(id: string): Promise<Workshop> {
      const workshop = await find(id)
      if (!workshop) throw new Refusal('not-found', t('server.no-workshop'))
      return workshop
    },

    /** The workshop, if it is in memory: while anybody has a socket in it, it is, but from a failed commit until it is read again. */
    peek: (id: string): Workshop | null => loaded.get(id) ?? null,

    /** The id of the workshop that a join code opens. */
    async byCode(code: string): Promise<string | null> {
      const bytes = await storage.get(codeKey(code))
      return bytes ? Buffer.from(bytes).toString('utf8') : null
    },

    /** A new workshop, with nothing in it but its meta. */
    async create(meta: MetaRecord): Promise<Workshop> {
      const { doc } = await openDoc(meta.id, 'stage')
      const workshop: Loaded = {
        id: meta.id,
        meta,
        tables: emptyTables(),
        stage: doc,
        lockedAt: new Map(),
        usedAt: clock.elapsed(),
      }
      loading.set(meta.id, Promise.resolve(workshop))
      loaded.set(meta.id, workshop)
      for (const listener of onLoad) await listener(workshop)
      committer.enqueue(meta.id, [
        { type: 'put', key: metaKey(meta.id), value: encodeRecord(meta) },
        { type: 'put', key: codeKey(meta.code), value: Buffer.from(meta.id) },
      ])
      return workshop
    },

    /** Changes links or code. */
    setMeta(workshop: Workshop, change: Partial<Pick<MetaRecord, 'code' | 'links'>>): void {
      const now = current(workshop)
      const before = now.meta.code
      now.meta = { ...now.meta, ...change }
      committer.enqueue(now.id, [{ type: 'put', key: metaKey(now.id), value: encodeRecord(now.meta) }])
      if (now.meta.code === before) return
      committer.enqueue(now.id, [
        { type: 'del', key: codeKey(before) },
        { type: 'put', key: codeKey(now.meta.code), value: Buffer.from(now.id) },
      ])
    },

    /** Sets a record, in memory and in the commit of this turn. */
    put<Table extends TableName>(
      workshop: Workshop,
      table: Table,
      key: string,
      value: RecordOf<Table>,
    ): void {
      const records: Tables[Table] = current(workshop).tables[table]
      records.set(key, value)
      committer.enqueue(workshop.id, [
        { type: 'put', key: recordKey(workshop.id, table, key), value: encodeRecord(value) },
      ])
    },

    /** Deletes a record, in memory and in the commit of this turn. */
    remove(workshop: Workshop, table: TableName, key: string): void {
      if (!current(workshop).tables[table].delete(key)) return
      committer.enqueue(workshop.id, [{ type: 'del', key: recordKey(workshop.id, table, key) }])
    },

    /** Changes the stage as one update, in the same turn as what is put and removed within. */
    act<Result>(workshop: Workshop, work: (stage: Y.Doc) => Result): Result {
      const { stage } = current(workshop)
      return stage.transact(() => work(stage))
    },

    /** How many are in memory. */
    count: (): number => loaded.size,

    /** Those in memory for which nobody has asked since then, by `clock.elapsed`. */
    unusedSince: (then: number): readonly Workshop[] =>
      [...loaded.values()].filter(({ usedAt }) => usedAt <= then),

    /** Forgets workshops: they are read again at their next use. What somebody still holds of one cannot be changed any more. */
    drop(ids: Iterable<string>): void {
      for (const id of ids) {
        loading.delete(id)
        loaded.delete(id)
      }
    },
  }
}

export type Workshops = ReturnType<typeof createWorkshops>
