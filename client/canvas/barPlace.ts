/** Where the selection's bar lies: above what is chosen or below it, never on it, and on as little else as may be. */
import type { Point, Rect, Size } from '../../shared/geometry.ts'

/** Between the bar and what it is for. */
const GAP = 8
/** Between the bar and the view's edges. */
const EDGE = 8
/** Whoever works at a board learns where the bar is: it changes sides only to cover less by this share of itself. */
const WORTH = 0.15

const shared = (a: Rect, b: Rect): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

/**
 * All lengths are CSS pixels of the canvas.
 * @param chosen what the bar is for, its frame and handles included
 * @param others what else lies near, and is better not covered
 * @param dock how much of the view's lower edge is taken
 * @returns the bar's top left corner; null when nothing chosen is in view
 */
export const barPlace = ({
  chosen,
  others,
  bar: [width, height],
  viewport: [wide, high],
  dock,
}: {
  readonly chosen: Rect
  readonly others: readonly Rect[]
  readonly bar: Size
  readonly viewport: Size
  readonly dock: number
}): Point | null => {
  const end = { x: chosen.x + chosen.width, y: chosen.y + chosen.height }
  if (chosen.y > high || end.y < 0 || chosen.x > wide || end.x < 0) return null
  const inView = (x: number): number => Math.max(EDGE, Math.min(wide - width - EDGE, x))
  // In the middle it is looked for first; a corner may leave more in sight.
  const columns = [chosen.x + chosen.width / 2 - width / 2, chosen.x, end.x - width].map(inView)
  const rows = [chosen.y - GAP - height, end.y + GAP].filter(
    (y) => y >= EDGE / 2 && y + height <= high - dock,
  )
  // Where neither side has room, what is chosen fills the view: then the bar lies at its top.
  const places = (rows.length ? rows : [EDGE]).flatMap((y) => columns.map((x): Point => [x, y]))
  const cover = ([x, y]: Point): number =>
    others.reduce((sum, other) => sum + shared({ x, y, width, height }, other), 0) / (width * height)
  let best: { readonly at: Point; readonly cover: number } | null = null
  for (const at of places) {
    const covered = cover(at)
    if (!best || covered < best.cover - WORTH) best = { at, cover: covered }
  }
  return best && [Math.round(best.at[0]), Math.round(best.at[1])]
}
