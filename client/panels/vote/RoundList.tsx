import type { StageRound } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Offline } from '../Offline.tsx'
import { CloseRound } from './CloseRound.tsx'
import { Turnout } from './Turnout.tsx'
import css from './RoundList.module.css'
import vote from './Vote.module.css'
import { useVoteT } from './voteWords.tsx'

/** The votes of a workshop: those open now, then those that have closed, the latest first. */
export const RoundList = ({
  onPick,
  onStart,
  onClose,
}: {
  readonly onPick: (round: string) => void
  readonly onStart: () => void
  readonly onClose: () => void
}) => {
  const t = useVoteT()
  const { stage, info } = useSession()
  const rounds = useStore(stage, (now) => now.rounds)
  const role = useStore(info, (now) => now.role)
  const language = useStore(stage, ({ meta }) => meta.language)
  const moment = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  const open = rounds.filter(({ closedAt }) => closedAt === null)
  const closed = rounds.filter(({ closedAt }) => closedAt !== null).reverse()
  const start = (
    <Button kind={open.length ? 'outlined' : 'filled'} big wide onClick={onStart}>
      {t('vote.start')}
    </Button>
  )
  return (
    <Panel title={t('vote.title')} onClose={onClose} footer={role === 'facilitator' ? start : null}>
      <Offline />
      <section className={vote.group}>
        <h3 className={vote.heading}>{t('vote.open.heading')}</h3>
        {open.length ? (
          <ul role="list" className={vote.rows}>
            {open.map((round) => (
              <OpenCard key={round.id} round={round} watch={role === 'viewer'} onPick={onPick} />
            ))}
          </ul>
        ) : (
          <p className={vote.soft}>
            {t('vote.none')} {t('vote.none.hint')}
          </p>
        )}
      </section>
      <section className={vote.group}>
        <h3 className={vote.heading}>{t('vote.closed.heading')}</h3>
        {closed.length ? (
          <ul role="list" className={vote.rows}>
            {closed.map(({ id, question, result, closedAt, method }) => (
              <li key={id} className={css.card}>
                <p className={css.question} dir="auto">
                  {question}
                </p>
                <p className={vote.soft}>
                  {closedAt === null ? null : `${moment.format(closedAt)} · `}
                  {t(`vote.form.method.${method.type}`)}
                </p>
                {result ? (
                  <p className={vote.soft}>
                    {t('vote.result.turnout', {
                      voted: result.turnout.voted,
                      present: Math.max(result.turnout.voted, result.turnout.present),
                    })}
                  </p>
                ) : null}
                <Button aria-label={`${t('vote.see')}: ${question}`} onClick={() => onPick(id)}>
                  {t('vote.see')}
                </Button>
              </li>
            ))}
          </ul>
        ) : (
          <p className={vote.soft}>{t('vote.none.past')}</p>
        )}
      </section>
    </Panel>
  )
}

const OpenCard = ({
  round,
  watch,
  onPick,
}: {
  readonly round: StageRound
  readonly watch: boolean
  readonly onPick: (round: string) => void
}) => {
  const t = useVoteT()
  const words = t(watch ? 'vote.watch' : 'vote.go')
  return (
    <li className={css.card}>
      <p className={css.question} dir="auto">
        {round.question}
      </p>
      <Turnout round={round} />
      <Button
        kind="outlined"
        big
        wide
        aria-label={`${words}: ${round.question}`}
        onClick={() => onPick(round.id)}
      >
        {words}
      </Button>
      <CloseRound round={round} among onClosed={onPick} />
    </li>
  )
}
