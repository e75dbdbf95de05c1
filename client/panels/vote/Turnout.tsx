import type { StageRound } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import vote from './Vote.module.css'
import { useVoteT } from './voteWords.tsx'

/** How many have voted, live; never who or how. */
export const Turnout = ({ round }: { readonly round: StageRound }) => {
  const t = useVoteT()
  const language = useStore(useSession().stage, ({ meta }) => meta.language)
  const { voted, present, endsAt } = round
  return (
    <div className={vote.soft}>
      <p>{t('vote.turnout', { voted, present: Math.max(voted, present) })}</p>
      {endsAt ? (
        <p>
          {t('vote.ends', {
            time: new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(endsAt),
          })}
        </p>
      ) : null}
    </div>
  )
}
