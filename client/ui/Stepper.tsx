import type { ReactNode } from 'react'
import { Minus, Plus } from 'lucide-react'
import { useT } from './words.tsx'
import css from './Stepper.module.css'

/** A whole number between two rings of 48, less and more. What stands between them may be drawn by the children. */
export const Stepper = ({
  label,
  value,
  min,
  max,
  onChange,
  children,
  disabled,
}: {
  /** What is counted; read out with each button. */
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
  readonly children?: ReactNode
  readonly disabled?: boolean
}) => {
  const t = useT()
  // Aria-disabled and not disabled: a button that runs out under my finger must not throw my focus away.
  const step = (by: number) => {
    const next = Math.min(max, Math.max(min, value + by))
    if (!disabled && next !== value) onChange(next)
  }
  return (
    <div className={css.stepper} role="group" aria-label={label}>
      <button
        type="button"
        className={css.ring}
        aria-label={t('ui.less', { label })}
        aria-disabled={disabled || value <= min}
        onClick={() => step(-1)}
      >
        <Minus size={22} strokeWidth={2.6} aria-hidden />
      </button>
      <span className={css.value}>
        {children ?? <span aria-hidden="true">{value}</span>}
        <span className="visually-hidden" aria-live="polite">
          {t('ui.value', { value })}
        </span>
      </span>
      <button
        type="button"
        className={css.ring}
        aria-label={t('ui.more', { label })}
        aria-disabled={disabled || value >= max}
        onClick={() => step(1)}
      >
        <Plus size={22} strokeWidth={2.6} aria-hidden />
      </button>
    </div>
  )
}
