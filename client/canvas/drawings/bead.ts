/** A person's bead: colour, shape and initials. Colour number is i mod 12, shape number (i + ⌊i/12⌋) mod 6. */
import type { Look, Maker } from '../look.ts'
import { fontOf } from '../look.ts'
import { BEAD_OUTLINES, beadOf, initialsBaseline, initialsOf, type BeadShape } from '../../ui/beads.ts'

/** Dash of the frame round what somebody selected, in CSS pixels: it goes with the bead's shape. */
const DASHES: Record<BeadShape, readonly number[]> = {
  round: [],
  square: [12, 4],
  flower: [2, 4],
  hexagon: [8, 4, 2, 4],
  drop: [4, 4],
  shield: [16, 6],
}

export const personColour = (colour: number, people: readonly string[]): string =>
  people[beadOf(colour).colour - 1] ?? '#444444'
export const personDash = (colour: number): readonly number[] => DASHES[beadOf(colour).shape]

/** Paints a bead about a point, `r` in the units of the context. */
export const paintBead = (
  ctx: CanvasRenderingContext2D,
  { name, colour }: Maker,
  [x, y]: readonly [number, number],
  r: number,
  { colours, path }: Pick<Look, 'colours' | 'path'>,
): void => {
  ctx.save()
  ctx.translate(x, y)
  ctx.scale(r / 11.5, r / 11.5)
  const kind = beadOf(colour).shape
  const shape = path(BEAD_OUTLINES[kind])
  ctx.fillStyle = personColour(colour, colours.people)
  ctx.strokeStyle = colours.ring
  ctx.lineWidth = 2
  ctx.lineJoin = 'round'
  ctx.fill(shape)
  ctx.stroke(shape)
  ctx.fillStyle = colours.beadInk
  ctx.font = fontOf(colours.font)(10.5, 700)
  ctx.textAlign = 'center'
  ctx.fillText(initialsOf(name), 0, initialsBaseline(kind))
  ctx.restore()
}
