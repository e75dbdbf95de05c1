/** Where a new thing goes on the canvas, so that it hides nothing. */
import type { BoardView } from '../../shared/board.ts'
import { contains, FAR, grow, overlaps, type Point, type Rect } from '../../shared/geometry.ts'
import type { Layouts } from './layout.ts'
import { themeAt } from './membership.ts'
import type { Spatial } from './spatial.ts'

export interface Placing {
  /**
   * Where a thing of a size goes. A hand's `at`, its middle, is minded, but for a step aside from what lies exactly there;
   * without it, it goes to the nearest free place.
   * @returns its top left corner, and the theme that it lies on.
   */
  (width: number, height: number, at?: Point): { readonly at: Point; readonly theme: string | null }
}

/** How many half steps out to each side are looked at. */
const FAR_OUT = 12
const GAP = 16
/** What is larger than this is a theme, and needs a place of its own; anything else may lie on one. */
const LARGEST_ITEM = 400

/** The rectangle itself, then places in a grid round it, the nearest first. */
const placesRound = (rect: Rect): Rect[] => {
  // Half steps find room that whole ones would leave unused.
  const [stepX, stepY] = [(rect.width + GAP) / 2, (rect.height + GAP) / 2]
  const places: { readonly far: number; readonly rect: Rect }[] = []
  for (let row = -FAR_OUT; row <= FAR_OUT; row++)
    for (let column = -FAR_OUT; column <= FAR_OUT; column++) {
      const [dx, dy] = [column * stepX, row * stepY]
      places.push({ far: Math.hypot(dx, dy), rect: { ...rect, x: rect.x + dx, y: rect.y + dy } })
    }
  return places.sort((a, b) => a.far - b.far).map((place) => place.rect)
}

export const createPlacing =
  ({
    spatial,
    layouts,
    view,
    start,
  }: {
    spatial: Spatial
    layouts: Pick<Layouts, 'rect'>
    view: () => BoardView
    /** Where to begin when no hand says where. */
    start: () => Point
  }): Placing =>
  (width, height, at) => {
    const [x, y] = at ?? start()
    const wanted = { x: x - width / 2, y: y - height / 2, width, height }
    const large = width > LARGEST_ITEM
    const others = (rect: Rect): Rect[] =>
      spatial
        .inside(rect)
        .filter((item) => large || item.kind !== 'theme')
        .map(layouts.rect)
    const isFree = (rect: Rect): boolean => {
      const room = grow(rect, large ? 24 : 6)
      return !others(room).some((other) => overlaps(other, room))
    }
    /** It lies wholly on each mat that it touches: half on one, nobody would know where it belongs. */
    const isWhole = (rect: Rect): boolean =>
      large ||
      spatial
        .inside(rect)
        .filter((item) => item.kind === 'theme')
        .map(layouts.rect)
        .every(
          (mat) =>
            !overlaps(mat, rect) ||
            (contains(mat, [rect.x, rect.y]) && contains(mat, [rect.x + rect.width, rect.y + rect.height])),
        )
    const isTaken = (rect: Rect): boolean =>
      others(rect).some((other) => Math.abs(other.x - rect.x) < 12 && Math.abs(other.y - rect.y) < 12)
    let free: Rect = wanted
    if (!at) {
      const places = placesRound(wanted)
      free = places.find((rect) => isFree(rect) && isWhole(rect)) ?? places.find(isFree) ?? wanted
    }
    for (let tries = 0; tries < 40 && isTaken(free); tries++)
      free = { ...free, x: free.x + 24, y: free.y + 24 }
    const bounded = (value: number) => Math.round(Math.min(FAR - width, Math.max(-FAR, value)))
    const corner: Point = [bounded(free.x), bounded(free.y)]
    const middle: Point = [corner[0] + width / 2, corner[1] + height / 2]
    return { at: corner, theme: themeAt(view(), middle, layouts.rect)?.id ?? null }
  }
