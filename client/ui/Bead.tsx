import { memo } from 'react'
import css from './Bead.module.css'
import { BEAD_OUTLINES, beadOf, initialsBaseline, initialsOf } from './beads.ts'

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
        <path
          d={BEAD_OUTLINES[shape]}
          fill={`var(--person-${colour})`}
          stroke="var(--person-ring)"
          strokeWidth="2"
          strokeLinejoin="round"
        />
        <text className={css.initials} y={initialsBaseline(shape)} textAnchor="middle">
          {initialsOf(person.name)}
        </text>
      </svg>
    )
  },
)
Bead.displayName = 'Bead'
