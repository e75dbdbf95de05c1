/** What lies over the board for a while: things on the move, frames round what somebody chose, the net that a hand draws. */
import type { BoardView } from '../../shared/board.ts'
import { grow, overlaps, type Point, type Rect } from '../../shared/geometry.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { toScreen, viewRect, type Camera } from './camera.ts'
import type { Company } from './company.ts'
import { personColour, personDash } from './drawings/bead.ts'
import { roundedRect } from './drawings/shapes.ts'
import { paintItem } from './drawings.ts'
import { framed } from './layout.ts'
import type { Look } from './look.ts'
import { takersOf } from './membership.ts'
import type { CanvasState } from './state.ts'

/** Frame of what is chosen, in CSS pixels: how wide, how far outside, and its handles' radius. */
const FRAME = { width: 3, outside: 7, handle: 7 } as const
/** How far inside its edge a mat's stitch runs, in board units. */
const STITCH = 9
/** Most of somebody's choice that is framed. */
const MOST_FRAMED = 50

export interface Overlaid {
  readonly state: CanvasState
  readonly view: BoardView
  readonly look: Look
  readonly company: readonly Company[]
  /** What is lifted off the board, and where it is: under my hand, or under somebody else's. */
  readonly lifted: ReadonlyMap<string, Point>
}

const frameOf = (camera: Camera, rect: Rect, outside: number): Rect => {
  const [x, y] = toScreen(camera, [rect.x, rect.y])
  return grow({ x, y, width: rect.width * camera.zoom, height: rect.height * camera.zoom }, outside)
}

const paintLifted = (
  ctx: CanvasRenderingContext2D,
  { state: { camera, viewport }, view, look, lifted }: Overlaid,
): void => {
  const seen = grow(viewRect(camera, viewport), 240)
  ctx.save()
  ctx.scale(camera.zoom, camera.zoom)
  ctx.translate(-camera.x, -camera.y)
  for (const item of view.shown) {
    const at = lifted.get(item.id)
    if (!at) continue
    const { width, height } = look.layouts.rect(item)
    if (!overlaps({ x: at[0], y: at[1], width, height }, seen)) continue
    if (item.kind === 'note') {
      ctx.globalAlpha = Number(look.colours.figure.castOpacity)
      ctx.fillStyle = look.colours.figure.cast
      roundedRect(ctx, at[0] + 3, at[1] + 7, width, height, 4)
      ctx.fill()
      ctx.globalAlpha = 1
    }
    paintItem(ctx, item, look, [at[0], at[1] - 2])
  }
  ctx.restore()
}

/** While things are under my hand, the stitch of each mat that would take them stands out. */
const paintTakers = (
  ctx: CanvasRenderingContext2D,
  { state: { camera, drag }, view, look, lifted }: Overlaid,
): void => {
  if (!drag) return
  const mine = new Map([...lifted].filter(([id]) => drag.ids.has(id)))
  ctx.strokeStyle = look.colours.focus
  ctx.lineWidth = 4
  for (const theme of takersOf(view, mine, look.layouts.rect)) {
    const { x, y, width, height } = frameOf(camera, look.layouts.rect(theme), -STITCH * camera.zoom)
    roundedRect(ctx, x, y, width, height, 20 * camera.zoom)
    ctx.stroke()
  }
}

const paintFrame = (
  ctx: CanvasRenderingContext2D,
  frame: Rect,
  { colours }: Look,
  handles: boolean,
): void => {
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

/** Paints all of it, in CSS pixels. */
export const paintOverlay = (ctx: CanvasRenderingContext2D, overlaid: Overlaid): void => {
  const { state, view, look, company, lifted } = overlaid
  const { camera, viewport, selected, marquee, editing, resize } = state
  paintTakers(ctx, overlaid)
  if (lifted.size) paintLifted(ctx, overlaid)
  const { colours } = look
  const seen = grow(viewRect(camera, viewport), 24 / camera.zoom)
  const shownRect = (item: AnyItem): Rect => {
    if (resize?.id === item.id) return framed(item, resize.rect)
    const rect = look.layouts.rect(item)
    const at = lifted.get(item.id)
    return framed(item, at ? { ...rect, x: at[0], y: at[1] } : rect)
  }
  for (const { who, selected: theirs } of company) {
    ctx.strokeStyle = personColour(who.colour, colours.people)
    ctx.lineWidth = 3
    ctx.setLineDash([...personDash(who.colour)])
    for (const id of theirs.slice(0, MOST_FRAMED)) {
      const item = view.items.get(id)
      if (!item || item.trashed || selected.includes(id)) continue
      const rect = shownRect(item)
      if (!overlaps(rect, seen)) continue
      const frame = frameOf(camera, rect, 4)
      roundedRect(ctx, frame.x, frame.y, frame.width, frame.height, 4)
      ctx.stroke()
    }
  }
  ctx.setLineDash([])
  const alone = selected.length === 1
  for (const id of selected) {
    const item = view.items.get(id)
    if (!item || item.trashed) continue
    const rect = shownRect(item)
    if (!overlaps(rect, seen)) continue
    paintFrame(ctx, frameOf(camera, rect, alone ? FRAME.outside : 4), look, alone && editing === null)
  }
  if (!marquee) return
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
