/** What a figure is painted with: woods, cloths, hair, and the light on turned wood. */
import type { Cloth, HairColour, Timber } from './figure.ts'

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
