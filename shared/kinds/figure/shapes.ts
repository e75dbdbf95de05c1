/** What a figure's drawing is made of: strokes of the brush as plain data, and the few outlines that many parts share. */

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

const n = (value: number): string => String(Math.round(value * 100) / 100)
export const oval = (x: number, y: number, rx: number, ry = rx): string =>
  `M${n(x - rx)} ${n(y)}a${rx} ${ry} 0 1 0 ${n(2 * rx)} 0a${rx} ${ry} 0 1 0 ${n(-2 * rx)} 0Z`
export const box = (x: number, y: number, width: number, height: number, r: number): string =>
  `M${x + r} ${y}h${n(width - 2 * r)}a${r} ${r} 0 0 1 ${r} ${r}v${n(height - 2 * r)}a${r} ${r} 0 0 1 ${-r} ${r}` +
  `h${n(2 * r - width)}a${r} ${r} 0 0 1 ${-r} ${-r}v${n(2 * r - height)}a${r} ${r} 0 0 1 ${r} ${-r}Z`

/** The paints of one figure. */
export interface Paint {
  readonly wood: string
  readonly face: string
  readonly cloth: string
  readonly hair: string
  readonly edge: string
}

/** An arm with its hand. */
export const limb = (
  d: string,
  hand: readonly [number, number],
  { wood, cloth, edge }: Paint,
): FigureShape[] => [
  { d, stroke: edge, width: 13.6 },
  { d, stroke: cloth, width: 10.8 },
  { d: oval(hand[0], hand[1], 6), fill: wood, stroke: edge, width: 1.4 },
]

/** A line with an outline of its own. */
export const tube = (
  d: string,
  edge: string,
  outer: number,
  colour: string,
  inner: number,
): FigureShape[] => [
  { d, stroke: edge, width: outer },
  { d, stroke: colour, width: inner },
]
