/** One canvas at work: joins the board, the scene, the hands and the commands. No React: a component holds it and shows its state. */
import { addItem, moveItems, setFields, setTheme, type BoardView } from '../../shared/board.ts'
import {
  around,
  contains,
  FAR,
  grow,
  overlaps,
  type Point,
  type Rect,
  type Size,
} from '../../shared/geometry.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { NOTE_HEIGHT, NOTE_WIDTH } from '../../shared/kinds/note/note.ts'
import { THEME_SIZE } from '../../shared/kinds/theme/theme.ts'
import type { Stage } from '../../shared/stage.ts'
import {
  asOneStep,
  commandForKeys,
  nextMat,
  type BoardActions,
  type CommandContext,
} from '../model/boardCommands.ts'
import type { BoardHandle, Store } from '../model/types.ts'
import { fit, reveal, toBoard, toScreen, viewRect, zoomAt, ZOOM, type Insets } from './camera.ts'
import { listenForClipboard } from './clipboard.ts'
import { listenForGestures, type Intents } from './gestures.ts'
import { createLayouts } from './layout.ts'
import { createPaths, fontOf, readColours, type Look } from './look.ts'
import { lookOf } from './lookOf.ts'
import { membershipAfter, readingOrder, themeAt, withMembers } from './membership.ts'
import { createScene, type Company } from './scene.ts'
import { createSpatial } from './spatial.ts'
import { createCanvasState, type CanvasStore, type Grip, type Tool } from './state.ts'
import { watchScheme } from './watchScheme.ts'

/** What the page around the canvas does for it; read anew each time, since it may change. */
export interface Surroundings {
  readonly t: Translate
  readonly calm: boolean
  readonly phone: boolean
  readonly writable: boolean
  /** Shown to a hall: everything stays in view by itself. */
  readonly presenting: boolean
  open(id: string): void
  makeFigure(at?: Point): void
  say(words: string, undo?: { readonly label: string; readonly run: () => void }): void
}

export interface CanvasParts {
  readonly host: HTMLElement
  /** Where the layers go; inside the host. */
  readonly surface: HTMLDivElement
  readonly board: BoardHandle
  readonly stage: Store<Stage>
  around(): Surroundings
  now(): number
}

export interface Canvas {
  readonly state: CanvasStore
  /** What commands act upon, as things stand. */
  context(): CommandContext
  look(): Look
  /** An item's rectangle on the board, as measured. */
  rect(item: AnyItem): Rect
  showAll(): void
  zoomBy(factor: number): void
  setTool(tool: Tool): void
  /** Ends writing in place; `next` goes on to the next item. */
  endWriting(next?: 1 | -1): void
  /** Must be called when the surroundings changed. */
  refresh(): void
  close(): void
}

/** Most items whose drag is shown to others while it goes on: more would not fit a presence. */
const MOST_SHOWN = 30
/** How close a hall's screen comes to a board with little on it. */
const CLOSEST_IN_HALL = 1.6

