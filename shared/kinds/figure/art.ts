/**
 * A figure's drawing as data: outlines, fills and strokes on a grid of 100 × 160 units, feet on y = 152, listed back to
 * front. The canvas and SVG both paint this one list, so that a figure looks alike on the board and beside it.
 */
import type { Rect } from '../../geometry.ts'
import { figure, type Cloth, type FigureFields, type HairColour, type Mood, type Timber } from './figure.ts'

export const TIMBER_COLOURS: Record<Timber, { readonly wood: string; readonly face: string }> = {
  birch: { wood: '#F6DFBC', face: '#2A1C14' },
  maple: { wood: '#E8BF8F', face: '#2A1C14' },
  oak: { wood: '#CB9562', face: '#2A1C14' },
  cherry: { wood: '#A0603A', face: '#FFF3E2' },
  walnut: { wood: '#734629', face: '#FFF3E2' },
  ebony: { wood: '#4B2D21', face: '#FFF3E2' },
}

export const CLOTH_COLOURS: Record<Cloth, string> = {
  brick: '#B5482F',
  mustard: '#D49A2A',
  fern: '#5E8C4A',
  teal: '#1B7F7A',
  denim: '#3F6A9E',
  plum: '#7D4E8F',
  charcoal: '#454B57',
  oatmeal: '#D9C9AE',
}

export const HAIR_SHADES: Record<HairColour, string> = {
  raven: '#2B2326',
  chestnut: '#5B3420',
  copper: '#A4502A',
  straw: '#D9B25F',
  silver: '#B9B7B4',
}

/** What the scheme decides: CSS colours, or `var(--…)` where CSS paints. */
export interface FigureScheme {
  /** The drawn outline. */
  readonly edge: string
  /** The soft shape on the ground, and how strong it is, 0–1. */
  readonly cast: string
  readonly castOpacity: number | string
}

/** Side-to-side light on turned wood, from x = 21 to x = 79. */
export const TURN = {
  from: 21,
  to: 79,
  stops: [
    [0, 'rgb(255,255,255)', 0.22],
    [0.3, 'rgb(255,255,255)', 0.1],
    [0.55, 'rgb(0,0,0)', 0],
    [1, 'rgb(0,0,0)', 0.2],
  ],
} as const

/** Light on the head's ball. */
export const KNOB = {
  x: 43.3,
  y: 25.4,
  r: 38.4,
  stops: [
    [0, 'rgb(255,255,255)', 0.38],
    [0.45, 'rgb(255,255,255)', 0],
    [1, 'rgb(0,0,0)', 0.2],
  ],
} as const

/** One stroke of the brush: an outline in SVG's path language, filled or stroked or both. */
export interface FigureShape {
  readonly d: string
  /** A colour, or a light by its name. */
  readonly fill?: string | 'turn' | 'knob'
  readonly evenOdd?: boolean
  readonly stroke?: string
  /** Width of the stroke, in units. */
  readonly width?: number
  /** Of the whole stroke of the brush, 0–1. */
  readonly opacity?: number | string
  /** Paints only inside the body. */
  readonly clip?: 'body' | 'seat'
}

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

const n = (value: number): string => String(Math.round(value * 100) / 100)
const oval = (x: number, y: number, rx: number, ry = rx): string =>
  `M${n(x - rx)} ${n(y)}a${rx} ${ry} 0 1 0 ${n(2 * rx)} 0a${rx} ${ry} 0 1 0 ${n(-2 * rx)} 0Z`
const box = (x: number, y: number, width: number, height: number, r: number): string =>
  `M${x + r} ${y}h${n(width - 2 * r)}a${r} ${r} 0 0 1 ${r} ${r}v${n(height - 2 * r)}a${r} ${r} 0 0 1 ${-r} ${r}` +
  `h${n(2 * r - width)}a${r} ${r} 0 0 1 ${-r} ${-r}v${n(2 * r - height)}a${r} ${r} 0 0 1 ${r} ${-r}Z`

