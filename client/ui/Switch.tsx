import { useId } from 'react'
import css from './Switch.module.css'

/** Something that is on or off at once. The hint says what people will see. */
export const Switch = ({
  label,
  hint,
  checked,
  onChange,
  disabled,
}: {
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}) => {
  const id = useId()
  return (
    <div className={css.row}>
      <span className={css.words}>
        <label htmlFor={id} className={css.label}>
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className={css.hint}>
            {hint}
          </span>
        ) : null}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={css.switch}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  )
}
