import { useState } from 'react'
import { CONSENTS, type Consent as ConsentValue } from '../../../shared/consent.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Details } from '../../ui/Details.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { useBesideT } from '../besideWords.tsx'
import { useAsk } from '../useAsk.ts'
import css from './PeoplePanel.module.css'

/** What may be kept of my words. */
export const Consent = () => {
  const t = useBesideT()
  const session = useSession()
  const notify = useNotify()
  const { busy, ask } = useAsk()
  const kept = useStore(session.info, (info) => info.consent)
  const [asked, setAsked] = useState<ConsentValue | null>(null)

  const choose = async (consent: ConsentValue) => {
    setAsked(consent)
    const done = await ask(async () => {
      await session.api.command({ type: 'consent', consent })
      await session.refresh()
    })
    setAsked(null)
    if (done) notify({ text: t('people.consent.done') })
  }

  // Folded for whoever has chosen: the people are what this panel is mostly opened for. Not folded under the hand that chooses.
  const [wasChosen] = useState(kept !== null)
  const choice = (
    <>
      <Choice
        label={t('people.consent')}
        hideLabel={wasChosen}
        options={CONSENTS.map((value) => ({
          value,
          label: t(`consent.${value}`),
          hint: t(`consent.${value}.hint`),
        }))}
        value={asked ?? kept}
        onChange={(consent) => !busy && void choose(consent)}
      />
      {kept === null ? <p className={css.soft}>{t('consent.unset')}</p> : null}
    </>
  )
  return (
    <div className={css.consent}>
      {wasChosen && kept !== null ? (
        <Details
          summary={
            <>
              <span>{t('people.consent')}</span>
              <strong>{t(`consent.${kept}`)}</strong>
            </>
          }
        >
          {choice}
        </Details>
      ) : (
        choice
      )}
    </div>
  )
}
