import { useEffect, useState } from 'react'
import { useSession, useStore } from '../model/react.tsx'
import type { Refused } from '../model/types.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { HelpLine } from '../ui/HelpLine.tsx'
import { useT } from '../ui/words.tsx'
import css from './RefusedDialog.module.css'
import { handleOf, usePutBack } from './useRefused.ts'
import { whyRefused } from './whyRefused.ts'

/** What the server did not take: it can be put back, or thrown away, whenever one likes. */
export const RefusedDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useT()
  const session = useSession()
  const refused = useStore(session.refused)
  const reference = useStore(session.reference)
  const isEmpty = refused.length === 0
  useEffect(() => {
    if (isEmpty) onClose()
  }, [isEmpty, onClose])
  return (
    <Dialog title={t('refused.title')} onClose={onClose}>
      <p>{t('refused.lead')}</p>
      <ul className={css.list}>
        {refused.map((each) => (
          <Entry key={each.document} refused={each} />
        ))}
      </ul>
      <HelpLine reference={reference} />
    </Dialog>
  )
}

const Entry = ({ refused }: { readonly refused: Refused }) => {
  const t = useT()
  const session = useSession()
  const putBack = usePutBack()
  const { document, count } = refused
  const { writable, ready } = handleOf(session, document)
  const may = useStore(writable)
  const isReady = useStore(ready)
  const board = useStore(
    session.info,
    ({ boards }) => boards.find(({ id }) => document === `board:${id}`)?.title,
  )
  const [sure, setSure] = useState(false)
  const isPlan = document === 'plan'
  return (
    <li className={css.entry}>
      <h3 className={css.where}>{isPlan ? t('refused.where.plan') : (board ?? t('refused.where.other'))}</h3>
      <p className={css.words}>
        {t(whyRefused(refused, session))} {t(isPlan ? 'refused.kept.plan' : 'refused.kept', { count })}
      </p>
      <div className={css.actions}>
        <Button kind="filled" disabled={!may || !isReady} onClick={() => void putBack(document)}>
          {t('refused.back')}
        </Button>
        <Button
          kind={sure ? 'danger' : 'plain'}
          onClick={() => (sure ? void session.dropRefused(document) : setSure(true))}
        >
          {t(sure ? 'refused.drop.sure' : 'refused.drop')}
        </Button>
      </div>
    </li>
  )
}
