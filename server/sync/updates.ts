/** Updates of Yjs, as bytes. */
import * as Y from 'yjs'
import { createDoc } from './clearUp.ts'

/** An update that brings nothing. */
export const NOTHING = Uint8Array.of(0, 0)

/** Updates in one piece of memory: to clone thousands would hold the tick. */
export interface PackedUpdates {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each ends. */
  readonly ends: readonly number[]
}

/** Bytes of all of them. */
export const bytesOf = (updates: readonly Uint8Array[]): number =>
  updates.reduce((all, { byteLength }) => all + byteLength, 0)

/** Copies updates into one piece. */
export const packUpdates = (updates: readonly Uint8Array[]): PackedUpdates => {
  const bytes = new Uint8Array(bytesOf(updates))
  let at = 0
  const ends = updates.map((update) => {
    bytes.set(update, at)
    return (at += update.byteLength)
  })
  return { bytes, ends }
}

/** The updates again. */
export const unpackUpdates = ({
  bytes,
  ends,
}: {
  readonly bytes: Uint8Array
  readonly ends: readonly number[]
}): readonly Uint8Array[] => ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))

/** What the updates make together; built at once, so only for what is small, or in a thread. @throws when they cannot be applied */
export const docOf = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = createDoc()
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return doc
}
