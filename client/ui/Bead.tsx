import { memo, type ReactNode } from 'react'
import css from './Bead.module.css'

const COLOURS = 12
const SHAPES = ['round', 'square', 'flower', 'hexagon', 'drop', 'shield'] as const
export type BeadShape = (typeof SHAPES)[number]

/** Colour number (1–12, as in the tokens) and shape of the i-th person: 72 people before a pair repeats. */
export const beadOf = (index: number): { readonly colour: number; readonly shape: BeadShape } => {
  const i = Math.max(0, Math.trunc(index))
  return {
    colour: (i % COLOURS) + 1,
    shape: SHAPES[(i + Math.floor(i / COLOURS)) % SHAPES.length] ?? 'round',
  }
}

/** At most two letters for a name: of its first and last word. */
export const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  const letter = (word: string) => [...word][0] ?? ''
  return (letter(first) + (last ? letter(last) : ([...first][1] ?? ''))).toLocaleUpperCase()
}

const petals = (): string => {
  const points: string[] = []
  for (let i = 0; i < 16; i++) {
    const angle = (i * Math.PI) / 8 - Math.PI / 2
    const radius = i % 2 ? 9.3 : 11.5
    points.push(`${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius).toFixed(2)}`)
  }
  return `M${points.join('L')}Z`
}

/** Outlines about the origin, 23 across. */
const OUTLINES: Readonly<Record<BeadShape, ReactNode>> = {
  round: <circle r="11" />,
  square: <rect x="-10.35" y="-10.35" width="20.7" height="20.7" rx="4.37" />,
  flower: <path d={petals()} strokeLinejoin="round" />,
  hexagon: <path d="M0 -11.5L10 -5.75V5.75L0 11.5L-10 5.75V-5.75Z" strokeLinejoin="round" />,
  drop: (
    <path
      d="M0 -12.4C3.2 -8 9.8 -3.4 9.8 2.2A9.8 9.6 0 0 1 -9.8 2.2C-9.8 -3.4 -3.2 -8 0 -12.4Z"
      strokeLinejoin="round"
    />
  ),
  shield: <path d="M-9.8 -10.4H9.8V1.6C9.8 7 5 10.6 0 12C-5 10.6 -9.8 7 -9.8 1.6Z" strokeLinejoin="round" />,
}

/** A person's bead: colour, shape and initials. Decoration beside their name; give `label` where it stands alone. */
export const Bead = memo(
  ({
    person,
    size = 28,
    label,
  }: {
    readonly person: { readonly name: string; readonly colour: number }
    readonly size?: 23 | 28 | 38 | 44
    readonly label?: string
  }) => {
    const { colour, shape } = beadOf(person.colour)
    return (
      <svg
        className={css.bead}
        width={size}
        height={size}
        viewBox="-13 -13 26 26"
        {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      >
        <g fill={`var(--person-${colour})`} stroke="var(--person-ring)" strokeWidth="2">
          {OUTLINES[shape]}
        </g>
        <text className={css.initials} y={shape === 'drop' ? 5.2 : 3.7} textAnchor="middle">
          {initialsOf(person.name)}
        </text>
      </svg>
    )
  },
)
Bead.displayName = 'Bead'
