/** Where a board opens for somebody who has not been there in this visit. Pure. */
import type { BoardView } from '../../shared/board.ts'
import { around, contains, type Rect, type Size } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { fit, type Camera, type Insets } from './camera.ts'
import { LABEL_UP } from './layout.ts'

/** Farther out than this nothing on a phone can be read, and on a desk only titles and colours can be told apart. */
export const LEAST_FIRST = { phone: 0.4, desk: 0.2 } as const
/** So near a large board is opened on a desk: words of a note have 9 CSS pixels. */
const READING = 0.5

export interface FirstView {
  readonly view: BoardView
  readonly rectOf: (item: AnyItem) => Rect
  readonly viewport: Size
  readonly insets: Insets
  readonly phone: boolean
  readonly rtl: boolean
}

const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** The theme in which most notes lie; the first of several. */
const fullest = ({ shown }: BoardView): AnyItem | null => {
  const counts = new Map<string, number>()
  for (const { theme } of shown) if (theme !== null) counts.set(theme, (counts.get(theme) ?? 0) + 1)
  let best: AnyItem | null = null
  for (const item of shown)
    if (item.kind === 'theme' && (counts.get(item.id) ?? 0) > (best ? (counts.get(best.id) ?? 0) : 0))
      best = item
  return best
}

/** The thing nearest to the middle of all: half of them lie on each side, so that one far off counts for little. */
const midmost = (items: readonly AnyItem[], rectOf: FirstView['rectOf']): Rect | null => {
  const rects = items.map(rectOf)
  const [x, y] = [middleOf(rects.map((rect) => rect.x)), middleOf(rects.map((rect) => rect.y))]
  let best: Rect | null = null
  for (const rect of rects)
    if (!best || Math.hypot(rect.x - x, rect.y - y) < Math.hypot(best.x - x, best.y - y)) best = rect
  return best
}

/**
 * All of the board, as long as it can be read so; else the fullest theme, or the midst of things, near enough to read. A theme
 * too large to be seen whole is seen from its label on. Null when there is nothing.
 */
export const firstView = ({ view, rectOf, viewport, insets, phone, rtl }: FirstView): Camera | null => {
  const all = around(view.shown.map(rectOf))
  if (!all) return null
  const whole = fit(all, viewport, insets, 1)
  if (whole.zoom >= (phone ? LEAST_FIRST.phone : LEAST_FIRST.desk)) return whole
  const least = phone ? LEAST_FIRST.phone : READING
  const theme = fullest(view)
  const felt = theme && rectOf(theme)
  const place = felt
    ? { ...felt, y: felt.y - LABEL_UP, height: felt.height + LABEL_UP }
    : midmost(view.shown, rectOf)
  if (!place) return whole
  const near = fit(place, viewport, insets, 1)
  if (near.zoom >= least) return near
  const from = (at: number, length: number, room: number, start: number, far: boolean): number => {
    const shown = room / least
    if (length <= shown) return at + length / 2 - (start + room / 2) / least
    return far ? at + length - (start + room) / least : at - start / least
  }
  const { top, right, bottom, left } = insets
  const camera = {
    x: from(place.x, place.width, viewport[0] - left - right, left, rtl),
    y: from(place.y, place.height, viewport[1] - top - bottom, top, false),
    zoom: least,
  }
  // A felt with all its notes at the other end would open on bare cloth.
  const seen = { x: camera.x, y: camera.y, width: viewport[0] / least, height: viewport[1] / least }
  const within = view.shown.some((item) => {
    const { x, y } = rectOf(item)
    return item.kind !== 'theme' && contains(seen, [x, y])
  })
  if (within) return camera
  const item = midmost(theme ? view.shown.filter((each) => each.theme === theme.id) : view.shown, rectOf)
  return item ? fit(item, viewport, insets, least) : camera
}
