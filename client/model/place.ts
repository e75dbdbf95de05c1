/** Where on the canvas a thing goes when it is made or moved without a pointer: the first free place, so that it hides nothing. */
import type * as Y from 'yjs'
import type { BoardView } from '../../shared/board.ts'
import { moveItems, setFields, setTheme } from '../../shared/boardItems.ts'
import { around, overlaps, rectAt, type Point, type Rect, type Size } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'
import { THEME_SIZE, type Theme } from '../../shared/kinds/theme/theme.ts'

/** Space between things, and inside a mat's edge; at the top the count of notes stands clear of them. */
const GAP = 16
const INSET = 28
const TITLE = 64
/** Many things on a mat lie about as a screen does: so much wider than high. */
const SCREEN = 1.6
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

/** How wide a mat would have to be inside for so many things to lie as on a screen, without reaching what lies beside it. */
const roomFor = (view: BoardView, mat: Theme, sizes: readonly Size[]): number => {
  const { x, y, width } = inside(mat)
  const own = view.shown.filter((item) => item.theme === mat.id).map(sizeOf)
  const area = [...own, ...sizes].reduce((sum, [wide, high]) => sum + (wide + GAP) * (high + GAP), 0)
  const wanted = Math.sqrt(area * SCREEN)
  const beside = view.shown
    .filter((item) => item.id !== mat.id && item.theme !== mat.id)
    .map(rectOf)
    .filter((rect) => rect.x >= x + width && rect.y < y + wanted / SCREEN && rect.y + rect.height > mat.at[1])
  const free = Math.min(mat.at[0] + THEME_SIZE.most[0], ...beside.map((rect) => rect.x - GAP)) - INSET - x
  return Math.max(width, Math.min(wanted, free))
}

/**
 * A free place for something new: in a theme, or under everything (null). `taken` stands for what is about to be placed too; on a
 * mat, `wide` is how wide it may become inside.
 */
export const freePlace = (
  view: BoardView,
  theme: string | null,
  size: Size,
  taken: readonly Rect[] = [],
  wide = 0,
): Point => {
  const mat = themeOf(view, theme)
  const others = view.shown.filter((item) => !mat || item.kind !== 'theme').map(rectOf)
  if (mat) {
    const room = inside(mat)
    return firstFree({ ...room, width: Math.max(room.width, wide) }, size, [...others, ...taken])
  }
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

/** Lets a mat grow downwards until these fit on it, and where asked to its end too; the document's writer bounds it. */
export const growToFit = (
  doc: Y.Doc,
  view: BoardView,
  theme: string,
  places: readonly Rect[],
  wider = false,
): void => {
  const mat = themeOf(view, theme)
  if (!mat) return
  const needed = Math.max(...places.map((rect) => rect.y + rect.height)) + INSET - mat.at[1]
  const [width, height] = mat.size
  const end = Math.max(...places.map((rect) => rect.x + rect.width)) + INSET - mat.at[0]
  const across = wider ? end : width
  if (needed > height || across > width) {
    const [most, highest] = THEME_SIZE.most
    const size = [
      Math.max(width, Math.min(across, most)),
      Math.max(height, Math.min(needed, highest)),
    ] as const
    setFields(doc, 'theme', [theme], { size })
  }
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
  const movable = ids.flatMap((id) => view.items.get(id) ?? []).filter((item) => item.kind !== 'theme')
  const mat = themeOf(view, theme)
  const wide = mat ? roomFor(rest, mat, movable.map(sizeOf)) : 0
  for (const item of movable) {
    const { id } = item
    const at = freePlace(rest, theme, sizeOf(item), taken, wide)
    places.set(id, at)
    taken.push(rectAt(at, sizeOf(item)))
  }
  if (!places.size) return
  setTheme(doc, places.keys(), theme)
  moveItems(doc, places)
  if (theme) growToFit(doc, view, theme, taken, true)
}

/** A free place for a new mat: beside the others, in a row. */
export const themePlace = (view: BoardView): Point => {
  const all = around(view.shown.map(rectOf))
  return all ? [all.x + all.width + 3 * GAP, all.y] : [0, 0]
}
