/** A note's paper as data: an outline cut by hand, a little uneven, that the canvas and SVG both paint. */
import type { Size } from '../../geometry.ts'
import type { NoteColour } from './note.ts'

/** Measures of a note's paper, in board units. */
export const PAPER = {
  padding: 14,
  /** Height of the band across the top. */
  band: 13,
  /** How far the lower lip shows. */
  lip: 2.5,
  edge: 1.5,
  /** Side of the folded corner that says "in this room only". */
  fold: 24,
} as const

/** Numbers from −1 to 1 that an id always gives alike (FNV-1a, then mulberry32). */
const unevenness = (id: string): (() => number) => {
  let seed = 0x811c9dc5
  for (let index = 0; index < id.length; index++) seed = Math.imul(seed ^ id.charCodeAt(index), 0x01000193)
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1
  }
}

const CORNER = 1
const MIDDLE = 1.6
const round = (value: number): number => Math.round(value * 100) / 100

export interface Paper {
  /** The cut outline. */
  readonly outline: string
  /** The folded corner that lies on it, or null. */
  readonly fold: string | null
  /** The band across the top. */
  readonly band: string
}

/**
 * A note's paper. Each corner is off by up to 1 unit and each side's middle by up to 1.6, seeded by the id, so that it never
 * changes. `fold` names the side of the folded corner, at the bottom.
 */
export const paperOf = (id: string, [width, height]: Size, fold: 'left' | 'right' | null): Paper => {
  const next = unevenness(id)
  const off = (value: number, by: number) => round(value + next() * by)
  const corner = (x: number, y: number) => `${off(x, CORNER)} ${off(y, CORNER)}`
  const start = corner(0, 0)
  const top = `Q${width / 2} ${off(0, MIDDLE)} ${corner(width, 0)}`
  const right = `Q${off(width, MIDDLE)} ${height / 2} `
  const low = corner(width, height)
  const bottom = `Q${width / 2} ${off(height, MIDDLE)} `
  const far = corner(0, height)
  const left = `Q${off(0, MIDDLE)} ${height / 2} ${start}Z`
  const f = PAPER.fold
  const w = width
  const h = height
  const outline =
    fold === 'right'
      ? `M${start}${top}${right}${w} ${h - f}L${w - f} ${h}${bottom}${far}${left}`
      : fold === 'left'
        ? `M${start}${top}${right}${low}${bottom}${f} ${h}L0 ${h - f}${left}`
        : `M${start}${top}${right}${low}${bottom}${far}${left}`
  return {
    outline,
    fold:
      fold === 'right'
        ? `M${w - f} ${h}L${w - f + 2} ${h - f + 3}Q${w - f + 2.5} ${h - f + 1} ${w - f + 5} ${h - f + 1}L${w} ${h - f}Z`
        : fold === 'left'
          ? `M${f} ${h}L${f - 2} ${h - f + 3}Q${f - 2.5} ${h - f + 1} ${f - 5} ${h - f + 1}L0 ${h - f}Z`
          : null,
    band: `M1.5 1.5H${w - 1.5}V13Q${w / 2} 15 1.5 13Z`,
  }
}

/** A pattern on the band: drawn lines, or filled dots. */
export interface BandPattern {
  readonly d: string
  readonly filled?: boolean
}

const repeat = (width: number, step: number, piece: (x: number) => string): string => {
  let d = ''
  for (let x = 4; x <= width - step; x += step) d += piece(x)
  return d
}

/** The band's pattern in the contrast scheme, where all notes are white: each colour has its own. */
export const bandPattern = (colour: NoteColour, width: number): BandPattern => {
  switch (colour) {
    case 'straw':
      return { d: repeat(width, 7, (x) => `M${x} 11.5L${x + 6} 3`) }
    case 'sky':
      return { d: repeat(width, 10, (x) => `M${x} 7.5q2.5 -5 5 0t5 0`) }
    case 'rose':
      return { d: repeat(width, 8, (x) => `M${x + 1} 7.5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0Z`), filled: true }
    case 'leaf':
      return { d: repeat(width, 10, (x) => `M${x} 10l5 -5l5 5`) }
    case 'lilac':
      return { d: repeat(width, 9, (x) => `M${x} 4l6 7M${x + 6} 4l-6 7`) }
    case 'stone':
      return { d: `M3 5.5H${width - 3}M3 9.5H${width - 3}` }
    default:
      return colour satisfies never
  }
}
