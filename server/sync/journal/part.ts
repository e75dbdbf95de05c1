/** A journal as small updates, which a thread of its own makes of it: a large document is read a little at a time. */
import * as Y from 'yjs'
import { inParts } from '../../../shared/updateParts.ts'
import { bytesOf, docOf } from '../updates.ts'
import type { OpenedJournal } from './journal.ts'

/** What Yjs takes in some milliseconds. */
const PART = { bytes: 64_000, structs: 1_500, ranges: 3_000, clients: Infinity } as const

/** What a journal holds. */
export type Journalled = Pick<OpenedJournal, 'snapshots' | 'tail'>

/** A journal in parts, each of which builds on nothing but those before it. */
export interface Parted {
  readonly parts: readonly Uint8Array[]
  /** Whether the tail is in them; else it comes after them as it is, and each of it is little work. */
  readonly hasTail: boolean
}

/** One update, in parts. */
export const inSmallParts = (update: Uint8Array): readonly Uint8Array[] => inParts(update, PART)

/** Whether an update takes long, brief as it may be: a dozen bytes delete a whole board. */
const isMuch = (update: Uint8Array): boolean => {
  if (update.byteLength > PART.bytes) return true
  const { structs, ds } = Y.decodeUpdate(update)
  let steps = structs.length
  for (const ranges of ds.clients.values()) for (const { len } of ranges) steps += len
  return steps > PART.structs
}

/** All that a journal holds, in parts. A large tail is merged in first, which leaves out what came and went. @throws when that fails */
export const part = ({ snapshots, tail }: Journalled): Parted => {
  const hasTail = bytesOf(tail) > bytesOf(snapshots) || tail.some(isMuch)
  const updates = hasTail ? [...snapshots, ...tail] : snapshots
  const [first] = updates
  // To cut one takes a third of the time.
  if (first && updates.length === 1) return { parts: inSmallParts(first), hasTail }
  return { parts: inSmallParts(Y.encodeStateAsUpdate(docOf(updates))), hasTail }
}
