/** What belongs to which theme, by where it lies. Pure. */
import type { BoardView } from '../../shared/board.ts'
import { centreOf, contains, type Point, type Rect } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Theme } from '../../shared/kinds/theme/theme.ts'

type RectOf = (item: AnyItem) => Rect

/** The topmost theme that holds a point, leaving some out. */
export const themeAt = (
  view: BoardView,
  point: Point,
  rectOf: RectOf,
  without: ReadonlySet<string> = new Set(),
): Theme | null => {
  for (let index = view.shown.length - 1; index >= 0; index--) {
    const item = view.shown[index]
    if (item?.kind === 'theme' && !without.has(item.id) && contains(rectOf(item), point)) return item
  }
  return null
}

/** These and, for each theme among them, the items that belong to it: all that moves when they move. */
export const withMembers = (view: BoardView, ids: Iterable<string>): Set<string> => {
  const moving = new Set(ids)
  const all = new Set(moving)
  for (const item of view.shown) if (item.theme !== null && moving.has(item.theme)) all.add(item.id)
  return all
}

/** What a drop changes: item id → its theme, or null for none. What stays as it was is left out. */
export const membershipAfter = (
  view: BoardView,
  moved: ReadonlyMap<string, Point>,
  rectOf: RectOf,
): Map<string, string | null> => {
  const changes = new Map<string, string | null>()
  for (const [id, at] of moved) {
    const item = view.items.get(id)
    if (!item || item.kind === 'theme') continue
    // What moved along with its own theme stays in it.
    if (item.theme !== null && moved.has(item.theme)) continue
    const { width, height } = rectOf(item)
    const home = themeAt(view, centreOf({ x: at[0], y: at[1], width, height }), rectOf)?.id ?? null
    const known = view.items.get(item.theme ?? '')?.kind === 'theme' ? item.theme : null
    if (home !== known) changes.set(id, home)
  }
  return changes
}

/** The themes that would take what is moved, if it were let go there; what moves along with its own theme asks for none. */
export const takersOf = (view: BoardView, moved: ReadonlyMap<string, Point>, rectOf: RectOf): Set<Theme> => {
  const takers = new Set<Theme>()
  const mats = { ...view, shown: view.shown.filter(({ kind }) => kind === 'theme') }
  for (const [id, at] of moved) {
    const item = view.items.get(id)
    if (!item || item.kind === 'theme' || (item.theme !== null && moved.has(item.theme))) continue
    const { width, height } = rectOf(item)
    const taker = themeAt(mats, centreOf({ x: at[0], y: at[1], width, height }), rectOf)
    if (taker) takers.add(taker)
  }
  return takers
}

/** How far apart two things may lie and still stand in one row of reading. */
const ROW = 60

const byReading = (rectOf: RectOf, rtl: boolean) => (a: AnyItem, b: AnyItem) => {
  const [one, two] = [rectOf(a), rectOf(b)]
  const row = Math.floor(one.y / ROW) - Math.floor(two.y / ROW)
  return row || (rtl ? two.x - one.x : one.x - two.x) || (a.id < b.id ? -1 : 1)
}

/** All that is shown in the order it is read: each theme with its items after it, then what lies in none. */
export const readingOrder = (view: BoardView, rectOf: RectOf, rtl = false): AnyItem[] => {
  const order = byReading(rectOf, rtl)
  const themes = view.shown.filter((item) => item.kind === 'theme').sort(order)
  const known = new Set(themes.map((theme) => theme.id))
  const members = new Map<string, AnyItem[]>()
  const loose: AnyItem[] = []
  for (const item of view.shown) {
    if (item.kind === 'theme') continue
    if (item.theme === null || !known.has(item.theme)) loose.push(item)
    else members.set(item.theme, [...(members.get(item.theme) ?? []), item])
  }
  return [
    ...themes.flatMap((theme) => [theme, ...(members.get(theme.id) ?? []).sort(order)]),
    ...loose.sort(order),
  ]
}
