/** Where everything that must last is kept: an ordered map of keys to bytes, with one atomic, durable write. */

/** One change. Keys are plain ASCII, their parts joined by '/'. */
export type Write =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: string }

/** One entry. */
export type Entry = readonly [key: string, value: Uint8Array]

/** The order in which entries are listed. */
export const byKey = ([a]: Entry, [b]: Entry): number => (a < b ? -1 : a > b ? 1 : 0)

/** The storage cannot be used just now: its disk is full, or fails. It may be well at the next try. */
export class StorageUnavailable extends Error {
  override readonly name: string = 'StorageUnavailable'
}

/** One storage; whoever opened it closes it. */
export interface Storage {
  /** The bytes under a key, or null. @throws StorageUnavailable */
  get(key: string): Promise<Uint8Array | null>
  /** All entries whose key begins with the prefix, in the order of their keys (bytewise). @throws StorageUnavailable */
  list(prefix: string): AsyncIterable<Entry>
  /** Makes all changes or none, in the order given, and resolves once they would survive a power cut. */
  commit(writes: readonly Write[]): Promise<void>
  /**
   * Sees to it that what was deleted under a prefix leaves the medium too: a store that only ever appends keeps it otherwise. May
   * take a while; what is not deleted stays.
   */
  forget(prefix: string): Promise<void>
  close(): Promise<void>
}
