/**
 * Draws the board on three Konva layers: what lies still, what moves or is chosen, and others' cursors. A layer is drawn again
 * only when something on it changed, at most once a frame, and only what is in view.
 */
import { Layer } from 'konva/lib/Layer.js'
import { Shape } from 'konva/lib/Shape.js'
import { Stage as KonvaStage } from 'konva/lib/Stage.js'
import type { BoardView } from '../../shared/board.ts'
import { grow, type Point, type Rect } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { createBackdrop } from './backdrop.ts'
import { viewRect } from './camera.ts'
import type { Company } from './company.ts'
import { createCursors } from './cursors.ts'
import { costOf, paintItem, reachOf } from './drawings.ts'
import { createGlides, isGliding, passes, shownAt } from './glide.ts'
import type { Look } from './look.ts'
import { paintOverlay } from './overlay.ts'
import type { Spatial } from './spatial.ts'
import type { CanvasState } from './state.ts'

export interface SceneParts {
  readonly host: HTMLDivElement
  readonly spatial: Spatial
  state(): CanvasState
  view(): BoardView
  look(): Look
  company(): readonly Company[]
  /** Others' cursors are hidden, but the one that I follow; and nothing glides. */
  calm(): boolean
  /** Milliseconds, ever rising. */
  now(): number
}

export interface Scene {
  /** Items are drawn again: all, or those at these places; without places, only what the state moved. */
  drawItems(places?: readonly Rect[] | null): void
  drawOverlay(): void
  drawCursors(): void
  drawAll(): void
  resize(): void
  close(): void
}

/** Board units outside of the view from which a thing that somebody carries may reach into it: the size of a mat. */
const REACH = 800

/** Why an item is not drawn as it lies, and where that shows. */
interface Mark {
  readonly why: string
  readonly places: readonly Rect[]
}

