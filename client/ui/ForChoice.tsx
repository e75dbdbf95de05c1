import { useId } from 'react'
import { MAX_PRINCIPLES, NOTE_ASKS, type NoteAsks } from '../../shared/kinds/note/note.ts'
import type { Principle } from '../../shared/stage.ts'
import { Disc } from './Disc.tsx'
import { useT } from './words.tsx'
import css from './ForChoice.module.css'

/** What a note is: an idea, or how we would know, … With `null` none is chosen. */
export const AsksChoice = ({
  value,
  onChange,
  disabled,
}: {
  readonly value: NoteAsks | null
  readonly onChange: (asks: NoteAsks) => void
  readonly disabled?: boolean
}) => {
  const t = useT()
  const name = useId()
  return (
    <fieldset className={css.set} disabled={disabled}>
      <legend className={css.legend}>{t('asks.choose')}</legend>
      <div className={css.chips}>
        {NOTE_ASKS.map((asks) => (
          <label key={asks} className={css.chip}>
            <input
              type="radio"
              name={name}
              checked={asks === value}
              onChange={() => onChange(asks)}
              className={css.input}
            />
            <span className={css.face}>{t(`asks.${asks}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Which of the workshop's principles a note serves. Draws nothing where the workshop has none. */
export const PrinciplesChoice = ({
  principles,
  value,
  onChange,
  disabled,
}: {
  readonly principles: readonly Principle[]
  readonly value: readonly number[]
  readonly onChange: (principles: readonly number[]) => void
  readonly disabled?: boolean
}) => {
  const t = useT()
  const about = useId()
  if (!principles.length) return null
  const toggle = (id: number) =>
    onChange(
      value.includes(id) ? value.filter((other) => other !== id) : [...value, id].sort((a, b) => a - b),
    )
  return (
    <fieldset className={css.set} disabled={disabled} aria-describedby={about}>
      <legend className={css.legend}>{t('principles.choose')}</legend>
      <p id={about} className={css.about}>
        {t('principles.about')}
      </p>
      <div className={css.rows}>
        {principles.map(({ id, label, text }) => {
          const checked = value.includes(id)
          return (
            <label key={id} className={css.row}>
              <input
                type="checkbox"
                checked={checked}
                disabled={!checked && value.length >= MAX_PRINCIPLES}
                onChange={() => toggle(id)}
                className={css.box}
              />
              <Disc number={id} small />
              <span>
                <span className={css.label}>{label}</span>
                {text ? <span className={css.text}>{text}</span> : null}
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
