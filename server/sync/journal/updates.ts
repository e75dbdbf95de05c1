/** Updates of Yjs, as bytes. */

/** An update that brings nothing. */
export const NOTHING = Uint8Array.of(0, 0)

/** Bytes of all of them. */
export const sizeOf = (updates: readonly Uint8Array[]): number =>
  updates.reduce((all, { byteLength }) => all + byteLength, 0)
