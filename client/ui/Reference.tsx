import type { Ref } from 'react'
import css from './Reference.module.css'
import { useT } from './words.tsx'

/** What a person can tell whoever helps them, who finds their trouble by it in the server's log. */
export const Reference = ({
  reference,
  ref,
}: {
  readonly reference: string
  /** The word itself. */
  readonly ref?: Ref<HTMLElement>
}) => {
  const t = useT()
  return (
    <>
      {t('ui.help')}{' '}
      <strong ref={ref} className={css.word} translate="no" dir="ltr">
        {reference}
      </strong>
    </>
  )
}
