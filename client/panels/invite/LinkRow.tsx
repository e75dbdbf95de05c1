import { useId, useRef } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { useT } from '../../ui/words.tsx'
import { copyText } from './copy.ts'
import css from './LinkRow.module.css'

/** A link to send: what it is for, the link itself, and a button that copies it. Without one, `onReplace` makes one. */
export const LinkRow = ({
  label,
  hint,
  link,
  onReplace,
}: {
  readonly label: string
  readonly hint?: string
  readonly link: string | null
  readonly onReplace?: () => void
}) => {
  const t = useT()
  const notify = useNotify()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)

  const copy = async () => {
    if (!link || !field.current) return
    const done = await copyText(link, field.current)
    notify({ text: t(done ? 'invite.copied' : 'invite.copy-by-hand') })
  }

  return (
    <div className={css.row}>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      ) : null}
      <div className={css.line}>
        <input
          ref={field}
          id={id}
          className={css.link}
          readOnly
          value={link ?? t('invite.link.unknown')}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onFocus={(event) => event.target.select()}
        />
        {link ? (
          <Button onClick={() => void copy()} aria-label={t('invite.link.copy.said', { what: label })}>
            {t('invite.link.copy')}
          </Button>
        ) : null}
        {onReplace ? (
          <Button
            kind="plain"
            onClick={onReplace}
            aria-label={t('invite.link.replace.said', { what: label })}
          >
            {t('invite.link.replace')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