export const createCanvas = ({
  host,
  surface,
  board,
  stage,
  around: surroundings,
  now,
}: CanvasParts): Canvas => {
  const state = createCanvasState()
  let colours = readColours(host)
  const context2d = document.createElement('canvas').getContext('2d')
  if (!context2d) throw new Error('this browser has no 2D canvas')
  const layouts = createLayouts({
    context: context2d,
    font: (size, weight) => fontOf(colours.font)(size, weight),
  })
  const path = createPaths()
  const spatial = createSpatial(layouts)
  const view = (): BoardView => board.view.get()
  let look: Look | null = null
  const currentLook = (): Look => {
    look ??= lookOf({
      colours,
      layouts,
      path,
      t: surroundings().t,
      view: view(),
      stage: stage.get(),
      peers: board.peers.get(),
      zoom: state.get().camera.zoom,
      editing: state.get().editing,
      rtl: getComputedStyle(host).direction === 'rtl',
    })
    return look
  }
  const company = (): Company[] =>
    board.peers.get().map((peer) => {
      const person = stage.get().people.get(peer.person)
      return {
        client: peer.client,
        who: { name: person?.name || surroundings().t('figure.unnamed'), colour: person?.colour ?? 0 },
        cursor: peer.cursor ?? null,
        selected: peer.selected ?? [],
        drag: peer.drag ?? null,
      }
    })
  const scene = createScene({
    host: surface,
    spatial,
    state: state.get,
    view,
    look: currentLook,
    company,
    calm: () => surroundings().calm,
    now,
  })
  const insets = (): Insets =>
    surroundings().presenting
      ? { top: 56, right: 40, bottom: 40, left: 40 }
      : surroundings().phone
        ? { top: 44, right: 16, bottom: 88, left: 16 }
        : { top: 64, right: 56, bottom: 136, left: 56 }
  const itemsChosen = (): AnyItem[] => {
    const chosen = new Set(state.get().selected)
    return view().shown.filter((item) => chosen.has(item.id))
  }
  const middle = (): Point => {
    const { camera, viewport } = state.get()
    const { top, bottom } = insets()
    return toBoard(camera, [viewport[0] / 2, (top + viewport[1] - bottom) / 2])
  }

  // ---- what commands may do here ----------------------------------------------------------------------------------------------

  const select = (ids: readonly string[]): void => {
    state.change({ selected: ids, editing: null })
    const chosen = ids.flatMap((id) => view().items.get(id) ?? [])
    const box = around(chosen.map(layouts.rect))
    if (!box) return
    const { camera, viewport } = state.get()
    if (overlaps(grow(box, -8), viewRect(camera, viewport)) && ids.length > 1) return
    state.change({ camera: reveal(camera, grow(box, 12 / camera.zoom), viewport, insets()) })
  }
  let pointed: Point | null = null
  /** Where a new thing of a size goes: under the pointer if that is here, else in the middle; stepped aside from what lies there. */
  const place = (width: number, height: number, at = pointed ?? middle()) => {
    const rect = { x: at[0] - width / 2, y: at[1] - height / 2, width, height }
    const taken = (candidate: Rect) =>
      spatial.inside(candidate).some((item) => {
        if (item.kind === 'theme') return false
        const other = layouts.rect(item)
        return Math.abs(other.x - candidate.x) < 12 && Math.abs(other.y - candidate.y) < 12
      })
    let free: Rect = rect
    for (let tries = 0; tries < 40 && taken(free); tries++) free = { ...free, x: free.x + 24, y: free.y + 24 }
    const bounded = (value: number) => Math.round(Math.min(FAR - width, Math.max(-FAR, value)))
    const corner: Point = [bounded(free.x), bounded(free.y)]
    return {
      at: corner,
      theme: themeAt(view(), [corner[0] + width / 2, corner[1] + height / 2], layouts.rect)?.id ?? null,
    }
  }
  const write = (id: string): void => {
    const item = view().items.get(id)
    if (!item || item.trashed || !surroundings().writable) return
    if (surroundings().phone || item.kind === 'figure') return surroundings().open(id)
    if (item.kind === 'unknown') return
    const { camera, viewport } = state.get()
    // Text too small to read is brought near first.
    const near = camera.zoom < 0.7 ? fit(layouts.rect(item), viewport, insets(), 1) : camera
    state.change({
      selected: [id],
      editing: id,
      camera: reveal(near, grow(layouts.rect(item), 24 / near.zoom), viewport, insets()),
      tool: 'hand',
    })
  }
  const actions: BoardActions = {
    select,
    write,
    open: (id) => surroundings().open(id),
    makeFigure: (at) => surroundings().makeFigure(at ?? place(100, 160).at),
    place: (width, height) => place(width, height),
    say: (words, undo) => surroundings().say(words, undo),
  }
  const context = (): CommandContext => ({
    board,
    chosen: itemsChosen(),
    writable: surroundings().writable,
    principles: stage.get().meta.principles,
    t: surroundings().t,
    actions,
  })

  // ---- making -----------------------------------------------------------------------------------------------------------------

  const makeNote = (point: Point): void => {
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
  const intents: Intents = {
    hit,
    grip: (point) => {
      const [item, ...others] = itemsChosen()
      if (!item || others.length || item.kind !== 'theme') return null
      const { camera } = state.get()
      const at = toScreen(camera, point)
      const frame = layouts.rect(item)
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
      if (touch && surroundings().phone) surroundings().open(id)
    },
    doubleTap: (point, id) => {
      if (!surroundings().writable) return
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
      pointed = point
      board.announce({ cursor: point && [Math.round(point[0]), Math.round(point[1])] })
    },
    cancel: () => {
      state.change({ drag: null, resize: null, marquee: null })
      board.announce({ drag: null })
    },
  }

  // ---- the keyboard -----------------------------------------------------------------------------------------------------------

  const walk = (by: 1 | -1): boolean => {
    const order = readingOrder(view(), layouts.rect, currentLook().rtl)
    const here = order.findIndex((item) => item.id === state.get().selected.at(-1))
    const next = order[here < 0 ? (by > 0 ? 0 : order.length - 1) : here + by]
    if (!next) return false
    select([next.id])
    return true
  }
  const showAll = (): void => {
    const { viewport } = state.get()
    const box = around(view().shown.map((item) => layouts.rect(item)))
    state.change({
      camera: box
        ? fit(box, viewport, insets(), surroundings().presenting ? CLOSEST_IN_HALL : 1)
        : fit({ x: -NOTE_WIDTH / 2, y: -82, width: NOTE_WIDTH, height: 164 }, viewport, insets()),
    })
  }
  const zoomBy = (factor: number): void => {
    const { camera, viewport } = state.get()
    state.change({ camera: zoomAt(camera, [viewport[0] / 2, viewport[1] / 2], camera.zoom * factor) })
  }
  const escape = (): boolean => {
    const { tool, selected, drag, marquee } = state.get()
    if (drag || marquee) intents.cancel()
    else if (tool !== 'hand') state.change({ tool: 'hand' })
    else if (selected.length) state.change({ selected: [] })
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== host || event.isComposing) return
    const done = (handled: boolean): void => {
      if (handled) event.preventDefault()
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === 'Tab' && plain) return done(walk(event.shiftKey ? -1 : 1))
    if (event.key === 'Escape') return done(escape())
    const mod = event.ctrlKey || event.metaKey
    if (!event.altKey && (event.key === '+' || event.key === '=')) return done((zoomBy(ZOOM.step), true))
    if (!event.altKey && event.key === '-') return done((zoomBy(1 / ZOOM.step), true))
    if (!event.altKey && event.key === '0' && (plain || mod)) return done((showAll(), true))
    if (plain && event.key.toLowerCase() === 'h') return done((state.change({ tool: 'hand' }), true))
    // Without anything chosen, arrows move the view.
    const arrow = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (arrow && plain && !state.get().selected.length) {
      const { camera } = state.get()
      const far = 80 / camera.zoom
      state.change({
        camera: { ...camera, x: camera.x - (arrow[0] ?? 0) * far, y: camera.y - (arrow[1] ?? 0) * far },
      })
      return done(true)
    }
    const current = context()
    const command = commandForKeys(event, current)
    if (!command) return
    command.run(current)
    done(true)
  }

  // ---- following what changes ---------------------------------------------------------------------------------------------

  const stale = (): void => {
    look = null
  }
  /** All is shown at the start, but never after somebody has begun: what they look at must not jump. */
  let opened = false
  const begun = (): void => {
    opened = true
  }
  const onView = (): void => {
    const touched = spatial.sync(view())
    stale()
    const shown = view().items
    const { selected, editing } = state.get()
    const alive = selected.filter((id) => shown.get(id)?.trashed === false)
    if (alive.length < selected.length)
      state.change({ selected: alive, editing: editing !== null && alive.includes(editing) ? editing : null })
    if ((!opened || surroundings().presenting) && view().shown.length) {
      opened = true
      if (state.get().viewport[0] > 0) showAll()
    }
    const { camera, viewport } = state.get()
    const seen = viewRect(camera, viewport)
    if (!touched || touched.some((rect) => overlaps(rect, seen))) scene.drawAll()
  }
  let before = state.get()
  const onState = (): void => {
    const after = state.get()
    if (after.camera !== before.camera || after.editing !== before.editing) stale()
    const still =
      after.camera === before.camera &&
      after.viewport === before.viewport &&
      after.editing === before.editing &&
      after.resize === before.resize &&
      after.drag?.ids === before.drag?.ids
    if (!still) scene.drawItems()
    if (
      !still ||
      after.selected !== before.selected ||
      after.drag !== before.drag ||
      after.marquee !== before.marquee
    )
      scene.drawOverlay()
    if (after.camera !== before.camera) scene.drawCursors()
    if (after.selected !== before.selected) board.announce({ selected: after.selected.slice(0, 20) })
    if (after.editing !== before.editing) board.announce({ writing: after.editing })
    before = after
  }
  let shownPeers = ''
  const onPeers = (): void => {
    stale()
    const peers = board.peers.get()
    // A cursor alone changes nothing on the other layers.
    const print = JSON.stringify(peers.map(({ writing, drag }) => [writing ?? null, Object.keys(drag ?? {})]))
    if (print !== shownPeers) scene.drawItems()
    shownPeers = print
    scene.drawOverlay()
    scene.drawCursors()
  }
  const repaint = (): void => {
    stale()
    scene.drawAll()
  }
  const measureAnew = (): void => {
    layouts.forget()
    spatial.rebuild(view())
    repaint()
  }

  const resize = (): void => {
    const size: Size = [host.clientWidth, host.clientHeight]
    const first = state.get().viewport[0] === 0
    scene.resize()
    state.change({ viewport: size })
    if ((first || surroundings().presenting) && size[0] > 0) showAll()
    scene.drawAll()
  }
  const observer = new ResizeObserver(resize)
  observer.observe(host)
  const abort = new AbortController()
  host.addEventListener('keydown', onKeyDown, { signal: abort.signal })
  for (const type of ['pointerdown', 'keydown', 'wheel'])
    host.addEventListener(type, begun, { signal: abort.signal, passive: true })
  const stops = [
    board.view.subscribe(onView),
    board.peers.subscribe(onPeers),
    stage.subscribe(repaint),
    state.subscribe(onState),
    listenForGestures({ host, state, intents, now }),
    listenForClipboard({ host, context, boardId: board.id, middle }),
    watchScheme(() => {
      colours = readColours(host)
      repaint()
    }),
  ]
  let closed = false
  // The face is fetched at first use; the board's text may be the first.
  const face = fontOf(colours.font)(18, 450)
  if (document.fonts && !document.fonts.check(face))
    void document.fonts.load(face).then(() => {
      if (!closed) measureAnew()
    })
  resize()
  onView()

  return {
    state,
    context,
    look: currentLook,
    rect: layouts.rect,
    showAll,
    zoomBy,
    setTool: (tool) => state.change({ tool, editing: null }),
    endWriting: (next) => {
      state.change({ editing: null })
      host.focus({ preventScroll: true })
      if (next && walk(next)) {
        const id = state.get().selected[0]
        if (id !== undefined && view().items.get(id)?.kind !== 'figure') write(id)
      }
    },
    refresh: repaint,
    close: () => {
      closed = true
      abort.abort()
      observer.disconnect()
      for (const stop of stops) stop()
      board.announce({ cursor: null, selected: [], writing: null, drag: null })
      scene.close()
    },
  }
}
