/** Where the example's things lie: mats side by side, notes in columns on them, figures in a row below. Board units. */
import type { Point, Size } from '../../shared/geometry.ts'
import { FIGURE_SIZE } from '../../shared/kinds/figure/figure.ts'
import { NOTE_WIDTH, roughNoteHeight } from '../../shared/kinds/note/note.ts'

const COLUMNS = 5
const GAP = 16
/** The title's label hangs over a mat's top, so the first row lies deeper than the sides do. */
const PAD = { top: 60, side: 36, bottom: 36 }
const BETWEEN_MATS = 72
/** A placard and a bubble reach above a figure. */
const ABOVE_FIGURES = 112
const MAT_WIDTH = COLUMNS * NOTE_WIDTH + (COLUMNS - 1) * GAP + 2 * PAD.side
export interface MatLayout {
  readonly at: Point
  readonly size: Size
  /** One for each text, in the order given. */
  readonly notes: readonly Point[]
}

const stack = (texts: readonly string[], left: number): { notes: Point[]; bottom: number } => {
  const foot = Array.from({ length: COLUMNS }, () => PAD.top)
  const notes = texts.map((text): Point => {
    const y = Math.min(...foot)
    const column = foot.indexOf(y)
    foot[column] = y + roughNoteHeight(text) + GAP
    return [left + PAD.side + column * (NOTE_WIDTH + GAP), y]
  })
  return { notes, bottom: Math.max(...foot) - GAP + PAD.bottom }
}

/** Lays out mats with the texts of their notes, left to right, all as deep as the deepest. */
export const layMats = (mats: readonly (readonly string[])[]): MatLayout[] => {
  const stacked = mats.map((texts, index) => {
    const left = index * (MAT_WIDTH + BETWEEN_MATS)
    return { left, ...stack(texts, left) }
  })
  const depth = Math.max(0, ...stacked.map(({ bottom }) => bottom))
  return stacked.map(({ left, notes }) => ({ at: [left, 0], size: [MAT_WIDTH, depth], notes }))
}

/** Lays figures in a row under the mats, evenly. */
export const layFigures = (count: number, mats: readonly MatLayout[]): Point[] => {
  const [width, depth] = mats.reduce<Size>(
    ([right, bottom], { at, size }) => [Math.max(right, at[0] + size[0]), Math.max(bottom, at[1] + size[1])],
    [0, 0],
  )
  const share = width / Math.max(1, count)
  return Array.from({ length: count }, (_, index): Point => [
    Math.round((index + 0.5) * share - FIGURE_SIZE[0] / 2),
    depth + ABOVE_FIGURES,
  ])
}