const BODY =
  'M50 58C64 58 71 66 73 80L79 140C79.6 148 68 152 50 152C32 152 20.4 148 21 140L27 80C29 66 36 58 50 58Z'
const SEAT = 'M50 58C64 58 71 66 73 80L76 120L24 120L27 80C29 66 36 58 50 58Z'
/** The outlines that a pattern may be clipped to. */
export const CLIPS = { body: BODY, seat: SEAT } as const

const STRIPES = Array.from({ length: 12 }, (_, i) => `M18 ${56 + 8 * i}h64v3h-64Z`).join('')
const SPOTS = Array.from({ length: 140 }, (_, i) =>
  oval(23 + 5 * (i % 12), 58 + 5 * ((i % 2) + 2 * Math.floor(i / 12)), 1.7),
).join('')
const CURLS = [
  [24, 38, 8],
  [24, 26, 10],
  [33, 14, 10],
  [45, 8, 11],
  [58, 9, 10.5],
  [69, 16, 10],
  [76, 27, 10],
  [76, 38, 8],
] as const

const EYES = oval(41.5, 36, 2.7) + oval(58.5, 36, 2.7)
/** Filled and drawn parts of each face. */
const FACES: Record<Mood, { readonly fill?: string; readonly line?: string; readonly tear?: string }> = {
  calm: { fill: EYES, line: 'M42.5 45.5Q50 51 57.5 45.5' },
  glad: {
    fill: 'M40.5 43.5Q50 46 59.5 43.5Q57.5 53.5 50 53.5Q42.5 53.5 40.5 43.5Z',
    line: 'M38 37.5Q41.5 33 45 37.5M55 37.5Q58.5 33 62 37.5',
  },
  sad: {
    fill: EYES,
    line: 'M43 50Q50 44 57 50M36.5 30.5Q40.5 27.5 45 27M63.5 30.5Q59.5 27.5 55 27',
    tear: 'M60.5 41.5q3.2 4.6 0 6.6q-3.2 -2 0 -6.6Z',
  },
  worried: {
    fill: EYES,
    line: 'M41.5 48.5q2.85 -4 5.7 0t5.7 0t5.7 0M36.5 29.5L44.5 26.5M63.5 29.5L55.5 26.5',
  },
  angry: { fill: EYES, line: 'M43 49.5Q50 46.5 57 49.5M36.5 26.5L45 30.5M63.5 26.5L55 30.5' },
  tired: { line: 'M44.5 48.5H55.5M38 36Q41.5 39.5 45 36M55 36Q58.5 39.5 62 36' },
  none: {},
}

const ROD = '#3A404D'
const PAPER = '#FFFDF9'
/** Turned by 3° about (88, −18), since a hand never holds it straight. */
export const PLACARD_TURN = { degrees: 3, x: 88, y: -18 } as const
const PLACARD =
  'M56.1 -39.7L122.0 -36.2Q125.0 -36.1 124.8 -33.1L123.0 2.9Q122.8 5.9 119.8 5.7L53.9 2.2Q50.9 2.1 51.1 -0.9L52.9 -36.9Q53.1 -39.9 56.1 -39.7Z'

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

type Paint = {
  readonly wood: string
  readonly face: string
  readonly cloth: string
  readonly hair: string
  readonly edge: string
}

const limb = (d: string, hand: readonly [number, number], { wood, cloth, edge }: Paint): FigureShape[] => [
  { d, stroke: edge, width: 13.6 },
  { d, stroke: cloth, width: 10.8 },
  { d: oval(hand[0], hand[1], 6), fill: wood, stroke: edge, width: 1.4 },
]

const tube = (d: string, edge: string, outer: number, colour: string, inner: number): FigureShape[] => [
  { d, stroke: edge, width: outer },
  { d, stroke: colour, width: inner },
]

