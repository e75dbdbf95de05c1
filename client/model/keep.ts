/** Keeps documents on this device, so that what was done offline survives a reload; and plain things beside them. */
import type * as Y from 'yjs'
import { deleteDatabase, openDatabase, type Durability, type IdbFactory, type IdbStore } from './database.ts'
import { createStore } from './store.ts'
import { openCopy, type CopyDeps } from './storedCopy.ts'
import type { Store } from './types.ts'

/** A document's copy on this device. Whatever the device does, nothing of it throws or rejects, and the document goes on. */
export interface Kept {
  /** The origin of what is read from the copy. */
  readonly origin: unknown
  /** Resolves once the copy has been read into the document; false when that failed. It is tried again by itself. */
  readonly loaded: Promise<boolean>
  /** Whether this device keeps what is changed; it may stop, and begin again. */
  readonly holds: Store<boolean>
  /** Reads what other pages have put into the copy since. @returns whether it could */
  readAgain(): Promise<boolean>
  /** Puts all of the document into the copy. @returns whether it is there for good, as far as the browser can tell (`strict`) */
  flush(): Promise<boolean>
  /** Lets go of the copy; it stays. */
  close(): Promise<void>
}

/** Plain things under keys. Each is kept by itself, so that two pages never undo each other's. */
export interface Box {
  read(): Promise<readonly (readonly [key: string, value: unknown])[]>
  /** @returns whether it is there for good, as far as the place allows */
  put(key: string, value: unknown): Promise<boolean>
  remove(keys: readonly string[]): Promise<void>
}

export interface Keep {
  /**
   * @param onAgain the copy was opened anew after `loaded`, since it failed: it was read, and takes all of the document if there is
   *   room; but other things that this device remembered may be gone. `isNews`: something was read from it that the document had not
   */
  open(name: string, doc: Y.Doc, onAgain?: (isNews: boolean) => void): Kept
  /** Throws a copy away, or a box. */
  clear(name: string): Promise<void>
  box(name: string): Box
}

/** Each call opens the box anew: it is seldom used, and whoever wants to throw it away finds it closed. */
const createIndexedDbBox = (factory: IdbFactory, name: string): Box => {
  const within = async (work: (store: IdbStore) => void, durability?: Durability): Promise<boolean> => {
    const database = await openDatabase(factory, name, [['things']])
    const isThrough = (await database?.within(work, durability)) ?? false
    database?.close()
    return isThrough
  }
  return {
    async read() {
      let found: (readonly [string, unknown])[] = []
      await within((store) => {
        const keys = store.getAllKeys()
        const values = store.getAll()
        // Answered in the order in which they were asked.
        values.onsuccess = () => {
          found = keys.result.map((key, index) => [String(key), values.result[index]])
        }
      })
      return found
    },
    put: (key, value) => within((store) => store.put(value, key), 'strict'),
    async remove(keys) {
      await within((store) => {
        for (const key of keys) store.delete(key)
      })
    },
  }
}

/** @param ranges what makes ranges of keys, `IDBKeyRange` in a browser */
export const createIndexedDbKeep = (factory: IdbFactory, ranges: CopyDeps['ranges']): Keep => ({
  open: (name, doc, onAgain = () => undefined) => openCopy({ factory, ranges, name, doc, onAgain }),
  clear: (name) => deleteDatabase(factory, name),
  box: (name) => createIndexedDbBox(factory, name),
})

/** Keeps nothing: where there is no IndexedDB. */
export const createNoKeep = (): Keep => ({
  open: () => ({
    // Nothing is read from it: whatever changes the document, this did not.
    origin: Symbol('no copy'),
    loaded: Promise.resolve(false),
    holds: createStore(false),
    readAgain: () => Promise.resolve(false),
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
