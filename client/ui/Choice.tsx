import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import css from './Choice.module.css'

export interface ChoiceOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string
  readonly icon?: ReactNode
}

/** One of a few, each a big plain card. With `null` nothing is chosen yet. */
export const Choice = <Value extends string>({
  label,
  hideLabel,
  options,
  value,
  onChange,
  disabled,
}: {
  readonly label: string
  readonly hideLabel?: boolean
  readonly options: readonly ChoiceOption<Value>[]
  readonly value: Value | null
  readonly onChange: (value: Value) => void
  readonly disabled?: boolean
}) => {
  const name = useId()
  return (
    <fieldset className={css.choice} disabled={disabled}>
      <legend className={hideLabel ? 'visually-hidden' : css.legend}>{label}</legend>
      {options.map((option) => {
        const chosen = option.value === value
        const hint = option.hint ? `${name}-${option.value}-hint` : undefined
        return (
          <label key={option.value} className={classes(css.card, chosen && css.chosen)}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={chosen}
              onChange={() => onChange(option.value)}
              className={css.radio}
              aria-labelledby={`${name}-${option.value}`}
              aria-describedby={hint}
            />
            {option.icon}
            <span className={css.words}>
              <span id={`${name}-${option.value}`} className={css.name}>
                {option.label}
              </span>
              {option.hint ? (
                <span id={hint} className={css.hint}>
                  {option.hint}
                </span>
              ) : null}
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}
