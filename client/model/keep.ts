/** Keeps documents on this device, so that what was done offline survives a reload. */
import { IndexeddbPersistence, clearDocument } from 'y-indexeddb'
import type * as Y from 'yjs'

/** A document's copy on this device. */
export interface Kept {
  /** The origin of what is read from the copy. */
  readonly origin: unknown
  /** Resolves once the copy has been read into the document; false when this device can keep nothing. */
  readonly loaded: Promise<boolean>
  /** Lets go of the copy; it stays. */
  close(): Promise<void>
}

export interface Keep {
  open(name: string, doc: Y.Doc): Kept
  /** Throws a copy away. */
  clear(name: string): Promise<void>
}

/** In IndexedDB, by y-indexeddb. */
export const createIndexedDbKeep = (): Keep => ({
  open(name, doc) {
    const persistence = new IndexeddbPersistence(name, doc)
    // A private window, or a device that forbids it, fails here: the document then lives as long as the page does.
    const failed = persistence._db.then(
      () => new Promise<never>(() => undefined),
      () => false,
    )
    return {
      origin: persistence,
      loaded: Promise.race([persistence.whenSynced.then(() => true), failed]),
      close: () => persistence.destroy().catch(() => undefined),
    }
  },
  clear: (name) => clearDocument(name),
})

/** Keeps nothing: where there is no IndexedDB. */
export const createNoKeep = (): Keep => ({
  open: () => ({ origin: null, loaded: Promise.resolve(false), close: () => Promise.resolve() }),
  clear: () => Promise.resolve(),
})
