/** A person's bead: colour, shape and initials. Colour number is i mod 12, shape number (i + ⌊i/12⌋) mod 6. */
import type { Look, Maker } from '../look.ts'
import { fontOf } from '../look.ts'
import { beadOf, initialsOf, type BeadShape } from '../../ui/Bead.tsx'

/** Outlines about the origin, 23 across. */
const OUTLINES: Record<BeadShape, string> = {
  round: 'M-11.5 0a11.5 11.5 0 1 0 23 0a11.5 11.5 0 1 0 -23 0Z',
  square: 'M-6 -10.4H6Q10.4 -10.4 10.4 -6V6Q10.4 10.4 6 10.4H-6Q-10.4 10.4 -10.4 6V-6Q-10.4 -10.4 -6 -10.4Z',
  flower:
    'M12.2 0C12.2 1.3 10.4 2.6 9.8 4C9.2 5.4 9.6 7.6 8.6 8.6C7.6 9.6 5.4 9.2 4 9.8C2.6 10.4 1.3 12.2 0 12.2C-1.3 12.2 -2.6 10.4 -4 9.8C-5.4 9.2 -7.6 9.6 -8.6 8.6C-9.6 7.6 -9.2 5.4 -9.8 4C-10.4 2.6 -12.2 1.3 -12.2 0C-12.2 -1.3 -10.4 -2.6 -9.8 -4C-9.2 -5.4 -9.6 -7.6 -8.6 -8.6C-7.6 -9.6 -5.4 -9.2 -4 -9.8C-2.6 -10.4 -1.3 -12.2 0 -12.2C1.3 -12.2 2.6 -10.4 4 -9.8C5.4 -9.2 7.6 -9.6 8.6 -8.6C9.6 -7.6 9.2 -5.4 9.8 -4C10.4 -2.6 12.2 -1.3 12.2 0Z',
  hexagon: 'M11 6.3L0 12.7L-11 6.3L-11 -6.3L0 -12.7L11 -6.3Z',
  drop: 'M0 -13.5C4.5 -8 11 -3.5 11 2.2C11 8.3 6 12.4 0 12.4C-6 12.4 -11 8.3 -11 2.2C-11 -3.5 -4.5 -8 0 -13.5Z',
  shield: 'M-10.6 -10.8H10.6V1.2C10.6 7.2 5.6 10.6 0 12.8C-5.6 10.6 -10.6 7.2 -10.6 1.2Z',
}

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
  const shape = path(OUTLINES[beadOf(colour).shape])
  ctx.fillStyle = personColour(colour, colours.people)
  ctx.strokeStyle = colours.ring
  ctx.lineWidth = 2
  ctx.lineJoin = 'round'
  ctx.fill(shape)
  ctx.stroke(shape)
  ctx.fillStyle = colours.beadInk
  ctx.font = fontOf(colours.font)(10.5, 700)
  ctx.textAlign = 'center'
  ctx.fillText(initialsOf(name), 0, 3.8)
  ctx.restore()
}