const body = ({ pattern }: FigureFields, seated: boolean, { wood, cloth, edge }: Paint): FigureShape[] => {
  const d = seated ? SEAT : BODY
  const clip = seated ? 'seat' : 'body'
  const printed: FigureShape[] =
    pattern === 'stripes'
      ? [{ d: STRIPES, fill: '#FFFFFF', opacity: 0.45, clip }]
      : pattern === 'spots'
        ? [{ d: SPOTS, fill: '#FFFFFF', opacity: 0.6, clip }]
        : []
  const plinth: FigureShape[] = seated
    ? []
    : [
        { d: 'M22 131Q50 141 78 131L79 140C79.6 148 68 152 50 152C32 152 20.4 148 21 140Z', fill: wood },
        { d: 'M22 131Q50 141 78 131', stroke: edge, width: 1.4 },
        { d: 'M27 141Q50 149 73 141M35 147Q50 150.5 65 147', stroke: '#5A3A1E', width: 1, opacity: 0.35 },
      ]
  return [{ d, fill: cloth }, ...printed, ...plinth, { d, fill: 'turn' }, { d, stroke: edge, width: 1.8 }]
}

const hairBack = (head: FigureFields['head'], hair: string, edge: string): FigureShape[] => {
  const line = { fill: hair, stroke: edge, width: 1.8 }
  switch (head) {
    case 'long':
      return [
        {
          d: 'M22 38C20 15 35 6.5 50 6.5C65 6.5 80 15 78 38L80 72C80 79 71 80 66 76L34 76C29 80 20 79 20 72Z',
          ...line,
        },
      ]
    case 'scarf':
      return [
        { d: 'M22 40C20 16 34 6 50 6C66 6 80 16 78 40C79 54 75 63 69 69L31 69C25 63 21 54 22 40Z', ...line },
      ]
    case 'curls':
      // First all outlines, then all fills, so that only the outer edge of the curls shows.
      return [
        { d: CURLS.map(([x, y, r]) => oval(x, y, r)).join(''), ...line },
        { d: CURLS.map(([x, y, r]) => oval(x, y, r - 0.3)).join(''), fill: hair },
      ]
    case 'short':
    case 'bare':
      return []
    default:
      return head satisfies never
  }
}

const hairFront = (head: FigureFields['head'], hair: string, edge: string): FigureShape[] => {
  const line = { fill: hair, stroke: edge, width: 1.8 }
  switch (head) {
    case 'short':
      return [
        {
          d: 'M25.8 35C23.5 18 35 8.5 50 8.5C65 8.5 76.5 18 74.2 35C72 29 69.5 25.5 64 23.5C55 26.5 42 26 34.5 22.5C30 25.5 27.5 29 25.8 35Z',
          ...line,
        },
      ]
    case 'long':
      return [
        {
          d: 'M25.2 37C23 16 36 7.5 53 9C49 21 38 29 25.2 37ZM53 9C68 9.5 77 20 74.8 37C65 31 56.5 23 53 9Z',
          ...line,
        },
      ]
    case 'curls':
      return [
        {
          d: 'M25.5 33C22 18 35 9 50 9C65 9 78 18 74.5 33C71 25 66 24 61 26C57 21 51 24 47 21.5C43 26 37 23 34 27.5C30 26 27.5 29 25.5 33Z',
          fill: hair,
        },
        {
          d: 'M25.5 33C27.5 29 30 26 34 27.5C37 23 43 26 47 21.5C51 24 57 21 61 26C66 24 71 25 74.5 33',
          stroke: '#000000',
          width: 1.5,
          opacity: 0.25,
        },
      ]
    case 'scarf':
      return [
        {
          d: 'M23.5 40C21.5 17 35 7 50 7C65 7 78.5 17 76.5 40C77 50 74 57 70 61L30 61C26 57 23 50 23.5 40ZM50 17.5C40 17.5 32.5 25 32.5 37C32.5 50 40 57.5 50 57.5C60 57.5 67.5 50 67.5 37C67.5 25 60 17.5 50 17.5Z',
          evenOdd: true,
          ...line,
        },
        { d: 'M27 57C36 68 63 70 73 57C77 68 74 79 63 83C50 87 35 82 27 71C25.5 66 25.5 62 27 57Z', ...line },
        {
          d: 'M31 63C41 72 58 73 69 64M36 73C45 79 56 79 65 74',
          stroke: '#000000',
          width: 1.6,
          opacity: 0.22,
        },
      ]
    case 'bare':
      return []
    default:
      return head satisfies never
  }
}

