/** Geometry of the board. Lengths are board units: at zoom 1 a unit is a CSS pixel. */

/** A place on the board: x to the right, y down. */
export type Point = readonly [x: number, y: number]

/** A width and a height. */
export type Size = readonly [width: number, height: number]

/** An upright rectangle by its top left corner. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Board coordinates beyond this are refused: floats lose sub-pixel precision, and nobody finds the item again. */
export const FAR = 1_000_000

/** The rectangle of an item: its `at` is its top left corner. */
export const rectAt = ([x, y]: Point, [width, height]: Size): Rect => ({ x, y, width, height })

export const centreOf = ({ x, y, width, height }: Rect): Point => [x + width / 2, y + height / 2]

export const contains = (rect: Rect, [x, y]: Point): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height

/** How far a point lies from a rectangle; 0 within it. */
export const farFrom = ({ x, y, width, height }: Rect, [px, py]: Point): number =>
  Math.hypot(Math.max(x - px, 0, px - x - width), Math.max(y - py, 0, py - y - height))

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height

/** The smallest rectangle round all of these; null when there are none. */
export const around = (rects: Iterable<Rect>): Rect | null => {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const rect of rects) {
    left = Math.min(left, rect.x)
    top = Math.min(top, rect.y)
    right = Math.max(right, rect.x + rect.width)
    bottom = Math.max(bottom, rect.y + rect.height)
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top }
}

/** The rectangle grown by a margin on each side. */
export const grow = (rect: Rect, margin: number): Rect => ({
  x: rect.x - margin,
  y: rect.y - margin,
  width: rect.width + 2 * margin,
  height: rect.height + 2 * margin,
})
