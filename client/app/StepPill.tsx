import { Lock } from 'lucide-react'
import { useSession, useStore } from '../model/react.tsx'
import { Disc } from '../ui/Disc.tsx'
import { useT } from '../ui/words.tsx'
import css from './StepPill.module.css'
import { useNow } from './useNow.ts'

/** What the workshop is at: the step, and the time left. */
export const StepPill = ({ boardId }: { readonly boardId: string | null }) => {
  const t = useT()
  const session = useSession()
  const step = useStore(session.stage, ({ meta }) => meta.step)
  const endsAt = useStore(session.stage, ({ meta }) => meta.timer?.endsAt ?? null)
  const resting = useStore(session.stage, ({ boards }) =>
    boards.some((board) => board.id === boardId && board.locked),
  )
  const writing = useStore(session.stage, ({ meta }) => meta.writing !== null)
  const now = useNow(1_000, endsAt !== null, endsAt)
  if (!step && endsAt === null && !resting && !writing) return null
  const left = endsAt === null ? null : endsAt - now
  const time =
    left === null
      ? null
      : left <= 0
        ? t('step.over')
        : left < 60_000
          ? t('step.seconds')
          : t('step.minutes', { minutes: Math.ceil(left / 60_000) })
  const second = [time, writing ? t('step.writing') : null, resting ? t('bar.resting') : null]
    .filter(Boolean)
    .join(' · ')
  return (
    <div className={css.pill} data-testid="step">
      {step ? (
        <span className={css.mark}>
          <Disc number={step.number} />
          {resting ? (
            <span className={css.lock}>
              <Lock size={14} aria-hidden />
            </span>
          ) : null}
        </span>
      ) : resting ? (
        <Lock size={20} aria-hidden />
      ) : null}
      <span className={css.words}>
        {step ? <span className={css.name}>{step.name}</span> : null}
        {step?.question ? (
          <details className={css.question}>
            <summary>{step.question}</summary>
            <p className={css.whole}>{step.question}</p>
          </details>
        ) : null}
        {second ? <span className={step ? css.second : css.name}>{second}</span> : null}
      </span>
    </div>
  )
}
