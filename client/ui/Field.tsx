import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react'
import { classes } from './classes.ts'
import css from './Field.module.css'

interface Words {
  readonly label: string
  /** The label is read out, not shown. */
  readonly hideLabel?: boolean
  readonly hint?: string
  /** What is wrong with what was written, in plain words. */
  readonly error?: string | null
}

const Frame = ({
  id,
  label,
  hideLabel,
  hint,
  error,
  className,
  children,
}: Words & { readonly id: string; readonly className?: string; readonly children: ReactNode }) => (
  <div className={classes(css.field, className)}>
    <label htmlFor={id} className={hideLabel ? 'visually-hidden' : css.label}>
      {label}
    </label>
    {children}
    {error ? (
      <p id={`${id}-error`} className={css.error} role="alert">
        {error}
      </p>
    ) : null}
    {hint ? (
      <p id={`${id}-hint`} className={css.hint}>
        {hint}
      </p>
    ) : null}
  </div>
)

const describedBy = (id: string, { hint, error }: Words): string | undefined =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined

/** One line of text with its label above. */
export const Field = ({
  label,
  hideLabel,
  hint,
  error,
  className,
  ...rest
}: Words & InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> }) => {
  const own = useId()
  const id = rest.id ?? own
  return (
    <Frame {...{ id, label, hideLabel, hint, error, className }}>
      <input
        {...rest}
        id={id}
        className={css.box}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
      />
    </Frame>
  )
}

/** Several lines of text with their label above. */
export const TextArea = ({
  label,
  hideLabel,
  hint,
  error,
  className,
  ...rest
}: Words & TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> }) => {
  const own = useId()
  const id = rest.id ?? own
  return (
    <Frame {...{ id, label, hideLabel, hint, error, className }}>
      <textarea
        rows={3}
        {...rest}
        id={id}
        className={classes(css.box, css.area)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
      />
    </Frame>
  )
}

/** One of a list, as the system shows it; its children are `<option>`s. */
export const Select = ({
  label,
  hideLabel,
  hint,
  error,
  className,
  children,
  ...rest
}: Words & SelectHTMLAttributes<HTMLSelectElement> & { readonly ref?: Ref<HTMLSelectElement> }) => {
  const own = useId()
  const id = rest.id ?? own
  return (
    <Frame {...{ id, label, hideLabel, hint, error, className }}>
      <select
        {...rest}
        id={id}
        className={classes(css.box, css.select)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
      >
        {children}
      </select>
    </Frame>
  )
}
