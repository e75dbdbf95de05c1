import * as z from 'zod/mini'
import { useSession, useStore } from '../../model/react.tsx'
import { useDraft } from '../../model/useDraft.ts'
import { Button } from '../../ui/Button.tsx'
import { Disc } from '../../ui/Disc.tsx'
import { Field } from '../../ui/Field.tsx'
import { useAsk } from '../useAsk.ts'
import css from './FacilitatePanel.module.css'
import { useFacilitateT } from './facilitateWords.tsx'

const nextStep = z.object({ name: z.string(), question: z.string() })

/** What the workshop is at, and what comes next. */
export const Step = () => {
  const t = useFacilitateT()
  const { stage, api } = useSession()
  const step = useStore(stage, ({ meta }) => meta.step)
  const { busy, ask } = useAsk()
  const [draft, setDraft, forget] = useDraft('step', nextStep, () => ({ name: '', question: '' }))
  const { name, question } = draft

  const next = async () => {
    const number = Math.min(99, (step?.number ?? 0) + 1)
    const done = await ask(() =>
      api.command({ type: 'step', step: { number, name: name.trim(), question: question.trim() } }),
    )
    if (done) forget()
  }

  return (
    <>
      {step ? (
        <div className={css.step}>
          <Disc number={step.number} />
          <span className={css.words}>
            <span className={css.strong}>{step.name}</span>
            {step.question ? <span className={css.soft}>{step.question}</span> : null}
          </span>
          <Button
            kind="plain"
            disabled={busy}
            onClick={() => void ask(() => api.command({ type: 'step', step: null }))}
          >
            {t('facilitate.step.end')}
          </Button>
        </div>
      ) : (
        <p className={css.soft}>{t('facilitate.step.none')}</p>
      )}
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() && !busy) void next()
        }}
      >
        <Field
          label={t('facilitate.step.name')}
          hint={t('facilitate.step.name.hint')}
          value={name}
          maxLength={200}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <Field
          label={t('facilitate.step.question')}
          hint={t('facilitate.step.question.hint')}
          value={question}
          maxLength={300}
          onChange={(event) => setDraft({ ...draft, question: event.target.value })}
        />
        <Button kind="filled" type="submit" wide disabled={busy || !name.trim()}>
          {t(step ? 'facilitate.step.next' : 'facilitate.step.first')}
        </Button>
        <p className={css.soft}>{t('facilitate.step.hint')}</p>
      </form>
    </>
  )
}
