/** What a hand's gestures mean for a board: choosing, moving, making, pulling a theme's corner. */
import type { BoardView } from '../../shared/board.ts'
import { addItem, moveItems, setFields, setTheme } from '../../shared/boardItems.ts'
import { contains, farFrom, grow, overlaps, type Point, type Rect } from '../../shared/geometry.ts'
import { NOTE_HEIGHT, NOTE_WIDTH } from '../../shared/kinds/note/note.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { THEME_SIZE } from '../../shared/kinds/theme/theme.ts'
import { asOneStep, nextMat } from '../model/boardWork.ts'
import type { BoardHandle } from '../model/types.ts'
import { toScreen } from './camera.ts'
import type { Surroundings } from './surroundings.ts'
import type { Intents } from './gestures.ts'
import { framed, readAllRect, type Layouts } from './layout.ts'
import { LEAST_TEXT } from './look.ts'
import { membershipAfter, withMembers } from './membership.ts'
import type { Spatial } from './spatial.ts'
import type { CanvasStore, Grip, Tool } from './state.ts'

/** A tap meets what lies so far from it, in CSS pixels: so each target is 24 across at the least (WCAG 2.5.8), and more for a finger. */
const REACH = { mouse: 12, touch: 24 } as const

/** Most items whose drag is shown to others while it goes on: more would not fit a presence. */
const MOST_SHOWN = 30

export interface HandParts {
  readonly host: HTMLElement
  readonly board: BoardHandle
  readonly state: CanvasStore
  readonly layouts: Layouts
  readonly spatial: Spatial
  view(): BoardView
  surroundings(): Surroundings
  itemsChosen(): AnyItem[]
  place(width: number, height: number, at?: Point): { readonly at: Point; readonly theme: string | null }
  write(id: string): void
  /** Told where the pointer is, in board units; null when it left. */
  pointed(point: Point | null): void
}

