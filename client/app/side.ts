import type { Point } from '../../shared/geometry.ts'

/** What stands beside the board, one at a time. */
export type Side =
  | { readonly type: 'item'; readonly item: string }
  | { readonly type: 'note'; readonly theme: string | null }
  | { readonly type: 'figure'; readonly item?: string; readonly at?: Point }
  | { readonly type: 'people' | 'facilitate' | 'settings' | 'help' }
  /** My private notes, or at once an empty one, perhaps with words in it. */
  | { readonly type: 'writing'; readonly write?: boolean; readonly pasted?: string }

/** Whether somebody writes there, or reads what lies on the board: then the board stays as it is. */
export const needsStillness = ({ type }: Side): boolean =>
  type === 'item' || type === 'note' || type === 'figure' || type === 'writing'
