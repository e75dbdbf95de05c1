import { useState } from 'react'
import type { StageRound } from '../../../shared/stage.ts'
import { paths } from '../../model/paths.ts'
import { useGo, useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import { closingWords } from '../vote/closing.ts'
import css from './FacilitatePanel.module.css'
import { useFacilitateT } from './facilitateWords.tsx'

const sameRounds = (a: readonly StageRound[], b: readonly StageRound[]): boolean =>
  a.length === b.length && a.every((round, index) => round === b[index])

/** Open rounds with how many have voted, and the way to start one. */
export const Votes = ({ onStart }: { readonly onStart: () => void }) => {
  const t = useFacilitateT()
  const { stage } = useSession()
  const open = useStore(stage, ({ rounds }) => rounds.filter((round) => round.closedAt === null), sameRounds)
  return (
    <>
      {open.length === 0 ? <p className={css.soft}>{t('facilitate.vote.none')}</p> : null}
      {open.map((round) => (
        <Round key={round.id} round={round} />
      ))}
      <Button wide onClick={onStart}>
        {t('facilitate.vote.start')}
      </Button>
      <p className={css.soft}>{t('facilitate.vote.hint')}</p>
    </>
  )
}

const Round = ({ round }: { readonly round: StageRound }) => {
  const t = useFacilitateT()
  const session = useSession()
  const go = useGo()
  const notify = useNotify()
  const offline = useStore(session.status, ({ state }) => state === 'offline')
  const { busy, ask } = useAsk()
  const [asking, setAsking] = useState(false)

  const close = async () => {
    if (!(await ask(() => session.api.closeRound(round.id)))) return
    notify({ text: t('facilitate.vote.closed') })
    go(paths.vote(session.workshop, round.id))
  }

  return (
    <div className={css.round}>
      <p className={css.strong}>{round.question}</p>
      <p>{t('facilitate.vote.count', { voted: round.voted, present: round.present })}</p>
      <Button
        aria-label={t('facilitate.vote.close.said', { question: round.question })}
        onClick={() => setAsking(true)}
      >
        {t('facilitate.vote.close')}
      </Button>
      {asking ? (
        <Confirm
          title={t('facilitate.vote.close.title')}
          text={`${t('facilitate.vote.close.text')} ${closingWords(round, offline, t)}`}
          yes={t('facilitate.vote.close')}
          no={t('facilitate.vote.close.no')}
          busy={busy}
          onYes={() => void close()}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </div>
  )
}
