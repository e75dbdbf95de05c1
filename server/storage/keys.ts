/**
 * The keys of what is sealed in the storage. A store that only ever appends cannot be trusted to forget, so what must be
 * forgotten is sealed under a key, which lies apart from the storage and is destroyed.
 */

/** Whose key it is: each writing of a workshop has one. */
export interface KeyName {
  readonly workshop: string
  readonly writing: string
}

/** Bytes of a key. */
export const KEY_BYTES = 32

/** Where keys are kept. */
export interface Keys {
  /** Makes a key out of chance; it would survive a power cut when this resolves. @throws Error when there is one already */
  make(name: KeyName): Promise<void>
  /** The key, or null when there is none. */
  get(name: KeyName): Promise<Uint8Array | null>
  /** The names of all keys, in no order. */
  list(): Promise<readonly KeyName[]>
  /** Destroys a key for good. One that is gone already is no error. */
  destroy(name: KeyName): Promise<void>
}
