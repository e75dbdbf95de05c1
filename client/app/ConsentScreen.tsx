import { useState } from 'react'
import { CONSENTS, type Consent } from '../../shared/consent.ts'
import { useSession } from '../model/react.tsx'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { useT } from '../ui/words.tsx'
import css from './Form.module.css'
import { FormError } from './FormError.tsx'
import { FormPage } from './FormPage.tsx'
import { useSending } from './useSending.ts'

/** What may be kept of my words. Nothing is ticked beforehand; it can wait, and what holds meanwhile is said. */
export const ConsentScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const t = useT()
  const session = useSession()
  const [chosen, setChosen] = useState<Consent | null>(null)
  const { busy, error, reference, send } = useSending()

  const save = async (consent: Consent) => {
    await session.api.command({ type: 'consent', consent })
    onDone()
  }

  return (
    <FormPage title={t('app.consent.title')} foot={t('app.consent.foot')} back={false}>
      <Choice
        label={t('app.consent.label')}
        options={CONSENTS.map((value) => ({
          value,
          label: t(`consent.${value}`),
          hint: t(`consent.${value}.hint`),
        }))}
        value={chosen}
        onChange={setChosen}
      />
      <FormError error={error} reference={reference} />
      <div className={css.actions}>
        <Button
          kind="filled"
          big
          wide
          disabled={!chosen || busy}
          onClick={() => chosen && void send(() => save(chosen))}
        >
          {t('app.consent.go')}
        </Button>
        <Button kind="plain" wide onClick={onDone}>
          {t('app.consent.later')}
        </Button>
        <p className={css.unset}>{t('consent.unset')}</p>
      </div>
    </FormPage>
  )
}
