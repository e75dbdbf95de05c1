import type { Point } from '../../shared/geometry.ts'

/** A place on a board that the page is led to: a thing, a point, or, with neither, the whole board. */
export interface Goal {
  readonly board: string
  readonly item: string | null
  readonly at: Point | null
  /** Whether the thing is chosen on arrival. */
  readonly choose: boolean
}
