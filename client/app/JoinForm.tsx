import { useState, type FormEvent } from 'react'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { useT } from '../ui/words.tsx'
import css from './Form.module.css'
import { FormError } from './FormError.tsx'
import { FormPage } from './FormPage.tsx'
import { useSending } from './useSending.ts'

/** Join: a name or none, and in three sentences what is kept and who sees it. */
export const JoinForm = ({
  title,
  onJoin,
}: {
  readonly title: string
  /** Without a name, the server makes up a friendly one. @throws Refusal */
  readonly onJoin: (name?: string) => Promise<void>
}) => {
  const t = useT()
  const [name, setName] = useState('')
  const { busy, error, reference, send } = useSending()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void send(() => onJoin(name.trim() || undefined))
  }

  return (
    <FormPage over={t('app.join.over')} title={title} foot={t('app.join.foot')}>
      <form className={css.form} onSubmit={onSubmit}>
        <Field
          label={t('app.join.name')}
          hint={t('app.join.name.hint')}
          value={name}
          maxLength={60}
          autoComplete="given-name"
          onChange={(event) => setName(event.target.value)}
        />
        <FormError error={error} reference={reference} />
        <div className={css.actions}>
          <Button kind="filled" big wide type="submit" disabled={busy}>
            {t('app.join.go')}
          </Button>
          <Button kind="outlined" big wide disabled={busy} onClick={() => void send(onJoin)}>
            {t('app.join.nameless')}
          </Button>
        </div>
      </form>
      <div className={css.told}>
        <p>{t('app.join.told.1')}</p>
        <p>{t('app.join.told.2')}</p>
        <p>{t('app.join.told.3')}</p>
      </div>
    </FormPage>
  )
}
