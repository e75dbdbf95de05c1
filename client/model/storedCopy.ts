/**
 * A document's copy in IndexedDB. It is a convenience: whatever the device does to it, the document and whoever else listens to it
 * notice nothing. What fails is opened anew, and then all of the document is put into it.
 */
import * as Y from 'yjs'
import {
  inTime,
  openDatabase,
  type Database,
  type Durability,
  type IdbFactory,
  type IdbStore,
} from './database.ts'
import type { Kept } from './keep.ts'
import { createStore } from './store.ts'

/** As y-indexeddb makes them, by which earlier pages of this device kept their copies. */
const STORES = [['updates', { autoIncrement: true }], ['custom']] as const

/** So many updates are put together into one. */
const MANY = 500
/** So soon after the last of those, in ms. */
const TOGETHER_MS = 1_000

/** What the device has not answered by then, in ms, it does not keep for now. */
const PATIENCE_MS = 3_000
/** Before what failed again is opened anew, in ms: at once after the first time, then twice as long each time. */
const FIRST_MS = 1_000
const MOST_MS = 30_000
/** What went well for so long, in ms, begins anew when it fails. */
const WELL_MS = 15_000

export interface CopyDeps {
  readonly factory: IdbFactory
  readonly ranges: Pick<typeof IDBKeyRange, 'lowerBound' | 'upperBound'>
  readonly name: string
  readonly doc: Y.Doc
  readonly onAgain: (isNews: boolean) => void
}

export const openCopy = ({ factory, ranges, name, doc, onAgain }: CopyDeps): Kept => {
  const origin = { copy: name }
  const holds = createStore(true)
  let database: Database | null = null
  /** Whether it was read, and so takes what is changed. */
  let takes = false
  /** The last that was read. */
  let lastKey: IDBValidKey | null = null
  /** Whether the document may hold what the copy does not: what was changed while nothing was taken, or all of it once it failed. */
  let lacks = doc.store.clients.size > 0
  /** How many rows there are at most since they were put together, or that was tried. */
  let count = 0
  let failures = 0
  let wellSince: number | null = null
  let closed = false
  let isNews = false
  /** How often it was opened. */
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let together: ReturnType<typeof setTimeout> | null = null
  let tellLoaded: (isRead: boolean) => void = () => undefined
  const loaded = new Promise<boolean>((resolve) => {
    tellLoaded = resolve
  })
  /** Whether `loaded` was told, and so is to be told of otherwise. */
  let isTold = false

  /** Where there are many, they are put together soon, also on a board that is never quiet. */
  const add = (store: IdbStore, update: Uint8Array) => {
    store.add(update)
    if (++count >= MANY) together ??= setTimeout(() => void putTogether(), TOGETHER_MS)
  }
  const put = (store: IdbStore) => add(store, Y.encodeStateAsUpdate(doc))

  /** What is not answered in a while is not kept for now; unless it was opened anew meanwhile, which tells how that went. */
  const startPatience = () => {
    const during = attempt
    return setTimeout(() => {
      if (during === attempt) holds.set(false)
    }, PATIENCE_MS)
  }

  /** Reads what others have put there. It puts nothing, which could fail where there is no room, and take the reading with it. */
  const read = (from: Database): Promise<boolean> =>
    from.within((store) => {
      const range = lastKey === null ? undefined : ranges.lowerBound(lastKey, true)
      const keys = store.getAllKeys(range)
      const values = store.getAll(range)
      // Answered in the order in which they were asked.
      values.onsuccess = () => {
        if (closed || from !== database) return
        lastKey = keys.result.at(-1) ?? lastKey
        count += values.result.length
        Y.transact(
          doc,
          () => {
            for (const update of values.result)
              try {
                if (update instanceof Uint8Array) Y.applyUpdate(doc, update, origin)
              } catch {
                // What makes no sense is no part of the document.
              }
          },
          origin,
          false,
        )
        takes = true
      }
    })

  /** What failed is tried again, ever less often. */
  const tryAgain = (work: () => Promise<void>) => {
    if (wellSince !== null && Date.now() - wellSince > WELL_MS) failures = 0
    wellSince = null
    failures++
    // The first time, it is most often there again at once.
    if (failures > 1) holds.set(false)
    if (timer) clearTimeout(timer)
    timer = setTimeout(
      () => void work(),
      failures > 1 ? Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 2)) : 0,
    )
  }

  /** Lets go of a database that failed, unless that was done. */
  const fail = (broken: Database | null) => {
    if (closed || broken !== database) return
    broken?.close()
    takes = false
    lacks = true
    database = null
    tryAgain(open)
    isTold = true
    tellLoaded(false)
  }

  /**
   * Puts all of the document in the place of what was read. Where there is no room for that, what was read is there still, and what
   * is changed may find room; so only what the copy lacks is tried again.
   */
  const putAll = async (into: Database): Promise<void> => {
    count = 0
    const late = startPatience()
    const isThrough = await into.within((store) => {
      put(store)
      if (lastKey !== null) store.delete(ranges.upperBound(lastKey))
    })
    clearTimeout(late)
    if (closed || into !== database) return
    if (isThrough) lacks = false
    if (lacks) tryAgain(putTogether)
    else holdsAll()
  }

  const holdsAll = () => {
    wellSince ??= Date.now()
    holds.set(true)
  }

  const open = async (): Promise<void> => {
    attempt++
    const late = startPatience()
    lastKey = null
    isNews = false
    count = 0
    const isFirst = !isTold
    const opened = await openDatabase(factory, name, STORES, () => fail(opened))
    database = opened
    const isRead = !closed && opened !== null && (await read(opened))
    clearTimeout(late)
    if (closed) return opened?.close()
    if (!isRead) return fail(opened)
    // It may have failed since, and be opened anew.
    if (database !== opened) return
    isTold = true
    tellLoaded(true)
    if (!isFirst) onAgain(isNews)
    if (lacks || count > MANY) await putAll(opened)
    else holdsAll()
  }

  /** @returns whether it is done */
  const withDatabase = async (work: (database: Database) => Promise<boolean>): Promise<boolean> => {
    const used = takes ? database : null
    if (!used) return false
    const late = startPatience()
    const isThrough = await work(used)
    clearTimeout(late)
    if (!isThrough) fail(used)
    else if (database === used && !lacks) holdsAll()
    return isThrough
  }
  const write = (work: (store: IdbStore) => void, durability?: Durability): Promise<boolean> =>
    withDatabase(({ within }) => within(work, durability))
  const readAgain = () => withDatabase(read)

  const putTogether = async (): Promise<void> => {
    together = null
    const from = database
    if ((await readAgain()) && from !== null && from === database) await putAll(from)
  }

  const onUpdate = (update: Uint8Array, from: unknown) => {
    if (from === origin) {
      isNews = true
      return
    }
    if (takes) void write((store) => add(store, update))
    else lacks = true
  }
  doc.on('update', onUpdate)
  void open()

  return {
    origin,
    loaded,
    holds,
    readAgain,
    flush: () =>
      inTime(PATIENCE_MS, false, (answer) => {
        void write(put, 'strict').then(answer)
      }),
    close() {
      closed = true
      takes = false
      doc.off('update', onUpdate)
      if (timer) clearTimeout(timer)
      if (together) clearTimeout(together)
      // What was begun is still finished.
      database?.close()
      isTold = true
      tellLoaded(false)
      return Promise.resolve()
    },
  }
}
