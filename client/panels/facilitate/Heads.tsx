import { useState } from 'react'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { useAsk } from '../useAsk.ts'
import css from './FacilitatePanel.module.css'
import { useFacilitateT } from './facilitateWords.tsx'

const MOST = 100_000

/** How many heads there are in the room: more ballots than heads are told to everybody. */
export const Heads = () => {
  const t = useFacilitateT()
  const { stage, api } = useSession()
  const heads = useStore(stage, ({ meta }) => meta.heads)
  const notify = useNotify()
  const { busy, ask } = useAsk()
  const [text, setText] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)

  const save = async (value: number | null) => {
    if (!(await ask(() => api.command({ type: 'heads', heads: value })))) return
    setText(null)
    notify({ text: t('facilitate.heads.done') })
  }
  const submit = () => {
    const value = Number(text ?? heads)
    const fits = Number.isInteger(value) && value >= 1 && value <= MOST
    setWrong(!fits)
    if (fits) void save(value)
  }

  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field
        label={t('facilitate.heads')}
        hint={t('facilitate.heads.hint')}
        error={wrong ? t('facilitate.heads.wrong') : null}
        inputMode="numeric"
        value={text ?? (heads === null ? '' : String(heads))}
        maxLength={6}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={css.buttons}>
        <Button type="submit" disabled={busy || text === null}>
          {t('facilitate.heads.save')}
        </Button>
        {heads === null ? null : (
          <Button kind="plain" disabled={busy} onClick={() => void save(null)}>
            {t('facilitate.heads.forget')}
          </Button>
        )}
      </div>
    </form>
  )
}
