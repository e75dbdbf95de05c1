/** IndexedDB, made harmless: nothing here throws or rejects, and all of it answers in a while, whatever the device does. */

/** A device that has not answered by then, in ms, is taken to have failed. */
const GIVE_UP_MS = 15_000

type Handler = ((event: never) => unknown) | null

/** What of IndexedDB is used. */
export interface IdbRequest<Result> {
  readonly result: Result
  onsuccess: Handler
  onerror: Handler
}
export interface IdbStore {
  add(value: unknown): unknown
  put(value: unknown, key: string): unknown
  delete(key: string | IDBKeyRange): unknown
  getAll(range?: IDBKeyRange): IdbRequest<readonly unknown[]>
  getAllKeys(range?: IDBKeyRange): IdbRequest<readonly IDBValidKey[]>
}
export interface IdbTransaction {
  objectStore(name: string): IdbStore
  oncomplete: Handler
  onabort: Handler
}
export interface IdbDatabase {
  createObjectStore(name: string, options?: IDBObjectStoreParameters): unknown
  transaction(
    stores: string[],
    mode: 'readwrite',
    options?: { readonly durability: Durability },
  ): IdbTransaction
  close(): void
  onclose: Handler
}
export interface IdbFactory {
  open(name: string): IdbRequest<IdbDatabase> & { onupgradeneeded: Handler }
  deleteDatabase(name: string): IdbRequest<unknown> & { onblocked: Handler }
}

/**
 * What is done survives the page and the browser. `strict`: a power cut, too, where the browser is of the last years; that takes longer.
 * `relaxed`: within some seconds.
 */
export type Durability = 'strict' | 'relaxed'

/** An open database. */
export interface Database {
  /** Does something with its first store, in one transaction. @returns whether it is done */
  within(work: (store: IdbStore) => void, durability?: Durability): Promise<boolean>
  close(): void
}

/**
 * What begins, or something else in its place if it throws or takes too long.
 * @param begin calls back with the answer, and hears whether anybody still waits for it
 */
export const inTime = <Value>(
  ms: number,
  otherwise: Value,
  begin: (answer: (value: Value) => boolean) => void,
): Promise<Value> =>
  new Promise((resolve) => {
    let waits = true
    const answer = (value: Value): boolean => {
      const isFirst = waits
      waits = false
      clearTimeout(timer)
      resolve(value)
      return isFirst
    }
    const timer = setTimeout(() => answer(otherwise), ms)
    try {
      begin(answer)
    } catch {
      answer(otherwise)
    }
  })

/** The stores of a database, the one that is used first; the rest is made so that older pages find it. */
export type Stores = readonly [
  first: readonly [name: string, options?: IDBObjectStoreParameters],
  ...rest: (readonly [name: string, options?: IDBObjectStoreParameters])[],
]

/**
 * @param onGone the device closed the database by itself, e.g. since all of the site's data were cleared
 * @returns null where it can't be opened
 */
export const openDatabase = (
  factory: IdbFactory,
  name: string,
  stores: Stores,
  onGone?: () => void,
): Promise<Database | null> =>
  inTime<Database | null>(GIVE_UP_MS, null, (answer) => {
    const request = factory.open(name)
    request.onupgradeneeded = () => {
      for (const [each, options] of stores) request.result.createObjectStore(each, options)
    }
    request.onerror = () => answer(null)
    request.onsuccess = () => {
      const db = request.result
      const [[first]] = stores
      const close = () => {
        db.onclose = null
        db.close()
      }
      // Nobody is told when another page wants it thrown away: that waits until nobody has it open, so nothing is written into nothing.
      db.onclose = onGone ?? null
      const isWanted = answer({
        within: (work, durability = 'relaxed') =>
          inTime(GIVE_UP_MS, false, (done) => {
            // Throws where the database is closing already, and nobody was told yet.
            const transaction = db.transaction([first], 'readwrite', { durability })
            transaction.oncomplete = () => done(true)
            transaction.onabort = () => done(false)
            work(transaction.objectStore(first))
          }),
        close,
      })
      if (!isWanted) close()
    }
  })

/** Throws a database away, at the latest once no page has it open any more. */
export const deleteDatabase = (factory: IdbFactory, name: string): Promise<void> =>
  inTime<void>(GIVE_UP_MS, undefined, (answer) => {
    const request = factory.deleteDatabase(name)
    request.onsuccess = request.onerror = request.onblocked = () => answer()
  })
