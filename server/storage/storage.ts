/** Where everything that must last is kept: an ordered map of keys to bytes, with one atomic, durable write. */

/** One change. Keys are plain ASCII, their parts joined by '/'. */
export type Write =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: string }

export interface Storage {
  /** The bytes under a key, or null. */
  get(key: string): Promise<Uint8Array | null>
  /** All entries whose key begins with the prefix, in the order of their keys (bytewise). */
  list(prefix: string): AsyncIterable<readonly [key: string, value: Uint8Array]>
  /** Makes all changes or none, in the order given, and resolves once they would survive a power cut. */
  commit(writes: readonly Write[]): Promise<void>
  /**
   * Sees to it that what was deleted under a prefix leaves the medium too: a store that only ever appends keeps it otherwise. May
   * take a while; what is not deleted stays.
   */
  forget(prefix: string): Promise<void>
  close(): Promise<void>
}
