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
import { paintBead, personColour, personDash } from './drawings/bead.ts'
import { roundedRect } from './drawings/shapes.ts'
import { paintItem } from './drawings.ts'
import { toScreen, viewRect, type Camera } from './camera.ts'
import { framed } from './layout.ts'
import { fontOf, type Look, type Maker } from './look.ts'
import type { Spatial } from './spatial.ts'
import type { CanvasState } from './state.ts'

/** Somebody else on this board, with their name and colour. */
export interface Company {
  readonly client: number
  readonly who: Maker
  readonly cursor: Point | null
  readonly selected: readonly string[]
  readonly drag: Readonly<Record<string, Point>> | null
}

export interface SceneParts {
  readonly host: HTMLDivElement
  readonly spatial: Spatial
  state(): CanvasState
  view(): BoardView
  look(): Look
  company(): readonly Company[]
  /** Others' cursors are hidden. */
  calm(): boolean
  /** Milliseconds, ever rising. */
  now(): number
}

export interface Scene {
  drawItems(): void
  drawOverlay(): void
  drawCursors(): void
  drawAll(): void
  resize(): void
  close(): void
}

/** A cursor that has rested so long shows its bead alone. */
const REST_MS = 4_000
const ARROW = 'M0 0L4.6 17.4L8.4 11.6L13.4 19.6L17 17.2L12 9.6L18.6 8.2Z'
/** Frame of what is chosen, in CSS pixels: how wide, how far outside, and its handles' radius. */
const FRAME = { width: 3, outside: 7, handle: 7 } as const

const frameOf = (camera: Camera, rect: Rect, outside: number): Rect => {
  const [x, y] = toScreen(camera, [rect.x, rect.y])
  return grow({ x, y, width: rect.width * camera.zoom, height: rect.height * camera.zoom }, outside)
}

