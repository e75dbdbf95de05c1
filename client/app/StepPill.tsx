import { Lock } from 'lucide-react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useSession, useStore } from '../model/react.tsx'
import { Disc } from '../ui/Disc.tsx'
import { useT } from '../ui/words.tsx'
import css from './StepPill.module.css'
import { useNow } from '../ui/useNow.ts'

/** What the workshop is at: the step, and the time left. Pressed, it says the step's whole question. */
export const StepPill = ({ boardId }: { readonly boardId: string | null }) => {
  const t = useT()
  const session = useSession()
  const step = useStore(session.stage, ({ meta }) => meta.step)
  const endsAt = useStore(session.stage, ({ meta }) => meta.timer?.endsAt ?? null)
  const resting = useStore(session.stage, ({ boards }) =>
    boards.some((board) => board.id === boardId && board.locked),
  )
  const writing = useStore(session.stage, ({ meta }) => meta.writing !== null)
  const now = useNow(endsAt !== null, endsAt)
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
  if (!step)
    return (
      <div className={css.pill} data-testid="step">
        {resting ? <Lock size={20} aria-hidden /> : null}
        <span className={css.name}>{second}</span>
      </div>
    )
  return (
    <DialogTrigger>
      <Button className={css.pill ?? ''} data-testid="step">
        <span className={css.mark}>
          <Disc number={step.number} />
          {resting ? (
            <span className={css.lock}>
              <Lock size={14} aria-hidden />
            </span>
          ) : null}
        </span>
        <span className={css.words}>
          <span className={css.name}>{step.name}</span>
          {/* What does not fit is said when the pill is pressed: what presses most stands first. */}
          {second || step.question ? <span className={css.second}>{second || step.question}</span> : null}
        </span>
      </Button>
      <Popover className={css.popover ?? ''} offset={6} placement="bottom">
        <Dialog className={css.whole ?? ''} aria-label={t('step.whole')}>
          <p className={css.wholeName}>{step.name}</p>
          {step.question ? <p>{step.question}</p> : null}
          {second ? <p className={css.wholeSecond}>{second}</p> : null}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
