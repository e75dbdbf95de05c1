import { useEffect, useId, useRef, type FocusEvent, type KeyboardEvent } from 'react'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { useMedia } from '../../ui/useMedia.ts'
import { usePlanT } from './planWords.tsx'
import css from './EditText.module.css'
import { useEditing } from './useEditing.ts'

export interface EditTextProps {
  /** Which text it is, within the plan: what is written is kept under it until it is saved. */
  readonly name: string
  /** What the text is; read out with it. */
  readonly label: string
  readonly value: string
  readonly onSave: (value: string) => void
  readonly writable: boolean
  /** `line` keeps on Enter; `lines` takes line breaks; `date` is a day. */
  readonly type?: 'line' | 'text' | 'lines' | 'date'
  /** What is shown in place of nothing; left out, a dash, which asks for words only when it is pointed at or has the focus. */
  readonly empty?: string
  /** The value as it is read, where that differs from how it is written. */
  readonly shown?: string
  readonly className?: string
  /** Offered while writing. */
  readonly suggestions?: readonly string[]
}

/**
 * A text that is edited where it stands. It is saved when one leaves it, in whatever way. Others' changes never touch what is being
 * written: if they changed it meanwhile, both versions are shown, and the writer chooses.
 */
export const EditText = (props: EditTextProps) => {
  const { label, value, writable, type = 'line', empty, shown = value, className } = props
  const t = usePlanT()
  const { draft, clash, start, write, finish, takeMine, takeTheirs } = useEditing(props)
  const opener = useRef<HTMLButtonElement>(null)
  const back = useRef(false)
  const isOpen = draft !== null
  useEffect(() => {
    if (!isOpen && back.current) opener.current?.focus()
    back.current = false
  }, [isOpen])

  const words = shown.trim() ? (
    type === 'lines' ? (
      shown.split('\n').map((line, index) => (
        // Lines have no names of their own, and may say the same.
        <span key={index} className={css.line}>
          {line}
        </span>
      ))
    ) : (
      shown
    )
  ) : (
    <span className={css.empty}>
      {empty ?? '–'}
      {empty === undefined && writable ? <span className={css.add}>{t('plan.edit.add')}</span> : null}
    </span>
  )
  if (!writable) return <span className={classes(css.still, className)}>{words}</span>
  if (isOpen)
    return (
      <Writing
        {...props}
        type={type}
        draft={draft}
        onDraft={write}
        onFinish={(keep, focus) => {
          back.current = focus
          finish(keep)
        }}
      />
    )
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={classes(css.opener, className)}
        aria-label={value ? t('plan.edit', { label, value: shown }) : t('plan.edit.empty', { label })}
        onClick={start}
      >
        {words}
      </button>
      {clash === null ? null : (
        <div className={css.clash} role="alert">
          <p>{value ? t('plan.clash', { theirs: value }) : t('plan.clash.empty')}</p>
          <p className={css.mine}>{clash}</p>
          <div className={css.row}>
            <Button onClick={takeMine}>{t('plan.clash.mine')}</Button>
            <Button kind="plain" onClick={takeTheirs}>
              {t('plan.clash.theirs')}
            </Button>
          </div>
        </div>
      )}
    </>
  )
}

const Writing = ({
  label,
  type,
  draft,
  suggestions,
  className,
  onDraft,
  onFinish,
}: EditTextProps & {
  readonly draft: string
  readonly onDraft: (draft: string) => void
  readonly onFinish: (keep: boolean, focus: boolean) => void
}) => {
  const t = usePlanT()
  const id = useId()
  const touch = useMedia('(hover: none)')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // One step out only: the panel around stays open.
      event.stopPropagation()
      onFinish(false, true)
    } else if (
      event.key === 'Enter' &&
      !event.nativeEvent.isComposing &&
      type !== 'lines' &&
      !event.shiftKey
    ) {
      event.preventDefault()
      onFinish(true, true)
    }
  }
  /** Writing goes on at the end of what stands there. A field for a day has no caret to set. */
  const toEnd = ({ currentTarget }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    if (type !== 'date')
      currentTarget.setSelectionRange(currentTarget.value.length, currentTarget.value.length)
  }
  const common = {
    'aria-label': label,
    'aria-describedby': `${id}-hint`,
    autoFocus: true,
    value: draft,
    onKeyDown,
    onFocus: toEnd,
    onBlur: () => onFinish(true, false),
  }
  return (
    <span className={classes(css.writing, className)}>
      {type === 'text' || type === 'lines' ? (
        <textarea
          {...common}
          className={css.box}
          rows={Math.min(8, Math.max(type === 'lines' ? 4 : 2, Math.ceil(draft.length / 28)))}
          onChange={(event) => onDraft(event.target.value)}
        />
      ) : (
        <input
          {...common}
          className={css.box}
          type={type === 'date' ? 'date' : 'text'}
          list={suggestions ? `${id}-list` : undefined}
          onChange={(event) => onDraft(event.target.value)}
        />
      )}
      {suggestions ? (
        <datalist id={`${id}-list`}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ) : null}
      <span id={`${id}-hint`} className={css.hint}>
        {type === 'lines' ? `${t('plan.edit.lines')} ` : ''}
        {t(touch ? 'plan.edit.hint.touch' : type === 'lines' ? 'plan.edit.hint.escape' : 'plan.edit.hint')}
      </span>
    </span>
  )
}
