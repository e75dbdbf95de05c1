/** A journal as small updates, which a thread of its own makes of it: a large document is read a little at a time. */
import * as Y from 'yjs'
import { inParts } from '../../../shared/updateParts.ts'

/** What Yjs takes in some milliseconds. */
const PART = { bytes: 64_000, structs: 1_500, ranges: 3_000 } as const

/** All that the updates hold, in parts. Many are put together first, and what came and went is left out. @throws when that fails */
export const part = (updates: readonly Uint8Array[]): readonly Uint8Array[] => {
  const [first] = updates
  // To cut one takes a third of the time.
  if (first && updates.length === 1) return inParts(first, PART)
  const doc = new Y.Doc({ gc: true })
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return inParts(Y.encodeStateAsUpdate(doc), PART)
}
