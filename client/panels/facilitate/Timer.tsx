import { useState } from 'react'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Stepper } from '../../ui/Stepper.tsx'
import { useAsk } from '../useAsk.ts'
import css from './FacilitatePanel.module.css'
import { clockOf } from '../../ui/clock.ts'
import { useNow } from '../../ui/useNow.ts'
import { useFacilitateT } from './facilitateWords.tsx'

/** Minutes that a new timer starts from, and the most it takes here. */
const START = 5
const MOST = 180

/** The timer: it tells the time, and ends nothing. */
export const Timer = () => {
  const t = useFacilitateT()
  const { stage, api } = useSession()
  const timer = useStore(stage, ({ meta }) => meta.timer)
  const now = useNow(timer !== null, timer?.endsAt ?? null)
  const { busy, ask } = useAsk()
  const [minutes, setMinutes] = useState(START)

  if (!timer)
    return (
      <div className={css.group}>
        <div className={css.line}>
          <span className={css.strong}>{t('facilitate.timer')}</span>
          <Stepper
            label={t('facilitate.timer.minutes')}
            value={minutes}
            min={1}
            max={MOST}
            onChange={setMinutes}
          >
            {t('facilitate.timer.value', { minutes })}
          </Stepper>
        </div>
        <Button
          wide
          disabled={busy}
          onClick={() => void ask(() => api.command({ type: 'timer.start', minutes }))}
        >
          {t('facilitate.timer.start')}
        </Button>
        <p className={css.soft}>{t('facilitate.timer.hint')}</p>
      </div>
    )

  const left = timer.endsAt - now
  const extend = (by: number) => () => void ask(() => api.command({ type: 'timer.extend', minutes: by }))
  return (
    <div className={css.group}>
      <div className={css.line}>
        <Button
          disabled={busy || left <= 60_000}
          aria-label={t('facilitate.timer.less.said')}
          onClick={extend(-1)}
        >
          {t('facilitate.timer.less')}
        </Button>
        {/* No live region: a screen reader would read every second. The announcements tell when it matters. */}
        <span className={css.clock} role="timer" aria-live="off" aria-label={t('facilitate.timer.left')}>
          {left > 0 ? clockOf(left) : t('facilitate.timer.over')}
        </span>
        <Button disabled={busy} aria-label={t('facilitate.timer.more.said')} onClick={extend(1)}>
          {t('facilitate.timer.more')}
        </Button>
      </div>
      <Button wide disabled={busy} onClick={() => void ask(() => api.command({ type: 'timer.stop' }))}>
        {t('facilitate.timer.stop')}
      </Button>
      <p className={css.soft}>{t('facilitate.timer.hint')}</p>
    </div>
  )
}
