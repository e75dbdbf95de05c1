import { useId } from 'react'
import { NOTE_COLOURS, type NoteColour } from '../../shared/kinds/note/note.ts'
import { bandPattern } from '../../shared/kinds/note/paper.ts'
import { classes } from './classes.ts'
import { useScheme } from './look.tsx'
import { useT } from './words.tsx'
import css from './ColourChoice.module.css'
import papers from './notePaper.module.css'

/** The six colours of notes, each a swatch with its name. With `null` none of them is chosen. */
export const ColourChoice = ({
  value,
  onChange,
  label,
  disabled,
}: {
  readonly value: NoteColour | null
  readonly onChange: (colour: NoteColour) => void
  /** What the choice is called, when more than "Colour" must be said. */
  readonly label?: string
  readonly disabled?: boolean
}) => {
  const t = useT()
  const name = useId()
  const { shown: scheme } = useScheme()
  return (
    <fieldset className={css.colours} disabled={disabled}>
      <legend className="visually-hidden">{label ?? t('colour.choose')}</legend>
      {NOTE_COLOURS.map((colour) => (
        <label key={colour} className={css.colour}>
          <input
            type="radio"
            name={name}
            checked={colour === value}
            onChange={() => onChange(colour)}
            className={css.radio}
          />
          <span className={classes(css.swatch, papers[colour])} aria-hidden="true">
            {scheme === 'contrast' ? <Pattern colour={colour} /> : null}
          </span>
          <span className={css.name}>{t(`colour.${colour}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}

const Pattern = ({ colour }: { readonly colour: NoteColour }) => {
  const { d, filled } = bandPattern(colour, 40)
  return (
    <svg className={classes(css.pattern, filled && css.filled)} viewBox="1 0 38 14" focusable="false">
      <path d={d} />
    </svg>
  )
}
