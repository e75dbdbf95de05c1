/** What the canvas looks at: moving the view to what is asked for, and no farther than needed. */
import type { BoardView } from '../../shared/board.ts'
import { around, contains, grow, overlaps, type Point, type Rect, type Size } from '../../shared/geometry.ts'
import { NOTE_HEIGHT, NOTE_WIDTH } from '../../shared/kinds/note/note.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Goal } from '../model/goal.ts'
import { fit, reveal, toBoard, viewRect, zoomAt, type Camera, type Insets } from './camera.ts'
import { firstView } from './firstView.ts'
import type { LastView } from './lastView.ts'
import type { Layouts } from './layout.ts'
import type { CanvasStore } from './state.ts'
import type { Surroundings } from './surroundings.ts'

export interface OutlookParts {
  readonly state: CanvasStore
  readonly layouts: Pick<Layouts, 'rect'>
  readonly last: LastView
  view(): BoardView
  surroundings(): Surroundings
  rtl(): boolean
  /** Is the board's content there? */
  ready(): boolean
}

export interface Outlook {
  /** What bars take of the view at each side. */
  insets(): Insets
  /** The middle of what bars leave free, in board units. */
  middle(): Point
  showAll(): void
  /** Shows where I was, or where the board is best begun; once, and never after somebody has begun. */
  open(): void
  /** Somebody has begun: what they look at must not jump any more. */
  begun(): void
  /** Remembers where I look, for when I come back. */
  keep(): void
  zoomBy(factor: number): void
  /** Moves the view just so far that a rectangle of the board is in it. */
  reveal(rect: Rect): void
  /** The view with these in it, as far as they fit. */
  with(items: readonly AnyItem[]): Camera
  /** The view in which an item can be written in. */
  toWrite(item: AnyItem): Camera
  /**
   * The view in a frame of a new size: what of these was in view stays there, and a board that was seen whole stays whole. A frame
   * that gets its size back, as when a panel is closed, gets its view back too, unless somebody has moved it meanwhile.
   */
  resized(viewport: Size, held: readonly AnyItem[]): Camera
  /** Leads the view to a place. @returns whether it could, as things stand. */
  lookAt(goal: Goal): boolean
}

/** How close a hall's screen comes to a board with little on it. */
const CLOSEST_IN_HALL = 1.6
/** Whoever is led to a point sees it at least so large. */
const LEGIBLE = 0.6
/** Text farther out than this is brought near before one writes in it. */
const WRITABLE = 0.7

const sameSize = (a: Size, b: Size): boolean => a[0] === b[0] && a[1] === b[1]

const within = (inner: Rect, outer: Rect): boolean =>
  contains(outer, [inner.x, inner.y]) && contains(outer, [inner.x + inner.width, inner.y + inner.height])

