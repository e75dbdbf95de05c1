import { useEffect, useMemo, useRef, useState } from 'react'
import { Lock } from 'lucide-react'
import { methodOf } from '../../../shared/methods/registry.ts'
import type { StageRound } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useAnnounce } from '../../ui/Notices.tsx'
import { dotsLeft, type BallotDraft } from './ballot.ts'
import { DotsRow, ScoreRow } from './CandidateRow.tsx'
import { CloseRound } from './CloseRound.tsx'
import { RoundPanel } from './RoundPanel.tsx'
import { fewVoters } from './rounds.ts'
import { orderFor } from './shuffle.ts'
import { Turnout } from './Turnout.tsx'
import { useBallot } from './useBallot.ts'
import css from './Ballot.module.css'
import vote from './Vote.module.css'
import { VoteDot } from './VoteDot.tsx'
import { useVoteT, type SayVote } from './voteWords.tsx'

/** More dots than these are told in words alone. */
const DRAWN_DOTS = 12

const stateWords = (
  { state, words, stored, first }: BallotDraft,
  { offline, sure }: { readonly offline: boolean; readonly sure: boolean },
  t: SayVote,
): string => {
  const none = Object.keys(stored).length === 0
  switch (state) {
    case 'loading':
      return t(offline ? 'vote.state.loading.offline' : 'vote.state.loading')
    case 'saved':
      if (offline) return t(none ? 'vote.state.none.offline' : 'vote.state.saved.offline')
      if (!sure) return t('vote.state.loading')
      return t(none ? 'vote.state.saved.none' : 'vote.state.saved')
    case 'changed':
    case 'sending':
      return t(offline ? 'vote.state.waiting' : 'vote.state.sending')
    case 'waiting':
      return t('vote.state.waiting')
    case 'closed':
      return t(first ? 'vote.state.closed.all' : 'vote.state.closed')
    case 'refused':
      return words || t('vote.state.refused')
    default:
      return state satisfies never
  }
}

interface BallotProps {
  readonly round: StageRound
  /** Back to where one came from. */
  readonly onBack: () => void
  /** To all votes. */
  readonly onList: () => void
}

/** My ballot in an open round. */
export const Ballot = ({ round, onBack, onList }: BallotProps) => {
  const t = useVoteT()
  const announce = useAnnounce()
  const me = useStore(useSession().info, ({ participant }) => participant.id)
  const offline = useStore(useSession().status, ({ state }) => state === 'offline')
  const facilitator = useStore(useSession().info, ({ role }) => role === 'facilitator')
  const { draft, sure, choose, flush } = useBallot(round.id)
  const [done, setDone] = useState(false)
  const candidates = useMemo(() => orderFor(me, round.id, round.candidates), [me, round.id, round.candidates])
  const { method } = round
  const { choices } = draft
  const left = method.type === 'dots' ? Math.max(0, dotsLeft(method, choices)) : null

  const before = useRef(left)
  useEffect(() => {
    if (left !== null && before.current !== left) announce(t('vote.tray.dots.said', { left }), 'voting')
    before.current = left
  }, [left, announce, t])

  const disabled = draft.state === 'loading' || draft.state === 'closed'
  if (done) return <Thanks {...{ round, draft, sure, onBack, onList }} onChange={() => setDone(false)} />
  return (
    <RoundPanel
      round={round}
      onClose={onBack}
      footer={
        <>
          <p className={css.secret}>
            <Lock size={20} aria-hidden />
            <span>
              {t(method.type === 'dots' ? 'vote.secret.dots' : 'vote.secret.score')}
              {fewVoters(round) ? ` ${t('vote.secret.few')}` : ''}
            </span>
          </p>
          <Button
            kind="filled"
            big
            wide
            disabled={draft.state === 'loading'}
            onClick={() => {
              flush()
              setDone(true)
            }}
          >
            {t('vote.done')}
          </Button>
        </>
      }
    >
      {facilitator ? <Leading round={round} /> : null}
      <div className={css.tray}>
        {method.type === 'dots' && method.budget <= DRAWN_DOTS ? (
          <span className={css.dots}>
            {Array.from({ length: method.budget }, (_, index) => (
              <VoteDot key={index} empty={index >= (left ?? 0)} />
            ))}
          </span>
        ) : null}
        <p className={vote.left}>
          {left === null
            ? t('vote.tray.score', { done: Object.keys(choices).length, count: candidates.length })
            : t('vote.tray.dots', { left })}
        </p>
        <p className={css.state} role="status" data-state={draft.state}>
          {stateWords(draft, { offline, sure }, t)}
        </p>
      </div>
      <p className={vote.soft}>{methodOf(method).rule(method, t)}</p>
      <ul role="list" className={vote.rows}>
        {candidates.map((candidate) => {
          const value = choices[candidate.item] ?? null
          return method.type === 'dots' ? (
            <DotsRow
              key={candidate.item}
              {...{ candidate, value, disabled }}
              most={Math.min(method.cap, (value ?? 0) + (left ?? 0))}
              onChoose={choose}
            />
          ) : (
            <ScoreRow key={candidate.item} {...{ candidate, value, disabled }} onChoose={choose} />
          )
        })}
      </ul>
      {facilitator ? null : <Turnout round={round} />}
      <Button kind="plain" onClick={onList}>
        {t('vote.back.rounds')}
      </Button>
    </RoundPanel>
  )
}

/** How many have voted, and the way to close: what a facilitator looks for first. */
const Leading = ({ round }: { readonly round: StageRound }) => (
  <div className={css.leading}>
    <Turnout round={round} />
    <CloseRound round={round} />
  </div>
)

const Thanks = ({
  round,
  draft,
  sure,
  onChange,
  onBack,
  onList,
}: BallotProps & {
  readonly draft: BallotDraft
  readonly sure: boolean
  readonly onChange: () => void
}) => {
  const t = useVoteT()
  const facilitator = useStore(useSession().info, ({ role }) => role === 'facilitator')
  const offline = useStore(useSession().status, ({ state }) => state === 'offline')
  const kept = draft.state === 'saved' && Object.keys(draft.stored).length > 0 && (sure || offline)
  return (
    <RoundPanel
      round={round}
      onClose={onBack}
      footer={
        <Button big wide onClick={onChange}>
          {t('vote.done.change')}
        </Button>
      }
    >
      {facilitator ? <Leading round={round} /> : null}
      <div className={css.thanks} role="status">
        <p className={css.big}>{kept ? t('vote.done.title') : stateWords(draft, { offline, sure }, t)}</p>
        <p>{t('vote.done.hint')}</p>
      </div>
      {facilitator ? null : <Turnout round={round} />}
      <Button kind="plain" onClick={onList}>
        {t('vote.back.rounds')}
      </Button>
    </RoundPanel>
  )
}
