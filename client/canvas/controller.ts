/** One canvas at work: joins the board, the scene, the hands and the commands. No React: a component holds it and shows its state. */
import type { BoardView } from '../../shared/board.ts'
import type { Point, Rect } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { FIGURE_SIZE } from '../../shared/kinds/figure/figure.ts'
import { isNameless, type Stage } from '../../shared/stage.ts'
import type { BoardActions, CommandContext } from '../model/commandContext.ts'
import type { Goal } from '../model/goal.ts'
import type { BoardHandle, Store } from '../model/types.ts'
import { listenForClipboard } from './clipboard.ts'
import { companyOf } from './company.ts'
import { createFollower } from './follower.ts'
import { listenForGestures } from './gestures.ts'
import { createIntents } from './intents.ts'
import { createKeyboard } from './keyboard.ts'
import type { LastView } from './lastView.ts'
import { createLayouts } from './layout.ts'
import { createPaths, fontOf, readColours, type Look } from './look.ts'
import { lookOf } from './lookOf.ts'
import { createOutlook } from './outlook.ts'
import { createPlacing } from './placing.ts'
import { createScene } from './scene.ts'
import { createSpatial } from './spatial.ts'
import { createCanvasState, type CanvasStore, type Tool } from './state.ts'
import type { Surroundings } from './surroundings.ts'
import { watchChanges } from './watchChanges.ts'
import { watchScheme } from './watchScheme.ts'

export interface CanvasParts {
  readonly host: HTMLElement
  /** Where the layers go; inside the host. */
  readonly surface: HTMLDivElement
  readonly board: BoardHandle
  readonly stage: Store<Stage>
  readonly last: LastView
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
  /** What lies in a rectangle of the board or touches it, lowest first. */
  inside(rect: Rect): AnyItem[]
  /** Gives the focus back to the board. */
  focus(): void
  showAll(): void
  zoomBy(factor: number): void
  setTool(tool: Tool): void
  /** Moves the view just so far that a rectangle of the board is in it. */
  reveal(rect: Rect): void
  /** Leads the view to a place. @returns whether it could, as things stand. */
  lookAt(goal: Goal): boolean
  /** Has the view go with somebody's pointer, or with nobody's. */
  follow(person: string | null): void
  /** What is looked at: what alone is chosen, and the middle of the view. */
  sight(): Goal
  /** Ends writing in place; `next` goes on to the next item. */
  endWriting(next?: 1 | -1): void
  /** Must be called when the surroundings changed. */
  refresh(): void
  close(): void
}

