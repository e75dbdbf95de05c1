/** Keeps documents on this device, so that what was done offline survives a reload; and plain things beside them. */
import * as idb from 'lib0/indexeddb'
import { IndexeddbPersistence, clearDocument, fetchUpdates } from 'y-indexeddb'
import * as Y from 'yjs'

/** A document's copy on this device. */
export interface Kept {
  /** The origin of what is read from the copy. */
  readonly origin: unknown
  /** Resolves once the copy has been read into the document; false when this device can keep nothing. */
  readonly loaded: Promise<boolean>
  /** Reads what other pages have put into the copy since. */
  readAgain(): Promise<void>
  /** Puts all of the document into the copy. @returns whether it is there for good */
  flush(): Promise<boolean>
  /** Lets go of the copy; it stays. */
  close(): Promise<void>
}

/** Plain things under keys. Each is kept by itself, so that two pages never undo each other's. */
export interface Box {
  read(): Promise<readonly (readonly [key: string, value: unknown])[]>
  /** @returns whether it is there for good */
  put(key: string, value: unknown): Promise<boolean>
  remove(keys: readonly string[]): Promise<void>
}

export interface Keep {
  open(name: string, doc: Y.Doc): Kept
  /** Throws a copy away, or a box. */
  clear(name: string): Promise<void>
  box(name: string): Box
}

/** Waits for a transaction to be through. @returns whether it is */
const isThrough = (transaction: IDBTransaction): Promise<boolean> =>
  new Promise((resolve) => {
    transaction.oncomplete = () => resolve(true)
    transaction.onabort = () => resolve(false)
  })

const THINGS = 'things'

/** Each call opens the box anew: it is seldom used, and whoever wants to throw it away finds it closed. */
const createIndexedDbBox = (name: string): Box => {
  const within = async <Value>(work: (store: IDBObjectStore) => Promise<Value>): Promise<Value> => {
    const db = await idb.openDB(name, (fresh) => idb.createStores(fresh, [[THINGS]]))
    try {
      return await work(db.transaction([THINGS], 'readwrite').objectStore(THINGS))
    } finally {
      db.close()
    }
  }
  return {
    read: () =>
      within(async (store) => {
        const [keys, values] = await Promise.all([idb.getAllKeys(store), idb.getAll(store)])
        return keys.map((key, index): readonly [string, unknown] => [String(key), values[index]])
      }).catch(() => []),
    put: (key, value) =>
      within((store) => {
        store.put(value, key)
        return isThrough(store.transaction)
      }).catch(() => false),
    remove: (keys) =>
      within(async (store) => {
        for (const key of keys) store.delete(key)
        await isThrough(store.transaction)
      }).catch(() => undefined),
  }
}

/** In IndexedDB, by y-indexeddb. */
export const createIndexedDbKeep = (): Keep => ({
  open(name, doc) {
    const persistence = new IndexeddbPersistence(name, doc)
    // A private window, or a device that forbids it, fails here: the document then lives as long as the page does.
    const failed = persistence._db.then(
      (db) => {
        // Whoever throws it away waits until nobody has it open: what is written till then is not written into nothing.
        db.onversionchange = null
        return new Promise<never>(() => undefined)
      },
      () => false,
    )
    return {
      origin: persistence,
      loaded: Promise.race([persistence.whenSynced.then(() => true), failed]),
      async readAgain() {
        if (persistence.db) await fetchUpdates(persistence)
      },
      async flush() {
        const { db } = persistence
        if (!db) return false
        try {
          const transaction = db.transaction(['updates'], 'readwrite')
          transaction.objectStore('updates').add(Y.encodeStateAsUpdate(doc))
          return await isThrough(transaction)
        } catch {
          return false
        }
      },
      close: () => persistence.destroy().catch(() => undefined),
    }
  },
  clear: (name) => clearDocument(name),
  box: createIndexedDbBox,
})

/** Keeps nothing: where there is no IndexedDB. */
export const createNoKeep = (): Keep => ({
  open: () => ({
    origin: null,
    loaded: Promise.resolve(false),
    readAgain: () => Promise.resolve(),
    flush: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  }),
  clear: () => Promise.resolve(),
  box: () => ({
    read: () => Promise.resolve([]),
    put: () => Promise.resolve(false),
    remove: () => Promise.resolve(),
  }),
})
