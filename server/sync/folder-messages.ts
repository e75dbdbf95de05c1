/** What passes between the server and the thread that folds. Updates travel in one buffer: cloning thousands would hold the tick. */
import type { Folded, FoldTask } from './fold.ts'

/** A task as it goes to the thread: all updates in one piece of memory, which moves there and is not copied. */
export interface FoldRequest {
  readonly number: number
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each update ends. */
  readonly ends: readonly number[]
  readonly anew: FoldTask['anew']
  readonly point: boolean
}

/** What the thread says to a request of the same number. */
export type FoldAnswer =
  { readonly number: number; readonly folded: Folded } | { readonly number: number; readonly failed: string }

/** Packs a task for the thread. */
export const packTask = (number: number, { updates, anew, point }: FoldTask): FoldRequest => {
  const bytes = new Uint8Array(updates.reduce((all, { byteLength }) => all + byteLength, 0))
  let at = 0
  const ends = updates.map((update) => {
    bytes.set(update, at)
    return (at += update.byteLength)
  })
  return { number, bytes, ends, anew, point }
}

/** The task, as the thread reads it. */
export const unpackTask = ({ bytes, ends, anew, point }: FoldRequest): FoldTask => ({
  updates: ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)),
  anew,
  point,
})