export const createCanvas = ({
  host,
  surface,
  board,
  stage,
  last,
  around: surroundings,
  now,
}: CanvasParts): Canvas => {
  const state = createCanvasState()
  const context2d = document.createElement('canvas').getContext('2d')
  if (!context2d) throw new Error('this browser has no 2D canvas')
  let colours = readColours(host)
  const layouts = createLayouts({
    context: context2d,
    font: (size, weight) => fontOf(colours.font)(size, weight),
  })
  const path = createPaths()
  const spatial = createSpatial(layouts)
  const view = (): BoardView => board.view.get()

  // All but the zoom, which changes far more often.
  let base: Look | null = null
  let look: Look | null = null
  const currentLook = (): Look => {
    const { camera, editing } = state.get()
    base ??= lookOf({
      colours,
      layouts,
      path,
      t: surroundings().t,
      view: view(),
      stage: stage.get(),
      writers: board.writers.get(),
      zoom: camera.zoom,
      haste: false,
      editing,
      rtl: getComputedStyle(host).direction === 'rtl',
      inHand: !surroundings().presenting,
    })
    if (look?.zoom !== camera.zoom) look = { ...base, zoom: camera.zoom }
    return look
  }
  const stale = (): void => {
    base = look = null
  }

  const outlook = createOutlook({
    state,
    layouts,
    last,
    view,
    surroundings,
    rtl: () => currentLook().rtl,
    ready: board.ready.get,
  })
  const follower = createFollower({
    state,
    peers: board.peers,
    outlook,
    surroundings,
    now,
    nextFrame: (work) => {
      const frame = requestAnimationFrame(work)
      return () => cancelAnimationFrame(frame)
    },
    later: (work, ms) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
  const scene = createScene({
    host: surface,
    spatial,
    state: state.get,
    view,
    look: currentLook,
    company: () => {
      const company = companyOf(board.peers.get(), stage.get(), surroundings().t, follower.whom())
      // A hall looks at the board, not at what each person has in hand.
      return surroundings().presenting ? company.map((each) => ({ ...each, selected: [] })) : company
    },
    calm: () => surroundings().calm,
    now,
  })
  const itemsChosen = (): AnyItem[] => {
    const chosen = new Set(state.get().selected)
    return view().shown.filter((item) => chosen.has(item.id))
  }

  // ---- what commands may do here ----------------------------------------------------------------------------------------------

  const select = (ids: readonly string[]): void => {
    state.change({ selected: ids, editing: null })
    state.change({ camera: outlook.with(ids.flatMap((id) => view().items.get(id) ?? [])) })
  }
  let pointed: Point | null = null
  const place = createPlacing({ spatial, layouts, view, start: () => pointed ?? outlook.middle() })
  const write = (id: string): void => {
    const item = view().items.get(id)
    if (!item || item.trashed || !surroundings().writable) return
    if (surroundings().phone || item.kind === 'figure') return surroundings().open(id)
    if (item.kind === 'unknown') return
    // What is nobody's is not typed in here: each letter would tell who typed it.
    if (isNameless(stage.get(), id)) return surroundings().open(id)
    state.change({ selected: [id], editing: id, camera: outlook.toWrite(item), tool: 'hand' })
  }
  const actions: BoardActions = {
    select,
    write,
    open: (id) => surroundings().open(id),
    makeFigure: (at) => surroundings().makeFigure(at ?? place(...FIGURE_SIZE).at),
    place: (width, height) => place(width, height),
    sure: (question) => surroundings().sure(question),
    say: (...said) => surroundings().say(...said),
  }
  const context = (): CommandContext => {
    const { hide, newNote, writable, t } = surroundings()
    return {
      board,
      chosen: itemsChosen(),
      writable,
      isMine: surroundings().isMine,
      principles: stage.get().meta.principles,
      t,
      actions: { ...actions, ...(hide ? { hide } : {}), ...(newNote ? { newNote } : {}) },
    }
  }

  // ---- hands and keys ---------------------------------------------------------------------------------------------------------

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
  const keyboard = createKeyboard({
    host,
    state,
    layouts,
    view,
    rtl: () => currentLook().rtl,
    context,
    select,
    showAll: outlook.showAll,
    zoomBy: outlook.zoomBy,
    cancel: intents.cancel,
    toBar: () => {
      const first = host.parentElement?.querySelector<HTMLElement>('[data-bar-of-chosen] button')
      first?.focus()
      return first != null
    },
  })
  const abort = new AbortController()
  const { signal } = abort
  host.addEventListener('keydown', keyboard.onKeyDown, { signal })
  host.closest('main')?.addEventListener('keydown', keyboard.onPageKeyDown, { signal })
  for (const type of ['pointerdown', 'keydown', 'wheel'])
    host.addEventListener(type, outlook.begun, { signal, passive: true })
  // Whether one works by keys now: only then does the board itself show a ring.
  const byKeys = (yes: boolean) => () => host.toggleAttribute('data-keys', yes)
  host.addEventListener('focus', () => byKeys(host.matches(':focus-visible'))(), { signal })
  host.addEventListener('keydown', byKeys(true), { signal })
  host.addEventListener('pointerdown', byKeys(false), { signal, capture: true })
  window.addEventListener('pagehide', outlook.keep, { signal })

  const repaint = (): void => {
    stale()
    scene.drawAll()
  }
  const stops = [
    watchChanges({ host, board, stage, state, scene, spatial, outlook, surroundings, itemsChosen, stale }),
    listenForGestures({ host, state, intents, now }),
    listenForClipboard({ host, context, boardId: board.id, middle: outlook.middle }),
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
      if (closed) return
      layouts.forget()
      spatial.rebuild(view())
      repaint()
    })

  return {
    state,
    context,
    look: currentLook,
    rect: layouts.rect,
    inside: spatial.inside,
    focus: () => host.focus({ preventScroll: true }),
    showAll: outlook.showAll,
    zoomBy: outlook.zoomBy,
    lookAt: outlook.lookAt,
    reveal: outlook.reveal,
    follow: (person) => {
      follower.follow(person)
      scene.drawCursors()
    },
    sight: () => ({
      board: board.id,
      item: state.get().selected.length === 1 ? (state.get().selected[0] ?? null) : null,
      at: outlook.middle(),
      choose: false,
    }),
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
      outlook.keep()
      abort.abort()
      follower.close()
      for (const stop of stops) stop()
      board.announce({ cursor: null, selected: [], writing: null, drag: null })
      scene.close()
    },
  }
}
