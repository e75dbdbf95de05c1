/**
 * Others' pointers: an arrow with a name, which glides as its hand moves, and fades to the bead alone when it rests. The one that I
 * follow has a second ring, lies above all others, and keeps its name.
 */
import { grow, type Point, type Rect } from '../../shared/geometry.ts'
import { toScreen, type Camera } from './camera.ts'
import { shownCursors, type Company } from './company.ts'
import { paintBead, personColour } from './drawings/bead.ts'
import { roundedRect } from './drawings/shapes.ts'
import { createGlides, isGliding, passes, shownAt, standing } from './glide.ts'
import { fontOf, type Look } from './look.ts'
import { createSprites, type Sprite } from './sprites.ts'

/** A cursor that has rested so long shows its bead alone. */
const REST_MS = 4_000
/** The name goes within so long. */
const FADE_MS = 150
/** So many CSS pixels outside of the view, an arrow may still be seen in it by its name. */
const MARGIN = 60
/** The second ring of the one that I follow, in CSS pixels; half of it lies outside. */
const FOLLOWED_RING = 9
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
      /** Device pixels a CSS pixel. */
      readonly ratio: number
      /** Nothing glides: each is where it is said to be. */
      readonly still: boolean
    },
  ): number | null
}

const arrowOf = ({ who: { name, colour }, followed }: Company, { colours, layouts, path }: Look): Sprite => {
  const width = layouts.width(name, 14, 600) + 20
  const theirs = personColour(colour, colours.people)
  return {
    // The width tells whether the face has come by which the name is written.
    key: `arrow ${colour} ${width} ${followed} ${name}`,
    box: { x: -6, y: -6, width: width + 24, height: 56 },
    paint(ctx) {
      const arrow = path(ARROW)
      const pill = () => roundedRect(ctx, 12, 18, width, 26, 13)
      ctx.lineJoin = 'round'
      if (followed) {
        ctx.strokeStyle = theirs
        ctx.lineWidth = FOLLOWED_RING
        ctx.stroke(arrow)
        pill()
        ctx.stroke()
      }
      ctx.fillStyle = theirs
      ctx.strokeStyle = colours.ring
      ctx.lineWidth = followed ? 3 : 2
      ctx.fill(arrow)
      ctx.stroke(arrow)
      ctx.font = fontOf(colours.font)(14, 600)
      pill()
      ctx.fill()
      ctx.stroke()
      ctx.fillStyle = colours.beadInk
      ctx.textAlign = 'left'
      ctx.fillText(name, 22, 36)
    },
  }
}

const beadAt = ({ who }: Company, look: Look): Sprite => ({
  key: `bead ${who.colour} ${look.layouts.width(who.name, 14, 600)} ${who.name}`,
  box: { x: -8, y: -8, width: 32, height: 32 },
  paint: (ctx) => paintBead(ctx, who, [8, 8], 11.5, look),
})

/** @param deps.now milliseconds, ever rising; `bitmap`: an empty one */
export const createCursors = ({
  now,
  bitmap,
}: {
  now(): number
  bitmap(): CanvasRenderingContext2D
}): Cursors => {
  const sprites = createSprites({ bitmap })
  let colours: Look['colours'] | null = null
  const glides = createGlides<number>()
  let shown: ReadonlySet<number> = new Set()
  return {
    paint: (ctx, { company, camera, view, look, ratio, still }) => {
      if (colours !== look.colours) sprites.forget()
      colours = look.colours
      const time = now()
      const seen = grow(view, MARGIN / camera.zoom)
      let soonest = Infinity
      const said = new Map<number, Point>()
      for (const { client, cursor } of company) if (cursor) said.set(client, cursor)
      glides.hear(said, time, camera.zoom)
      const near = shownCursors(company, view, shown)
      shown = new Set(near.map(({ client }) => client))
      for (const person of [...near].sort((a, b) => Number(a.followed) - Number(b.followed))) {
        if (!person.cursor) continue
        const glide = (still ? null : glides.of(person.client)) ?? standing(person.cursor, time)
        const at = toScreen(camera, shownAt(glide, time))
        if (!passes(seen, glide)) continue
        const gliding = isGliding(glide, time)
        if (gliding) soonest = 0
        const rested = person.followed ? -Infinity : time - glide.since - REST_MS
        const fading = Math.min(1, Math.max(0, rested / FADE_MS))
        if (rested < 0) soonest = Math.min(soonest, -rested)
        else if (fading < 1) soonest = 0
        if (fading < 1) {
          ctx.globalAlpha = 1 - fading
          sprites.draw(ctx, arrowOf(person, look), at, ratio, !gliding)
        }
        if (fading > 0) {
          ctx.globalAlpha = fading
          sprites.draw(ctx, beadAt(person, look), at, ratio, !gliding)
        }
        ctx.globalAlpha = 1
      }
      return soonest === Infinity ? null : soonest
    },
  }
}
