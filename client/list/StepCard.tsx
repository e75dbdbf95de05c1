import { useSession, useStore } from '../model/react.tsx'
import { Disc } from '../ui/Disc.tsx'
import { useNow } from '../ui/useNow.ts'
import { useT } from '../ui/words.tsx'
import css from './StepCard.module.css'

/** Milliseconds after which a reader of minutes is told anew. */
const READ_EVERY = 5_000

/** What the workshop is at, and how long for. Nothing when the facilitator set no step and no timer. */
export const StepCard = () => {
  const t = useT()
  const { stage } = useSession()
  const step = useStore(stage, ({ meta }) => meta.step)
  const endsAt = useStore(stage, ({ meta }) => meta.timer?.endsAt ?? null)
  const now = useNow(endsAt !== null, endsAt, READ_EVERY)
  if (!step && endsAt === null) return null
  const minutes = endsAt === null ? null : Math.max(0, Math.ceil((endsAt - now) / 60_000))
  return (
    <section className={css.card} aria-label={step?.name ?? t('list.step.timer')}>
      {step ? <Disc number={step.number} /> : null}
      <div className={css.words}>
        {step ? <p className={css.name}>{step.name}</p> : null}
        {step?.question ? <p className={css.question}>{step.question}</p> : null}
        {minutes === 0 ? <p className={css.question}>{t('list.step.up')}</p> : null}
      </div>
      {minutes ? (
        <p className={css.minutes}>
          <span aria-hidden="true">{t('list.step.minutes', { minutes })}</span>
          <span className="visually-hidden">{t('list.step.minutes.said', { minutes })}</span>
        </p>
      ) : null}
    </section>
  )
}