export const createOutlook = (parts: OutlookParts): Outlook => {
  const { state, layouts, last, view, surroundings } = parts
  let opened = false
  /** What the last change of size made of which view. */
  let resized: { readonly made: Camera; readonly from: Camera; readonly size: Size } | null = null
  const begun = (): void => {
    opened = true
  }
  const insets = (): Insets =>
    surroundings().presenting
      ? { top: 56, right: 40, bottom: 40, left: 40 }
      : surroundings().phone
        ? { top: 44, right: 16, bottom: 88, left: 16 }
        : { top: 64, right: 56, bottom: 136, left: 56 }
  const middle = (): Point => {
    const { camera, viewport } = state.get()
    const { top, bottom } = insets()
    return toBoard(camera, [viewport[0] / 2, (top + viewport[1] - bottom) / 2])
  }
  const showAll = (): void => {
    const { viewport } = state.get()
    const box = around(view().shown.map((item) => layouts.rect(item)))
    const first = {
      x: -NOTE_WIDTH / 2,
      y: -NOTE_HEIGHT.full / 2,
      width: NOTE_WIDTH,
      height: NOTE_HEIGHT.full,
    }
    const closest = surroundings().presenting && box ? CLOSEST_IN_HALL : 1
    state.change({ camera: fit(box ?? first, viewport, insets(), closest) })
  }
  const inNewFrame = (camera: Camera, before: Size, size: Size, held: readonly AnyItem[]): Camera => {
    const box = around(held.map(layouts.rect))
    if (box && overlaps(box, viewRect(camera, before)))
      return reveal(camera, grow(box, 12 / camera.zoom), size, insets())
    const all = around(view().shown.map(layouts.rect))
    if (!all || !within(all, viewRect(camera, before)) || within(all, viewRect(camera, size))) return camera
    return fit(all, size, insets(), camera.zoom)
  }
  return {
    insets,
    middle,
    showAll,
    begun,
    open: () => {
      const { viewport } = state.get()
      const { presenting, phone } = surroundings()
      if (viewport[0] === 0) return
      if (presenting) return showAll()
      if (opened) return
      if (!view().shown.length) return showAll()
      begun()
      const start = {
        view: view(),
        rectOf: layouts.rect,
        viewport,
        insets: insets(),
        phone,
        rtl: parts.rtl(),
      }
      const before = last.read()
      // What lay there may be gone meanwhile.
      const stillThere =
        before && view().shown.some((item) => overlaps(layouts.rect(item), viewRect(before, viewport)))
      const camera = stillThere ? before : firstView(start)
      if (camera) state.change({ camera })
    },
    keep: () => {
      if (opened && !surroundings().presenting) last.keep(state.get().camera)
    },
    zoomBy: (factor) => {
      const { camera, viewport } = state.get()
      state.change({ camera: zoomAt(camera, [viewport[0] / 2, viewport[1] / 2], camera.zoom * factor) })
    },
    reveal: (rect) => {
      const { camera, viewport } = state.get()
      state.change({ camera: reveal(camera, rect, viewport, insets()) })
    },
    with: (items) => {
      const { camera, viewport } = state.get()
      const box = around(items.map(layouts.rect))
      if (!box) return camera
      const { top, right, bottom, left } = insets()
      const fits =
        box.width * camera.zoom < viewport[0] - left - right &&
        box.height * camera.zoom < viewport[1] - top - bottom
      // More than fits, such as everything, is left where it can be seen in part.
      if (!fits && items.length > 1 && overlaps(box, viewRect(camera, viewport))) return camera
      return reveal(camera, grow(box, 12 / camera.zoom), viewport, insets())
    },
    toWrite: (item) => {
      const { camera, viewport } = state.get()
      const rect = layouts.rect(item)
      const near = camera.zoom < WRITABLE ? fit(rect, viewport, insets(), 1) : camera
      return reveal(near, grow(rect, 24 / near.zoom), viewport, insets())
    },
    resized: (size, held) => {
      const { camera, viewport } = state.get()
      // A frame that is pulled to its new size step by step changes from where it began.
      const { from, size: before } = camera === resized?.made ? resized : { from: camera, size: viewport }
      const made = sameSize(size, before) ? from : inNewFrame(from, before, size, held)
      resized = sameSize(size, before) ? null : { made, from, size: before }
      return made
    },
    lookAt: ({ item, at, choose, items, gently }) => {
      const { viewport, camera } = state.get()
      if (viewport[0] === 0 || !parts.ready()) return false
      const several = items?.flatMap((id) => view().items.get(id) ?? [])
      const box = several && around(several.map(layouts.rect))
      if (box) {
        begun()
        state.change({ camera: fit(box, viewport, insets(), 1) })
        return true
      }
      if (item !== null) {
        const found = view().items.get(item)
        if (!found || found.trashed) return false
        const selected = choose ? { selected: [item], editing: null } : {}
        begun()
        const rect = layouts.rect(found)
        const reached = gently ? reveal(camera, rect, viewport, insets()) : fit(rect, viewport, insets(), 1)
        state.change({ ...selected, camera: reached })
      } else if (at) {
        const zoom = Math.max(camera.zoom, LEGIBLE)
        const [dx, dy] = [middle()[0] - camera.x, middle()[1] - camera.y]
        begun()
        state.change({
          camera: { x: at[0] - (dx * camera.zoom) / zoom, y: at[1] - (dy * camera.zoom) / zoom, zoom },
        })
      } else showAll()
      return true
    },
  }
}