export const createScene = (parts: SceneParts): Scene => {
  const { host, spatial, state, view, look, company, now } = parts
  const stage = new KonvaStage({
    container: host,
    width: Math.max(1, host.clientWidth),
    height: Math.max(1, host.clientHeight),
    listening: false,
  })
  /**
   * A layer. `draw` says in how many ms it wants to be drawn again, or null; while `bare` holds, and held when it was drawn
   * last, there is nothing to draw: each layer that is drawn costs the browser a picture as large as the view.
   */
  const layerOf = (
    draw: (ctx: CanvasRenderingContext2D, ratio: number) => number | null,
    bare: () => boolean = () => false,
  ) => {
    const layer = new Layer({ listening: false })
    let timer: ReturnType<typeof setTimeout> | null = null
    let empty = false
    const rest = () => {
      if (timer) clearTimeout(timer)
      timer = null
    }
    const redraw = () => {
      if (!empty || !bare()) layer.batchDraw()
    }
    layer.add(
      new Shape({
        listening: false,
        perfectDrawEnabled: false,
        sceneFunc: (context) => {
          const ctx = context._context
          rest()
          empty = bare()
          ctx.save()
          const wait = draw(ctx, layer.getCanvas().getPixelRatio())
          ctx.restore()
          if (wait === 0) layer.batchDraw()
          else if (wait !== null) timer = setTimeout(redraw, wait)
        },
      }),
    )
    stage.add(layer)
    return { layer, redraw, rest }
  }

  /** What is under somebody else's hand, and where they say it is. */
  const carried = (): Map<string, Point> => {
    const places = new Map<string, Point>()
    for (const { drag } of company())
      if (drag) for (const [id, at] of Object.entries(drag)) places.set(id, at)
    return places
  }
  /** What is lifted off the board, and where it is: under somebody else's hand, or under mine. */
  const liftedBy = (others: ReadonlyMap<string, Point>): Map<string, Point> => {
    const places = new Map(others)
    const { drag } = state()
    if (drag)
      for (const id of drag.ids) {
        const item = view().items.get(id)
        if (item) places.set(id, [item.at[0] + drag.by[0], item.at[1] + drag.by[1]])
      }
    return places
  }

  // ---- what lies still ------------------------------------------------------------------------------------------------------

  let marks: ReadonlyMap<string, Mark> = new Map()
  const marked = (places: ReadonlyMap<string, Point>): Map<string, Mark> => {
    const { editing, resize } = state()
    const next = new Map<string, Mark>()
    const mark = (id: string, why: string, moved?: Rect): void => {
      const item = view().items.get(id)
      if (!item) return
      const rects = [look().layouts.rect(item), ...(moved ? [moved] : [])]
      next.set(id, {
        why: `${next.get(id)?.why ?? ''} ${why}`,
        places: [...(next.get(id)?.places ?? []), ...rects.map((rect) => reachOf(item.kind, rect))],
      })
    }
    for (const id of places.keys()) mark(id, 'lifted')
    if (editing !== null) mark(editing, 'edited')
    if (resize) mark(resize.id, Object.values(resize.rect).join(), resize.rect)
    for (const [id, makers] of look().writing) mark(id, makers.map(({ name }) => name).join())
    return next
  }
  /** Where items came to be drawn otherwise than before, though the board itself did not change. */
  const remarked = (next: ReadonlyMap<string, Mark>): Rect[] => {
    const places: Rect[] = []
    for (const [id, { why, places: here }] of next)
      if (marks.get(id)?.why !== why) places.push(...here, ...(marks.get(id)?.places ?? []))
    for (const [id, { places: there }] of marks) if (!next.has(id)) places.push(...there)
    return places
  }

  /** The look at another zoom, or in haste, made once each. */
  const looks: { of: Look; readonly made: Map<string, Look> } = { of: look(), made: new Map() }
  const lookAt = (zoom: number, haste: boolean): Look => {
    const of = look()
    if (looks.of !== of) {
      looks.of = of
      looks.made.clear()
    }
    const key = `${zoom} ${haste}`
    const known = looks.made.get(key)
    if (known) return known
    const made = { ...of, zoom, haste }
    looks.made.set(key, made)
    return made
  }

  const bitmap = (): CanvasRenderingContext2D => {
    const ctx = document.createElement('canvas').getContext('2d')
    if (!ctx) throw new Error('this browser has no 2D canvas')
    return ctx
  }

  let away: ReadonlyMap<string, Point> = new Map()
  const paintStill = (ctx: CanvasRenderingContext2D, item: AnyItem, zoom: number, haste: boolean): void => {
    if (away.has(item.id)) return
    const { resize } = state()
    const now = lookAt(zoom, haste)
    if (resize?.id !== item.id || item.kind !== 'theme') return paintItem(ctx, item, now)
    const { x, y, width, height } = resize.rect
    paintItem(ctx, { ...item, at: [x, y], size: [width, height] }, now)
  }
  const backdrop = createBackdrop({
    inside: (rect) => spatial.inside(rect),
    paint: paintStill,
    cost: costOf,
    bitmap,
    now,
  })
  const items = layerOf((ctx, ratio) => {
    away = liftedBy(carried())
    const next = marked(away)
    const places = remarked(next)
    marks = next
    if (places.length) backdrop.spoil(places)
    return backdrop.draw(ctx, state().camera, ratio)
  })

  // ---- what moves -----------------------------------------------------------------------------------------------------------

  const glides = createGlides<string>()
  const overlay = layerOf(
    (ctx) => {
      const time = now()
      const others = carried()
      glides.hear(others, time, state().camera.zoom)
      let gliding = false
      const { camera, viewport } = state()
      const seen = grow(viewRect(camera, viewport), REACH)
      if (!parts.calm())
        for (const id of others.keys()) {
          const glide = glides.of(id)
          if (!glide) continue
          others.set(id, shownAt(glide, time))
          gliding ||= isGliding(glide, time) && passes(seen, glide)
        }
      paintOverlay(ctx, {
        state: state(),
        view: view(),
        look: look(),
        company: company(),
        lifted: liftedBy(others),
      })
      return gliding ? 0 : null
    },
    () => {
      const { selected, drag, marquee } = state()
      const others = company().some((person) => person.selected.length > 0 || person.drag !== null)
      return !selected.length && !drag && !marquee && !others
    },
  )
  const pointers = createCursors({ now, bitmap })
  const pointing = (): readonly Company[] =>
    parts.calm() ? company().filter(({ followed }) => followed) : company()
  const cursors = layerOf(
    (ctx, ratio) => {
      const { camera, viewport } = state()
      return pointers.paint(ctx, {
        company: pointing(),
        camera,
        view: viewRect(camera, viewport),
        look: look(),
        ratio,
        still: parts.calm(),
      })
    },
    () => pointing().every(({ cursor }) => cursor === null),
  )
  const layers = [items, overlay, cursors]

  const resize = (): void => {
    // The page may have been zoomed, or moved to another screen.
    for (const { layer } of layers)
      if (layer.getCanvas().getPixelRatio() !== window.devicePixelRatio)
        layer.getCanvas().setPixelRatio(window.devicePixelRatio)
    stage.size({ width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) })
  }

  return {
    drawItems: (places) => {
      if (places !== undefined) backdrop.spoil(places)
      items.redraw()
    },
    drawOverlay: overlay.redraw,
    drawCursors: cursors.redraw,
    drawAll: () => {
      backdrop.spoil(null)
      for (const { redraw } of layers) redraw()
    },
    resize,
    close: () => {
      for (const { rest } of layers) rest()
      stage.destroy()
    },
  }
}
