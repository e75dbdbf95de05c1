import { useRef } from 'react'
import { Button } from './Button.tsx'
import { copyText } from './copy.ts'
import css from './HelpLine.module.css'
import { useNotify } from './Notices.tsx'
import { Reference } from './Reference.tsx'
import { useT } from './words.tsx'

/** What a person can tell whoever helps them, and a way to copy it. Quiet: most need no help. */
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
      <Reference reference={reference} ref={word} />
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
