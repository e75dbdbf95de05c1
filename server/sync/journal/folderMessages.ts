/**
 * What passes between the server and the thread that folds. Updates travel in one buffer: cloning thousands would hold the tick.
 */
import type { Folded, FoldTask } from './fold.ts'
import type { Parted } from './part.ts'
import { sizeOf } from './updates.ts'

/** Updates in one piece of memory, which moves to the thread and is not copied. */
interface Packed {
  readonly number: number
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each update ends. */
  readonly ends: readonly number[]
}

/** A task as it goes to the thread: to fold a journal, or only to part what it holds, for it to be read a little at a time. */
export type FoldRequest =
  | (Packed & { readonly type: 'fold' } & Pick<FoldTask, 'anew' | 'point'>)
  | (Packed & {
      readonly type: 'part'
      /** How many of the updates are snapshots; the others are the tail. */
      readonly snapshots: number
    })

/** What the thread says to a request of the same number. */
export type FoldAnswer =
  | { readonly number: number; readonly folded: Folded }
  | { readonly number: number; readonly parted: Parted }
  | { readonly number: number; readonly failed: string }

/** Packs a journal for the thread. */
export const packUpdates = (number: number, updates: readonly Uint8Array[]): Packed => {
  const bytes = new Uint8Array(sizeOf(updates))
  let at = 0
  const ends = updates.map((update) => {
    bytes.set(update, at)
    return (at += update.byteLength)
  })
  return { number, bytes, ends }
}

/** The journal, as the thread reads it. */
export const unpackUpdates = ({ bytes, ends }: FoldRequest): readonly Uint8Array[] =>
  ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
