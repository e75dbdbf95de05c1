/** One canvas at work: joins the board, the scene, the hands and the commands. No React: a component holds it and shows its state. */
import { type BoardView } from '../../shared/board.ts'
import { around, grow, overlaps, type Point, type Rect, type Size } from '../../shared/geometry.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { FIGURE_SIZE } from '../../shared/kinds/figure/figure.ts'
import { NOTE_WIDTH } from '../../shared/kinds/note/note.ts'
import type { Stage } from '../../shared/stage.ts'
import { type BoardActions, type CommandContext } from '../model/boardCommands.ts'
import type { Goal } from '../model/goal.ts'
import type { BoardHandle, Store } from '../model/types.ts'
import { fit, reveal, toBoard, viewRect, zoomAt, type Insets } from './camera.ts'
import { listenForClipboard } from './clipboard.ts'
import { listenForGestures } from './gestures.ts'
import { createIntents } from './intents.ts'
import { createKeyboard } from './keyboard.ts'
import { createLayouts } from './layout.ts'
import { createPaths, fontOf, readColours, type Look } from './look.ts'
import { lookOf } from './lookOf.ts'
import { createScene, type Company } from './scene.ts'
import { createPlacing } from './placing.ts'
import { createSpatial } from './spatial.ts'
import { createCanvasState, type CanvasStore, type Tool } from './state.ts'
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
  /** Only a facilitator may. */
  hide?(ids: readonly string[]): void
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
  /** Moves the view just so far that a rectangle of the board is in it. */
  reveal(rect: Rect): void
  /** Leads the view to a place. @returns whether it could, as things stand. */
  lookAt(goal: Goal): boolean
  /** What is looked at: what alone is chosen, and the middle of the view. */
  sight(): Goal
  /** Ends writing in place; `next` goes on to the next item. */
  endWriting(next?: 1 | -1): void
  /** Must be called when the surroundings changed. */
  refresh(): void
  close(): void
}

/** How close a hall's screen comes to a board with little on it. */
const CLOSEST_IN_HALL = 1.6

/** Whoever is led to a point sees it at least so large. */
const LEGIBLE = 0.6

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
    const { top, right, bottom, left } = insets()
    const fits =
      box.width * camera.zoom < viewport[0] - left - right &&
      box.height * camera.zoom < viewport[1] - top - bottom
    // More than fits, such as everything, is left where it can be seen in part.
    if (!fits && ids.length > 1 && overlaps(box, viewRect(camera, viewport))) return
    state.change({ camera: reveal(camera, grow(box, 12 / camera.zoom), viewport, insets()) })
  }
  let pointed: Point | null = null
  const place = createPlacing({ spatial, layouts, view, start: () => pointed ?? middle() })
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
    makeFigure: (at) => surroundings().makeFigure(at ?? place(...FIGURE_SIZE).at),
    place: (width, height) => place(width, height),
    say: (words, undo) => surroundings().say(words, undo),
  }
  const context = (): CommandContext => {
    const { hide, writable, t } = surroundings()
    return {
      board,
      chosen: itemsChosen(),
      writable,
      principles: stage.get().meta.principles,
      t,
      actions: { ...actions, ...(hide ? { hide } : {}) },
    }
  }

  const intents = createIntents({
    host,
    board,
    state,
    layouts,
    spatial,
    view,
    surroundings,
    itemsChosen,
    place,
    write,
    pointed: (point) => {
      pointed = point
    },
  })

  const showAll = (): void => {
    const { viewport } = state.get()
    const box = around(view().shown.map((item) => layouts.rect(item)))
    state.change({
      camera: box
        ? fit(box, viewport, insets(), surroundings().presenting ? CLOSEST_IN_HALL : 1)
        : fit({ x: -NOTE_WIDTH / 2, y: -82, width: NOTE_WIDTH, height: 164 }, viewport, insets()),
    })
  }
  const lookAt = ({ item, at, choose }: Goal): boolean => {
    const { viewport, camera } = state.get()
    if (viewport[0] === 0 || !board.ready.get()) return false
    if (item !== null) {
      const found = view().items.get(item)
      if (!found || found.trashed) return false
      const selected = choose ? { selected: [item], editing: null } : {}
      begun()
      state.change({ ...selected, camera: fit(layouts.rect(found), viewport, insets(), 1) })
    } else if (at) {
      const zoom = Math.max(camera.zoom, LEGIBLE)
      const [dx, dy] = [middle()[0] - camera.x, middle()[1] - camera.y]
      begun()
      state.change({
        camera: { x: at[0] - (dx * camera.zoom) / zoom, y: at[1] - (dy * camera.zoom) / zoom, zoom },
      })
    } else showAll()
    return true
  }
  const zoomBy = (factor: number): void => {
    const { camera, viewport } = state.get()
    state.change({ camera: zoomAt(camera, [viewport[0] / 2, viewport[1] / 2], camera.zoom * factor) })
  }
  const keyboard = createKeyboard({
    host,
    state,
    layouts,
    view,
    rtl: () => currentLook().rtl,
    context,
    select,
    showAll,
    zoomBy,
    cancel: intents.cancel,
  })

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
    if (after.selected !== before.selected) {
      host.toggleAttribute('data-chosen', after.selected.length > 0)
      board.announce({ selected: after.selected.slice(0, 20) })
    }
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
    const { viewport, camera } = state.get()
    const first = viewport[0] === 0
    const box = around(itemsChosen().map(layouts.rect))
    // What is chosen stays in view when a panel opens beside it.
    const held = box && overlaps(box, viewRect(camera, viewport)) ? grow(box, 12 / camera.zoom) : null
    scene.resize()
    state.change({
      viewport: size,
      ...(held ? { camera: reveal(camera, held, size, insets()) } : {}),
    })
    if ((first || surroundings().presenting) && size[0] > 0) showAll()
    scene.drawAll()
  }
  const observer = new ResizeObserver(resize)
  observer.observe(host)
  const abort = new AbortController()
  host.addEventListener('keydown', keyboard.onKeyDown, { signal: abort.signal })
  for (const type of ['pointerdown', 'keydown', 'wheel'])
    host.addEventListener(type, begun, { signal: abort.signal, passive: true })
  // Whether one works by keys now: only then does the board itself show a ring.
  const byKeys = (yes: boolean) => () => host.toggleAttribute('data-keys', yes)
  host.addEventListener('focus', () => byKeys(host.matches(':focus-visible'))(), { signal: abort.signal })
  host.addEventListener('keydown', byKeys(true), { signal: abort.signal })
  host.addEventListener('pointerdown', byKeys(false), { signal: abort.signal, capture: true })
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
    lookAt,
    sight: () => ({
      board: board.id,
      item: state.get().selected.length === 1 ? (state.get().selected[0] ?? null) : null,
      at: middle(),
      choose: false,
    }),
    reveal: (rect) => {
      const { camera, viewport } = state.get()
      state.change({ camera: reveal(camera, rect, viewport, insets()) })
    },
    setTool: (tool) => state.change({ tool, editing: null }),
    endWriting: (next) => {
      state.change({ editing: null })
      host.focus({ preventScroll: true })
      if (next && keyboard.walk(next)) {
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
