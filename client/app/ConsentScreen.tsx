import { useState } from 'react'
import { CONSENTS, type Consent } from '../../shared/commands.ts'
import { Refusal } from '../../shared/errors.ts'
import { useSession } from '../model/react.tsx'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { useT } from '../ui/words.tsx'
import css from './Form.module.css'
import { FormPage } from './FormPage.tsx'

/** What may be kept of my words. Nothing is ticked beforehand; it can wait, and what holds meanwhile is said. */
export const ConsentScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const t = useT()
  const session = useSession()
  const [chosen, setChosen] = useState<Consent | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const save = async () => {
    if (!chosen) return
    setBusy(true)
    try {
      await session.api.command({ type: 'consent', consent: chosen })
      onDone()
    } catch (refused) {
      setBusy(false)
      setError(refused instanceof Refusal ? refused.message : t('ui.failed'))
    }
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
      {error ? (
        <p className={css.error} role="alert">
          {error}
        </p>
      ) : null}
      <div className={css.actions}>
        <Button kind="filled" big wide disabled={!chosen || busy} onClick={() => void save()}>
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
