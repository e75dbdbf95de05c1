/** A figure's body, its chair, and what it holds. */
import type { FigureFields } from './figure.ts'
import { box, oval, tube, type FigureShape, type Paint } from './shapes.ts'

const BODY =
  'M50 58C64 58 71 66 73 80L79 140C79.6 148 68 152 50 152C32 152 20.4 148 21 140L27 80C29 66 36 58 50 58Z'
const SEAT = 'M50 58C64 58 71 66 73 80L76 120L24 120L27 80C29 66 36 58 50 58Z'
/** The outlines that a pattern may be clipped to. */
export const CLIPS = { body: BODY, seat: SEAT } as const

const STRIPES = Array.from({ length: 12 }, (_, i) => `M18 ${56 + 8 * i}h64v3h-64Z`).join('')
const SPOTS = Array.from({ length: 140 }, (_, i) =>
  oval(23 + 5 * (i % 12), 58 + 5 * ((i % 2) + 2 * Math.floor(i / 12)), 1.7),
).join('')
const ROD = '#3A404D'
const PAPER = '#FFFDF9'
const PLACARD =
  'M56.1 -39.7L122.0 -36.2Q125.0 -36.1 124.8 -33.1L123.0 2.9Q122.8 5.9 119.8 5.7L53.9 2.2Q50.9 2.1 51.1 -0.9L52.9 -36.9Q53.1 -39.9 56.1 -39.7Z'

/** The turned body in its cloth; a seated one ends where the chair begins. */
export const body = (
  { pattern }: FigureFields,
  seated: boolean,
  { wood, cloth, edge }: Paint,
): FigureShape[] => {
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

/** The wheelchair behind the body, and before it. */
export const chairBack = (edge: string): FigureShape[] => [
  ...tube('M24 77H14M76 77H86', edge, 7, ROD, 4),
  { d: box(22, 72, 56, 58, 9), fill: ROD, stroke: edge, width: 1.6 },
]

export const chairFront = ({ wood, edge }: Paint): FigureShape[] => [
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

/** What lies in the right hand. */
export const heldThing = (held: FigureFields['held'], edge: string): FigureShape[] => {
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
