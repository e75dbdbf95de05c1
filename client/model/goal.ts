import type { Point } from '../../shared/geometry.ts'

/** A place on a board that the page is led to: a thing, a point, or, with neither, the whole board. */
export interface Goal {
  readonly board: string
  readonly item: string | null
  readonly at: Point | null
  /** Several things, all to be in view; `item` is then the first of them. */
  readonly items?: readonly string[]
  /** It is only brought into view: the view comes no nearer for it. */
  readonly gently?: boolean
  /** Whether the thing is chosen on arrival. */
  readonly choose: boolean
}
