import { useId, useRef } from 'react'
import { Button } from '../../ui/Button.tsx'
import { copyText } from '../../ui/copy.ts'
import field from '../../ui/Field.module.css'
import { useNotify } from '../../ui/Notices.tsx'
import { useT } from '../../ui/words.tsx'
import css from './LinkRow.module.css'

/** A link to send: what it is for, the link itself, and a button that copies it. Without one, `onReplace` makes one. */
export const LinkRow = ({
  label,
  hint,
  link,
  news,
  onReplace,
}: {
  readonly label: string
  readonly hint?: string
  readonly link: string | null
  /** What has just become of it. */
  readonly news?: string | null
  readonly onReplace?: () => void
}) => {
  const t = useT()
  const notify = useNotify()
  const id = useId()
  const box = useRef<HTMLInputElement>(null)

  const copy = async () => {
    if (!link || !box.current) return
    const done = await copyText(link, box.current)
    notify({ text: t(done ? 'invite.copied' : 'ui.copy.by-hand') })
  }

  const replace = onReplace ? (
    <Button kind="plain" onClick={onReplace} aria-label={t('invite.link.replace.said', { what: label })}>
      {t('invite.link.replace')}
    </Button>
  ) : null

  return (
    <div className={css.row}>
      {link ? (
        <label htmlFor={id} className={field.label}>
          {label}
        </label>
      ) : (
        <h4 className={field.label}>{label}</h4>
      )}
      {hint ? (
        <p id={`${id}-hint`} className={field.hint}>
          {hint}
        </p>
      ) : null}
      {link ? (
        <div className={css.line}>
          <input
            ref={box}
            id={id}
            className={css.link}
            readOnly
            value={link}
            aria-describedby={hint ? `${id}-hint` : undefined}
            onFocus={(event) => event.target.select()}
          />
          <Button onClick={() => void copy()} aria-label={t('invite.link.copy.said', { what: label })}>
            {t('invite.link.copy')}
          </Button>
          {replace}
        </div>
      ) : (
        <div className={css.line}>
          <p className={css.unknown}>{t('invite.link.unknown')}</p>
          {replace}
        </div>
      )}
      {onReplace ? (
        <p role="status" className={css.news}>
          {news}
        </p>
      ) : null}
    </div>
  )
}
