/** Others' pointers: an arrow with a name, which fades to the bead alone when it rests. */
import type { Point, Rect } from '../../shared/geometry.ts'
import { toScreen, type Camera } from './camera.ts'
import { shownCursors, type Company } from './company.ts'
import { paintBead, personColour } from './drawings/bead.ts'
import { roundedRect } from './drawings/shapes.ts'
import { fontOf, type Look } from './look.ts'

/** A cursor that has rested so long shows its bead alone. */
const REST_MS = 4_000
/** The name goes within so long. */
const FADE_MS = 150
const ARROW = 'M0 0L4.6 17.4L8.4 11.6L13.4 19.6L17 17.2L12 9.6L18.6 8.2Z'

export interface Cursors {
  /** Paints in CSS pixels. @returns in how many ms something of it changes by itself, or null. */
  paint(
    ctx: CanvasRenderingContext2D,
    seen: {
      readonly company: readonly Company[]
      readonly camera: Camera
      readonly view: Rect
      readonly look: Look
    },
  ): number | null
}

const paintArrow = (ctx: CanvasRenderingContext2D, { who }: Company, [x, y]: Point, look: Look): void => {
  const { colours } = look
  ctx.save()
  ctx.translate(x, y)
  ctx.fillStyle = personColour(who.colour, colours.people)
  ctx.strokeStyle = colours.ring
  ctx.lineWidth = 2
  ctx.lineJoin = 'round'
  const arrow = look.path(ARROW)
  ctx.fill(arrow)
  ctx.stroke(arrow)
  ctx.font = fontOf(colours.font)(14, 600)
  const width = look.layouts.width(who.name, 14, 600) + 20
  roundedRect(ctx, 12, 18, width, 26, 13)
  ctx.fill()
  ctx.stroke()
  ctx.fillStyle = colours.beadInk
  ctx.textAlign = 'left'
  ctx.fillText(who.name, 22, 36)
  ctx.restore()
}

/** `now`: milliseconds, ever rising. */
export const createCursors = ({ now }: { now(): number }): Cursors => {
  /** Where each cursor was seen last, and when it came there. */
  const places = new Map<number, { readonly at: Point; readonly since: number }>()
  let shown: ReadonlySet<number> = new Set()
  return {
    paint: (ctx, { company, camera, view, look }) => {
      const time = now()
      let soonest = Infinity
      const present = new Set<number>()
      for (const { client, cursor } of company) {
        if (!cursor) continue
        present.add(client)
        const last = places.get(client)
        if (!last || last.at[0] !== cursor[0] || last.at[1] !== cursor[1])
          places.set(client, { at: cursor, since: time })
      }
      for (const client of places.keys()) if (!present.has(client)) places.delete(client)
      const near = shownCursors(company, view, shown)
      shown = new Set(near.map(({ client }) => client))
      for (const person of near) {
        if (!person.cursor) continue
        const at = toScreen(camera, person.cursor)
        const rested = time - (places.get(person.client)?.since ?? time) - REST_MS
        const fading = Math.min(1, Math.max(0, rested / FADE_MS))
        if (rested < 0) soonest = Math.min(soonest, -rested)
        else if (fading < 1) soonest = 0
        if (fading < 1) {
          ctx.globalAlpha = 1 - fading
          paintArrow(ctx, person, at, look)
        }
        if (fading > 0) {
          ctx.globalAlpha = fading
          paintBead(ctx, person.who, [at[0] + 8, at[1] + 8], 11.5, look)
        }
        ctx.globalAlpha = 1
      }
      return soonest === Infinity ? null : soonest
    },
  }
}
