/** A field in which several people can write at once. */
import { useEffect, useId, useRef, type FocusEvent, type KeyboardEvent } from 'react'
import type * as Y from 'yjs'
import { bindText } from './bindText.ts'
import css from './SharedText.module.css'

export interface SharedTextProps {
  readonly text: Y.Text
  readonly label: string
  readonly hideLabel?: boolean
  readonly hint?: string
  readonly multiline?: boolean
  /** With `multiline`: grows with its text, and never scrolls by itself. */
  readonly grow?: boolean
  readonly rows?: number
  readonly maxLength?: number
  readonly autoFocus?: boolean
  readonly placeholder?: string
  readonly readOnly?: boolean
  /** Replaces the field's own looks. */
  readonly className?: string
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur?: (event: FocusEvent<HTMLElement>) => void
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void
}

const fit = (field: HTMLElement): void => {
  field.style.blockSize = 'auto'
  field.style.blockSize = `${field.scrollHeight + (field.offsetHeight - field.clientHeight)}px`
}

export const SharedText = ({
  text,
  label,
  hideLabel,
  hint,
  multiline = false,
  grow = false,
  autoFocus = false,
  className,
  ...rest
}: SharedTextProps) => {
  const id = useId()
  const line = useRef<HTMLInputElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    const field = multiline ? area.current : line.current
    if (!field) return
    const binding = bindText({
      text,
      field,
      multiline,
      focused: () => document.activeElement === field,
      onShown: () => {
        if (grow && multiline) fit(field)
      },
    })
    return () => binding.close()
  }, [text, multiline, grow])

  useEffect(() => {
    const field = multiline ? area.current : line.current
    if (!autoFocus || !field || document.activeElement === field) return
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
    // A field that shows only so many lines shows those of the caret.
    field.scrollTop = field.scrollHeight
  }, [autoFocus, multiline, text])

  const field = {
    ...rest,
    id,
    dir: 'auto',
    className: className ?? css.field,
    'aria-describedby': hint ? `${id}-hint` : undefined,
  }
  return (
    <>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : css.label}>
        {label}
      </label>
      {multiline ? (
        <textarea rows={3} {...field} ref={area} />
      ) : (
        <input {...field} ref={line} type="text" autoComplete="off" />
      )}
      {hint ? (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      ) : null}
    </>
  )
}