const chairBack = (edge: string): FigureShape[] => [
  ...tube('M24 77H14M76 77H86', edge, 7, ROD, 4),
  { d: box(22, 72, 56, 58, 9), fill: ROD, stroke: edge, width: 1.6 },
]

const chairFront = ({ wood, edge }: Paint): FigureShape[] => [
  { d: box(25, 108, 50, 21, 10.5), fill: '#4D566B', stroke: edge, width: 1.6 },
  { d: 'M50 110V128', stroke: edge, width: 1.4, opacity: 0.6 },
  { d: 'M30 126H46V146H30ZM54 126H70V146H54Z', fill: '#4D566B', stroke: edge, width: 1.4 },
  { d: oval(37, 146.5, 9.5, 4.5) + oval(63, 146.5, 9.5, 4.5), fill: wood, stroke: edge, width: 1.4 },
  { d: box(26, 148.5, 48, 4, 2), fill: ROD },
  ...[13, 87].flatMap((x) => [
    ...tube(oval(x, 122, 8.5, 30), edge, 6.4, ROD, 4),
    { d: `M${x} 94V150M${x - 7} 122H${x + 7}`, stroke: '#9BA3B2', width: 1.2 },
    { d: oval(x, 122, 3, 4), fill: '#9BA3B2' },
  ]),
]

const face = ({ mood }: FigureFields, ink: string): FigureShape[] => {
  const { fill, line, tear } = FACES[mood]
  return [
    ...(mood === 'none'
      ? []
      : [{ d: oval(37.5, 43.5, 3.6, 2.6) + oval(62.5, 43.5, 3.6, 2.6), fill: '#D9583F', opacity: 0.32 }]),
    ...(fill ? [{ d: fill, fill: ink }] : []),
    ...(line ? [{ d: line, stroke: ink, width: 2.2 }] : []),
    ...(tear ? [{ d: tear, fill: '#7CC4E8' }] : []),
  ]
}

const heldThing = (held: FigureFields['held'], edge: string): FigureShape[] => {
  switch (held) {
    case 'placard':
      return [
        ...tube('M85.5 128V0', edge, 6.4, '#D9B07A', 4),
        { d: PLACARD, fill: PAPER, stroke: edge, width: 2 },
      ]
    case 'heart':
      return [
        {
          d: 'M86 92C78 84 74 79 74 73.5C74 66.5 83 64.5 86 71.5C89 64.5 98 66.5 98 73.5C98 79 94 84 86 92Z',
          fill: '#C8402B',
          stroke: edge,
          width: 1.6,
        },
        { d: 'M78 73q.6-3.5 3.5-3.8', stroke: '#FFFFFF', width: 1.8, opacity: 0.8 },
      ]
    case 'cup':
      return [
        { d: 'M78 74H96L94 91Q94 93 92 93H82Q80 93 80 91Z', fill: PAPER, stroke: edge, width: 1.6 },
        { d: 'M95.5 78q7 0 6 6.5q-.6 4-6.5 3.5', stroke: edge, width: 2 },
        { d: 'M84 70q-2-3 0-6M90 70q-2-3 0-6', stroke: edge, width: 1.5, opacity: 0.7 },
      ]
    case 'nothing':
      return []
    default:
      return held satisfies never
  }
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
