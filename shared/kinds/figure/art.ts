/**
 * A figure's drawing as data: outlines, fills and strokes on a grid of 100 × 160 units, feet on y = 152, listed back to
 * front. The canvas and SVG both paint this one list, so that a figure looks alike on the board and beside it.
 */
import type { Rect } from '../../geometry.ts'
import { CLOTH_COLOURS, HAIR_SHADES, TIMBER_COLOURS, type FigureScheme } from './colours.ts'
import { figure, type FigureFields } from './figure.ts'
import { face, hairBack, hairFront } from './head.ts'
import { limb, oval, tube, type FigureShape, type Paint } from './shapes.ts'
import { body, chairBack, chairFront, heldThing } from './trunk.ts'

/** A line of lettering on a placard. */
export interface FigureLetters {
  readonly text: string
  /** Middle of the baseline. */
  readonly x: number
  readonly y: number
  readonly size: number
  readonly colour: string
}

export interface FigureArtData {
  readonly shapes: readonly FigureShape[]
  /** Turned with the placard: 3° about (88, −18). */
  readonly letters: readonly FigureLetters[]
  /** The figure's last shapes, painted over the placard's lettering: the arm that holds it. */
  readonly over: readonly FigureShape[]
}

/** Turned by 3° about (88, −18), since a hand never holds it straight. */
export const PLACARD_TURN = { degrees: 3, x: 88, y: -18 } as const

/** Fields that were left out take the kind's defaults. */
export const wholeFigure = (fields: Partial<FigureFields>): FigureFields => figure.parse({ ...fields })

/** Room that a figure's drawing takes on its grid, in board units, the outline included. */
export const figureBounds = (fields: FigureFields): Rect => {
  const placard = fields.held === 'placard'
  const left = fields.aid === 'wheelchair' || fields.aid === 'cane' ? 0 : 12
  const right = placard ? 128 : fields.held !== 'nothing' || fields.aid === 'wheelchair' ? 105 : 92
  const top = placard ? -43 : -5
  return { x: left, y: top, width: right - left, height: 158 - top }
}

/** A figure's drawing, back to front. */
export const figureArt = (fields: FigureFields, scheme: FigureScheme): FigureArtData => {
  const { edge } = scheme
  const seated = fields.aid === 'wheelchair'
  const paint: Paint = {
    ...TIMBER_COLOURS[fields.timber],
    cloth: CLOTH_COLOURS[fields.cloth],
    hair: fields.head === 'scarf' ? CLOTH_COLOURS[fields.scarf] : HAIR_SHADES[fields.hair],
    edge,
  }
  const shapes: FigureShape[] = [
    { d: oval(53, 151.5, seated ? 46 : 34, 5), fill: scheme.cast, opacity: scheme.castOpacity },
    ...(seated ? chairBack(edge) : []),
    ...hairBack(fields.head, paint.hair, edge),
    ...body(fields, seated, paint),
    ...(fields.head === 'scarf'
      ? []
      : [{ d: 'M36.5 61Q50 72 63.5 61', stroke: '#FFFFFF', width: 3, opacity: 0.55 }]),
    ...(seated ? chairFront(paint) : []),
    ...(seated
      ? limb('M31 78Q22 86 21 94', [21, 97], paint)
      : limb('M31 77Q21 90 23.5 106', [23.8, 108], paint)),
    ...(fields.aid === 'cane'
      ? [
          ...tube('M23.5 104L9 151', edge, 5.4, '#FFFFFF', 3.4),
          { d: 'M12.4 140L9 151', stroke: '#C2371F', width: 3.4 },
        ]
      : []),
    { d: oval(50, 35, 24), fill: paint.wood, stroke: edge, width: 1.8 },
    { d: oval(50, 35, 24), fill: 'knob' },
    { d: 'M36 19Q50 14 64 19M32 25Q36 22.5 40 22', stroke: '#5A3A1E', width: 1, opacity: 0.18 },
    ...hairFront(fields.head, paint.hair, edge),
    ...face(fields, paint.face),
    ...(fields.aid === 'hearing'
      ? tube('M74 29Q80 31 78.5 40Q77.5 44.5 74 42', edge, 5.4, '#E8E4F5', 3)
      : []),
    ...heldThing(fields.held, edge),
  ]
  const over =
    fields.held !== 'nothing'
      ? limb('M69 78Q80 84 84.5 94', [85.5, 96], paint)
      : seated
        ? limb('M69 78Q78 86 79 94', [79, 97], paint)
        : limb('M69 77Q79 90 76.5 106', [76.2, 108], paint)
  const lines = fields.held === 'placard' ? fields.placard.split('\n').filter((line) => line.trim()) : []
  const letters = lines.map((text, index) => ({
    text,
    x: 88,
    // One line stands in the middle of the board; two share it.
    y: lines.length === 1 ? -12.5 : index === 0 ? -21 : -5.5,
    size: 13,
    colour: '#1F2430',
  }))
  return { shapes, letters, over }
}
