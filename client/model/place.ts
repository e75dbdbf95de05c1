/** Where on the canvas a thing goes when it is made or moved without a pointer: the first free place, so that it hides nothing. */
import type * as Y from 'yjs'
import type { BoardView } from '../../shared/board.ts'
import { moveItems, setFields, setTheme } from '../../shared/boardItems.ts'
import { around, overlaps, rectAt, type Point, type Rect, type Size } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'
import { THEME_SIZE, type Theme } from '../../shared/kinds/theme/theme.ts'

/** Space between things, and inside a mat's edge; the title's cloth label needs more at the top. */
const GAP = 16
const INSET = 28
const TITLE = 48
/** Loose things fill rows at least this wide. */
const ROW = 1200

const rectOf = (item: AnyItem): Rect => rectAt(item.at, sizeOf(item))

/** The first place in rows of `area` (open below) where `size` overlaps nothing. */
const firstFree = (area: Rect, [width, height]: Size, taken: readonly Rect[]): Point => {
  const near = taken.filter((rect) => rect.x <= area.x + area.width && rect.x + rect.width >= area.x)
  const bottom = Math.max(area.y, ...near.map((rect) => rect.y + rect.height))
  for (let y = area.y; y <= bottom; y += GAP)
    for (let x = area.x; x + width <= area.x + Math.max(area.width, width); x += width + GAP) {
      const place = { x, y, width, height }
      if (!near.some((rect) => overlaps(rect, place))) return [x, y]
    }
  return [area.x, bottom + GAP]
}

const themeOf = (view: BoardView, id: string | null): Theme | null => {
  const item = id ? view.items.get(id) : null
  return item?.kind === 'theme' && !item.trashed ? item : null
}

const inside = (theme: Theme): Rect => {
  const [width, height] = theme.size
  const { x, y } = rectOf(theme)
  return { x: x + INSET, y: y + TITLE, width: width - 2 * INSET, height: height - TITLE - INSET }
}

/** A free place for something new: in a theme, or under everything (null). `taken` stands for what is about to be placed too. */
export const freePlace = (
  view: BoardView,
  theme: string | null,
  size: Size,
  taken: readonly Rect[] = [],
): Point => {
  const mat = themeOf(view, theme)
  const others = view.shown.filter((item) => !mat || item.kind !== 'theme').map(rectOf)
  if (mat) return firstFree(inside(mat), size, [...others, ...taken])
  const mats = around(view.shown.filter((item) => item.kind === 'theme').map(rectOf))
  const all = around(others)
  const area = {
    x: all?.x ?? 0,
    y: mats ? mats.y + mats.height + 3 * GAP : (all?.y ?? 0),
    width: Math.max(ROW, all?.width ?? 0),
    height: 0,
  }
  return firstFree(area, size, [...others, ...taken])
}

/** Lets a mat grow downwards until these fit on it; the document's writer bounds it. */
export const growToFit = (doc: Y.Doc, view: BoardView, theme: string, places: readonly Rect[]): void => {
  const mat = themeOf(view, theme)
  if (!mat) return
  const needed = Math.max(...places.map((rect) => rect.y + rect.height)) + INSET - mat.at[1]
  const [width, height] = mat.size
  if (needed > height)
    setFields(doc, 'theme', [theme], { size: [width, Math.min(needed, THEME_SIZE.most[1])] })
}

/** Moves things to a theme, or out of any (null), each to a free place there, without dragging. */
export const moveToTheme = (
  doc: Y.Doc,
  view: BoardView,
  ids: readonly string[],
  theme: string | null,
): void => {
  const moving = new Set(ids)
  const rest: BoardView = { ...view, shown: view.shown.filter((item) => !moving.has(item.id)) }
  const places = new Map<string, Point>()
  const taken: Rect[] = []
  for (const id of ids) {
    const item = view.items.get(id)
    if (!item || item.kind === 'theme') continue
    const at = freePlace(rest, theme, sizeOf(item), taken)
    places.set(id, at)
    taken.push(rectAt(at, sizeOf(item)))
  }
  if (!places.size) return
  setTheme(doc, places.keys(), theme)
  moveItems(doc, places)
  if (theme) growToFit(doc, view, theme, taken)
}

/** A free place for a new mat: beside the others, in a row. */
export const themePlace = (view: BoardView): Point => {
  const all = around(view.shown.map(rectOf))
  return all ? [all.x + all.width + 3 * GAP, all.y] : [0, 0]
}
