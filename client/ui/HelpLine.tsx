import { useRef } from 'react'
import { Button } from './Button.tsx'
import { copyText } from './copy.ts'
import css from './HelpLine.module.css'
import { useNotify } from './Notices.tsx'
import { useT } from './words.tsx'

/** What a person can tell whoever helps them, who finds their trouble by it in the server's log. Quiet: most need no help. */
export const HelpLine = ({ reference }: { readonly reference: string | null }) => {
  const t = useT()
  const notify = useNotify()
  const word = useRef<HTMLElement>(null)
  if (reference === null) return null
  const copy = async () => {
    if (!word.current) return
    const done = await copyText(reference, word.current)
    notify({ text: t(done ? 'ui.copied' : 'ui.copy.by-hand') })
  }
  return (
    <p className={css.help}>
      {t('ui.help')}{' '}
      <strong ref={word} className={css.word} translate="no" dir="ltr">
        {reference}
      </strong>
      <Button
        kind="plain"
        className={css.copy}
        aria-label={t('ui.help.copy', { reference })}
        onClick={() => void copy()}
      >
        {t('ui.copy')}
      </Button>
    </p>
  )
}
