import { useState, type FormEvent } from 'react'
import { useGo } from '../model/react.tsx'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { useT } from '../ui/words.tsx'
import css from './Form.module.css'
import { FormError } from './FormError.tsx'
import { FormPage } from './FormPage.tsx'
import { startWorkshop } from './startWorkshop.ts'
import { useSending } from './useSending.ts'

/** Start a workshop: a title, and perhaps a name. */
export const StartScreen = ({ storage }: { readonly storage: Storage | null }) => {
  const t = useT()
  const go = useGo()
  const [title, setTitle] = useState('')
  const [name, setName] = useState('')
  const { busy, error, reference, send } = useSending()
  const [missing, setMissing] = useState(false)

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!title.trim()) {
      setMissing(true)
      document.getElementById('start-title')?.focus()
      return
    }
    void send(async () => {
      const wanted = { title: title.trim(), ...(name.trim() ? { name: name.trim() } : {}) }
      go(await startWorkshop(wanted, { storage, t }), { replace: true })
    })
  }

  return (
    <FormPage title={t('app.start.title')} foot={t('app.landing.foot')}>
      <form className={css.form} onSubmit={onSubmit} noValidate>
        <Field
          id="start-title"
          label={t('app.start.label')}
          hint={t('app.start.hint')}
          value={title}
          maxLength={200}
          required
          autoComplete="off"
          autoFocus
          error={missing && !title.trim() ? t('app.start.missing') : null}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Field
          label={t('app.start.name')}
          hint={t('app.start.name.hint')}
          value={name}
          maxLength={60}
          autoComplete="given-name"
          onChange={(event) => setName(event.target.value)}
        />
        <FormError error={error} reference={reference} />
        <Button kind="filled" big wide type="submit" disabled={busy}>
          {t(busy ? 'app.start.busy' : 'app.start.go')}
        </Button>
      </form>
    </FormPage>
  )
}
