import { useState } from 'react'
import type { StageRound } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import { closingWords } from './closing.ts'
import { useVoteT } from './voteWords.tsx'

/** Closes an open round, after asking once more. Facilitators alone see it. */
export const CloseRound = ({
  round,
  among,
  onClosed,
}: {
  readonly round: StageRound
  /** It stands among others, so its button is read out with its question. */
  readonly among?: boolean
  readonly onClosed?: (round: string) => void
}) => {
  const t = useVoteT()
  const { info, api, status } = useSession()
  const facilitator = useStore(info, ({ role }) => role === 'facilitator')
  const offline = useStore(status, ({ state }) => state === 'offline')
  const [asking, setAsking] = useState(false)
  const { busy, ask } = useAsk()
  if (!facilitator || round.closedAt !== null) return null
  const close = async () => {
    if (!(await ask(() => api.closeRound(round.id)))) return
    setAsking(false)
    onClosed?.(round.id)
  }
  return (
    <div>
      <Button
        aria-label={among ? `${t('vote.close')}: ${round.question}` : undefined}
        onClick={() => setAsking(true)}
      >
        {t('vote.close')}
      </Button>
      {asking ? (
        <Confirm
          title={t('vote.close.title')}
          text={closingWords(round, offline, t)}
          yes={t('vote.close')}
          no={t('vote.close.no')}
          danger
          busy={busy}
          onYes={() => void close()}
          onNo={() => setAsking(false)}
        />
      ) : null}
    </div>
  )
}
