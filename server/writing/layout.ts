/** Where shared notes lie: in tidy rows on free ground, near what is there already. Board units. */
import { around, FAR, grow, overlaps, rectAt, type Point, type Rect } from '../../shared/geometry.ts'
import { NOTE_WIDTH, roughNoteHeight } from '../../shared/kinds/note/note.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'

const GAP = 16
/** Between what was there before and the new notes. */
const CLEAR = 96
const COLUMNS = { least: 4, most: 12 } as const
/** What lies further than this from the middle of the board was lost there, and nobody would look for notes beside it. */
const NEAR = 20_000
/** How often the notes move further down, away from something in their way. */
const TRIES = 200

const rectOf = (item: AnyItem): Rect => rectAt(item.at, sizeOf(item))

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** The rows by themselves, from 0, 0 on, each as high as its highest note. */
const layRows = (texts: readonly string[]): { readonly places: readonly Point[]; readonly size: Rect } => {
  // Wider than high, as screens are: a note with its gap is nearly square.
  const wanted = Math.ceil(Math.sqrt(texts.length * 1.6))
  const columns = Math.min(COLUMNS.most, Math.max(COLUMNS.least, wanted))
  const places: Point[] = []
  let y = 0
  for (let start = 0; start < texts.length; start += columns) {
    const row = texts.slice(start, start + columns)
    row.forEach((_, column) => places.push([column * (NOTE_WIDTH + GAP), y]))
    y += Math.max(...row.map(roughNoteHeight)) + GAP
  }
  const width = Math.min(columns, texts.length) * (NOTE_WIDTH + GAP) - GAP
  return { places, size: { x: 0, y: 0, width: Math.max(0, width), height: Math.max(0, y - GAP) } }
}

/** Free ground of a size, below what lies there, in line with its start; above it where there is no room below. */
const freeGround = (rects: readonly Rect[], { width, height }: Rect): Point => {
  const middle: Point = [median(rects.map(({ x }) => x)), median(rects.map(({ y }) => y))]
  const near = rects.filter(({ x, y }) => Math.abs(x - middle[0]) < NEAR && Math.abs(y - middle[1]) < NEAR)
  const there = around(near)
  if (!there) return [0, 0]
  const left = Math.max(-FAR, Math.min(FAR - width, there.x))
  let top = there.y + there.height + CLEAR
  for (let tries = 0; tries < TRIES; tries++) {
    const ground = grow({ x: left, y: top, width, height }, GAP)
    const inTheWay = around(rects.filter((rect) => overlaps(rect, ground)))
    if (!inTheWay) break
    top = inTheWay.y + inTheWay.height + CLEAR
  }
  if (top + height <= FAR) return [Math.round(left), Math.round(top)]
  return [Math.round(left), Math.round(Math.max(-FAR, there.y - CLEAR - height))]
}

/** A place for each text, in the order given, clear of what is shown. */
export const layNotes = (texts: readonly string[], shown: readonly AnyItem[]): readonly Point[] => {
  const { places, size } = layRows(texts)
  const [left, top] = freeGround(shown.map(rectOf), size)
  return places.map(([x, y]): Point => [left + x, Math.min(FAR, top + y)])
}