export const createIntents = (parts: HandParts): Intents => {
  const { host, board, state, layouts, spatial, view, surroundings, itemsChosen, place, write } = parts

  const makeNote = (point: Point): void => {
    const { newNote } = surroundings()
    if (newNote) return newNote()
    const { at, theme } = place(NOTE_WIDTH, NOTE_HEIGHT.short, point)
    let id = ''
    asOneStep(board, () => {
      id = addItem(board.doc, { kind: 'note', at, theme })
    })
    write(id)
  }
  const makeTheme = (point: Point): void => {
    const [width, height] = THEME_SIZE.start
    let id = ''
    asOneStep(board, () => {
      const at: Point = [Math.round(point[0] - width / 2), Math.round(point[1] - height / 4)]
      id = addItem(board.doc, { kind: 'theme', at, mat: nextMat(view().shown) })
    })
    write(id)
  }
  const makeWith = (tool: Tool, point: Point): void => {
    state.change({ tool: 'hand' })
    switch (tool) {
      case 'note':
        return makeNote(point)
      case 'theme':
        return makeTheme(point)
      case 'figure':
        return surroundings().makeFigure([Math.round(point[0] - 50), Math.round(point[1] - 80)])
      case 'hand':
        return
      default:
        return tool satisfies never
    }
  }

  // ---- what hands mean --------------------------------------------------------------------------------------------------------

  const near = (point: Point, touch: boolean): string | null => {
    const reach = (touch ? REACH.touch : REACH.mouse) / state.get().camera.zoom
    const [x, y] = point
    const about = spatial.inside({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach })
    let best: { readonly id: string; readonly far: number } | null = null
    for (const item of about) {
      const rect = layouts.rect(item)
      if (item.kind === 'theme' || Math.min(rect.width, rect.height) >= 2 * reach) continue
      const far = farFrom(rect, point)
      // Of two as near the upper one, which comes later, is meant.
      if (far <= reach && (!best || far <= best.far)) best = { id: item.id, far }
    }
    return best?.id ?? null
  }
  /** Does a point lie on a note's way to read all? */
  const isReadAll = (id: string, [x, y]: Point): boolean => {
    const item = view().items.get(id)
    if (item?.kind !== 'note') return false
    const layout = layouts.note(item)
    const legible = layout.size * state.get().camera.zoom >= LEAST_TEXT
    return layout.cut && legible && contains(readAllRect(layout), [x - item.at[0], y - item.at[1]])
  }
  const hit = (point: Point): string | null => {
    const { camera } = state.get()
    for (const item of spatial.at(point)) if (item.kind !== 'theme') return item.id
    // A theme is held by its label and its edge, so that its middle can be panned and marked.
    for (const item of [...view().shown].reverse()) {
      if (item.kind !== 'theme') continue
      const rect = layouts.rect(item)
      const label = { x: rect.x + 12, y: rect.y - 24, width: rect.width - 24, height: 84 }
      if (contains(label, point)) return item.id
      if (contains(rect, point) && !contains(grow(rect, -Math.max(22, 14 / camera.zoom)), point))
        return item.id
    }
    return null
  }
  const places = (by: Point): Map<string, Point> => {
    const moving = state.get().drag?.ids ?? new Set<string>()
    const moved = new Map<string, Point>()
    for (const id of moving) {
      const item = view().items.get(id)
      if (item) moved.set(id, [Math.round(item.at[0] + by[0]), Math.round(item.at[1] + by[1])])
    }
    return moved
  }
  const pulled = (id: string, grip: Grip, by: Point): Rect | null => {
    const item = view().items.get(id)
    if (item?.kind !== 'theme') return null
    const axis = (
      at: number,
      length: number,
      side: -1 | 0 | 1,
      move: number,
      index: 0 | 1,
    ): [number, number] => {
      const bounded = Math.min(
        THEME_SIZE.most[index],
        Math.max(THEME_SIZE.least[index], length + side * move),
      )
      return [side < 0 ? at + length - bounded : at, bounded]
    }
    const [x, width] = axis(item.at[0], item.size[0], grip.x, by[0], 0)
    const [y, height] = axis(item.at[1], item.size[1], grip.y, by[1], 1)
    return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
  }
  return {
    hit,
    near,
    grip: (point) => {
      const [item, ...others] = itemsChosen()
      if (!item || others.length || item.kind !== 'theme') return null
      const { camera } = state.get()
      const at = toScreen(camera, point)
      const frame = framed(item, layouts.rect(item))
      for (const x of [-1, 1] as const)
        for (const y of [-1, 1] as const) {
          const corner = toScreen(camera, [
            frame.x + (x > 0 ? frame.width : 0),
            frame.y + (y > 0 ? frame.height : 0),
          ])
          if (Math.hypot(at[0] - corner[0] - 7 * x, at[1] - corner[1] - 7 * y) <= 16)
            return { id: item.id, grip: { x, y } }
        }
      return null
    },
    writable: () => surroundings().writable,
    tap: (point, id, { add, touch }) => {
      host.focus({ preventScroll: true })
      const { tool, selected, editing } = state.get()
      if (editing !== null) {
        state.change({ editing: null })
        if (id === null) return
      }
      if (tool !== 'hand' && surroundings().writable) return makeWith(tool, point)
      if (id === null) {
        if (!view().shown.length && surroundings().writable) return makeNote(point)
        if (!add) state.change({ selected: [] })
        return
      }
      if (add) {
        const others = selected.filter((other) => other !== id)
        return state.change({ selected: others.length < selected.length ? others : [...selected, id] })
      }
      state.change({ selected: [id] })
      if ((touch && surroundings().phone) || isReadAll(id, point)) surroundings().open(id)
    },
    doubleTap: (point, id) => {
      if (!surroundings().writable) return void (id !== null && surroundings().open(id))
      if (id !== null) write(id)
      else makeNote(point)
    },
    lift: (id, add) => {
      if (!surroundings().writable) return false
      const { selected } = state.get()
      const chosen = selected.includes(id) ? selected : add ? [...selected, id] : [id]
      state.change({
        selected: chosen,
        editing: null,
        drag: { ids: withMembers(view(), chosen), by: [0, 0] },
      })
      return true
    },
    drag: (by) => {
      const { drag } = state.get()
      if (!drag) return
      state.change({ drag: { ...drag, by } })
      board.announce({ drag: Object.fromEntries([...places(by)].slice(0, MOST_SHOWN)) })
    },
    drop: (by) => {
      const moved = places(by)
      const changes = membershipAfter(view(), moved, layouts.rect)
      asOneStep(board, () => {
        moveItems(board.doc, moved)
        for (const [id, theme] of changes) setTheme(board.doc, [id], theme)
      })
      state.change({ drag: null })
      board.announce({ drag: null })
    },
    marquee: (from, to, done) => {
      const rect = {
        x: Math.min(from[0], to[0]),
        y: Math.min(from[1], to[1]),
        width: Math.abs(from[0] - to[0]),
        height: Math.abs(from[1] - to[1]),
      }
      const inside = spatial.inside(rect).filter((item) => {
        const box = layouts.rect(item)
        // A theme is chosen when all of it is inside: else none of its notes could be chosen alone.
        return item.kind === 'theme'
          ? contains(rect, [box.x, box.y]) && contains(rect, [box.x + box.width, box.y + box.height])
          : overlaps(rect, box)
      })
      state.change({ marquee: done ? null : rect, selected: inside.map((item) => item.id) })
    },
    pull: (id, grip, by, done) => {
      const rect = pulled(id, grip, by)
      if (!rect) return
      state.change({ resize: done ? null : { id, rect } })
      if (!done) return
      asOneStep(board, () => {
        moveItems(board.doc, new Map([[id, [rect.x, rect.y] as const]]))
        setFields(board.doc, 'theme', [id], { size: [rect.width, rect.height] })
      })
    },
    hover: (point) => {
      parts.pointed(point)
      board.announce({ cursor: point && [Math.round(point[0]), Math.round(point[1])] })
    },
    cancel: () => {
      state.change({ drag: null, resize: null, marquee: null })
      board.announce({ drag: null })
    },
  }
}
