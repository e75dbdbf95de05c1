/** What passes between the server and the thread that folds. */
import type { PackedUpdates } from '../updates.ts'
import type { Folded, FoldTask } from './fold.ts'
import type { Parted } from './part.ts'

/** A request of a number, about updates whose memory moves to the thread and is not copied. */
interface Packed extends PackedUpdates {
  readonly number: number
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