export const createScene = (parts: SceneParts): Scene => {
  const { host, spatial, state, view, look, company, now } = parts
  const stage = new KonvaStage({
    container: host,
    width: Math.max(1, host.clientWidth),
    height: Math.max(1, host.clientHeight),
    listening: false,
  })
  const layerOf = (draw: (ctx: CanvasRenderingContext2D) => void): Layer => {
    const layer = new Layer({ listening: false })
    layer.add(
      new Shape({
        listening: false,
        perfectDrawEnabled: false,
        sceneFunc: (context) => {
          const ctx = context._context
          ctx.save()
          draw(ctx)
          ctx.restore()
        },
      }),
    )
    stage.add(layer)
    return layer
  }

  const toUnits = (ctx: CanvasRenderingContext2D, { x, y, zoom }: Camera): void => {
    ctx.scale(zoom, zoom)
    ctx.translate(-x, -y)
  }

  /** What is lifted off the board, and where it is: under my hand, or under somebody else's. */
  const lifted = (): Map<string, Point> => {
    const places = new Map<string, Point>()
    for (const { drag } of company())
      if (drag) for (const [id, at] of Object.entries(drag)) places.set(id, at)
    const { drag } = state()
    if (drag)
      for (const id of drag.ids) {
        const item = view().items.get(id)
        if (item) places.set(id, [item.at[0] + drag.by[0], item.at[1] + drag.by[1]])
      }
    return places
  }

  const shownRect = (item: AnyItem, places: ReadonlyMap<string, Point>): Rect => {
    const { resize } = state()
    if (resize?.id === item.id) return resize.rect
    const rect = look().layouts.rect(item)
    const at = places.get(item.id)
    return at ? { ...rect, x: at[0], y: at[1] } : rect
  }

  const items = layerOf((ctx) => {
    const { camera, viewport, resize } = state()
    const places = lifted()
    const now = look()
    toUnits(ctx, camera)
    for (const item of spatial.inside(viewRect(camera, viewport))) {
      if (places.has(item.id)) continue
      if (resize?.id === item.id && item.kind === 'theme')
        paintItem(
          ctx,
          { ...item, at: [resize.rect.x, resize.rect.y], size: [resize.rect.width, resize.rect.height] },
          now,
        )
      else paintItem(ctx, item, now)
    }
  })

  const paintLifted = (ctx: CanvasRenderingContext2D, places: ReadonlyMap<string, Point>): void => {
    const { camera } = state()
    const now = look()
    const moving = view().shown.filter((item) => places.has(item.id))
    ctx.save()
    toUnits(ctx, camera)
    for (const item of moving) {
      const at = places.get(item.id) ?? item.at
      if (item.kind === 'note') {
        const { width, height } = now.layouts.rect(item)
        ctx.globalAlpha = Number(now.colours.figure.castOpacity)
        ctx.fillStyle = now.colours.figure.cast
        roundedRect(ctx, at[0] + 3, at[1] + 7, width, height, 4)
        ctx.fill()
        ctx.globalAlpha = 1
      }
      paintItem(ctx, item, now, [at[0], at[1] - 2])
    }
    ctx.restore()
  }

  const paintFrame = (ctx: CanvasRenderingContext2D, frame: Rect, handles: boolean): void => {
    const { colours } = look()
    ctx.strokeStyle = colours.focus
    ctx.lineWidth = handles ? FRAME.width : 2
    ctx.setLineDash([])
    roundedRect(ctx, frame.x, frame.y, frame.width, frame.height, 2)
    ctx.stroke()
    if (!handles) return
    ctx.fillStyle = colours.raised
    for (const x of [frame.x, frame.x + frame.width])
      for (const y of [frame.y, frame.y + frame.height]) {
        ctx.beginPath()
        ctx.arc(x, y, FRAME.handle, 0, 2 * Math.PI)
        ctx.fill()
        ctx.stroke()
      }
  }

  const overlay = layerOf((ctx) => {
    const { camera, selected, marquee, editing } = state()
    const places = lifted()
    if (places.size) paintLifted(ctx, places)
    const { colours } = look()
    for (const { who, selected: theirs } of company()) {
      ctx.strokeStyle = personColour(who.colour, colours.people)
      ctx.lineWidth = 3
      ctx.setLineDash([...personDash(who.colour)])
      for (const id of theirs.slice(0, 50)) {
        const item = view().items.get(id)
        if (!item || item.trashed || selected.includes(id)) continue
        const frame = frameOf(camera, framed(item, shownRect(item, places)), 4)
        roundedRect(ctx, frame.x, frame.y, frame.width, frame.height, 4)
        ctx.stroke()
      }
    }
    ctx.setLineDash([])
    const chosen = selected.flatMap((id) => {
      const item = view().items.get(id)
      return item && !item.trashed ? [item] : []
    })
    for (const item of chosen)
      paintFrame(
        ctx,
        frameOf(camera, framed(item, shownRect(item, places)), chosen.length > 1 ? 4 : FRAME.outside),
        chosen.length === 1 && editing === null,
      )
    if (marquee) {
      const frame = frameOf(camera, marquee, 0)
      ctx.fillStyle = colours.focus
      ctx.globalAlpha = 0.1
      ctx.fillRect(frame.x, frame.y, frame.width, frame.height)
      ctx.globalAlpha = 1
      ctx.strokeStyle = colours.focus
      ctx.lineWidth = 2
      ctx.setLineDash([6, 4])
      ctx.strokeRect(frame.x, frame.y, frame.width, frame.height)
    }
  })

  /** Where each cursor was seen last, and when it came there. */
  const seen = new Map<number, { readonly at: Point; readonly since: number }>()
  let resting: ReturnType<typeof setTimeout> | null = null

  const paintCursor = (
    ctx: CanvasRenderingContext2D,
    { who }: Company,
    [x, y]: Point,
    rests: boolean,
  ): void => {
    const now = look()
    const { colours } = now
    if (rests) return paintBead(ctx, who, [x + 8, y + 8], 11.5, now)
    ctx.save()
    ctx.translate(x, y)
    ctx.fillStyle = personColour(who.colour, colours.people)
    ctx.strokeStyle = colours.ring
    ctx.lineWidth = 2
    ctx.lineJoin = 'round'
    const arrow = now.path(ARROW)
    ctx.fill(arrow)
    ctx.stroke(arrow)
    ctx.font = fontOf(colours.font)(14, 600)
    const width = now.layouts.width(who.name, 14, 600) + 20
    roundedRect(ctx, 12, 18, width, 26, 13)
    ctx.fill()
    ctx.stroke()
    ctx.fillStyle = colours.beadInk
    ctx.textAlign = 'left'
    ctx.fillText(who.name, 22, 36)
    ctx.restore()
  }

  const cursors = layerOf((ctx) => {
    if (parts.calm()) return
    const { camera } = state()
    const time = now()
    let soonest = Infinity
    const present = new Set<number>()
    for (const person of company()) {
      if (!person.cursor) continue
      present.add(person.client)
      const last = seen.get(person.client)
      const since =
        last && last.at[0] === person.cursor[0] && last.at[1] === person.cursor[1] ? last.since : time
      seen.set(person.client, { at: person.cursor, since })
      const rests = time - since >= REST_MS
      if (!rests) soonest = Math.min(soonest, since + REST_MS - time)
      paintCursor(ctx, person, toScreen(camera, person.cursor), rests)
    }
    for (const client of seen.keys()) if (!present.has(client)) seen.delete(client)
    if (resting) clearTimeout(resting)
    resting = soonest === Infinity ? null : setTimeout(() => cursors.batchDraw(), soonest + 20)
  })

  return {
    drawItems: () => void items.batchDraw(),
    drawOverlay: () => void overlay.batchDraw(),
    drawCursors: () => void cursors.batchDraw(),
    drawAll: () => {
      items.batchDraw()
      overlay.batchDraw()
      cursors.batchDraw()
    },
    resize: () => {
      stage.size({ width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) })
    },
    close: () => {
      if (resting) clearTimeout(resting)
      stage.destroy()
    },
  }
}
