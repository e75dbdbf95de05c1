import { useEffect, useRef, useState } from 'react'
import type { Stage, StageRound } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { useAnnounce } from '../../ui/Notices.tsx'
import { useT } from '../../ui/words.tsx'
import { Ballot } from './Ballot.tsx'
import { OpenRoundForm } from './OpenRoundForm.tsx'
import { ResultView } from './ResultView.tsx'
import { RoundList } from './RoundList.tsx'
import { RoundPanel } from './RoundPanel.tsx'
import { Turnout } from './Turnout.tsx'
import vote from './Vote.module.css'

type Place =
  { readonly at: 'list' } | { readonly at: 'form' } | { readonly at: 'round'; readonly round: string }

export interface VoteScreenProps {
  /** The round to begin with; left out, the one that is open, or the list of all. */
  readonly round?: string | undefined
  /** The board whose notes a new round offers first. */
  readonly board?: string | undefined
  /** Begins with the form of a new vote; facilitators alone have one. */
  readonly start?: boolean
  readonly onClose: () => void
}

/** Where one begins: straight at the ballot when there is just one open round, and nothing to start. */
const beginning = (stage: Stage, role: string, round: string | undefined): Place => {
  if (round) return { at: 'round', round }
  const open = stage.rounds.filter(({ closedAt }) => closedAt === null)
  const [only] = open
  return only && open.length === 1 && role !== 'facilitator'
    ? { at: 'round', round: only.id }
    : { at: 'list' }
}

/** Voting: all rounds, my ballot, the results; for facilitators, opening and closing. A full screen on a phone, else a panel. */
export const VoteScreen = ({ round, board, start, onClose }: VoteScreenProps) => {
  const { stage, info } = useSession()
  const role = useStore(info, (now) => now.role)
  const [place, setPlace] = useState<Place>(() =>
    start && role === 'facilitator' ? { at: 'form' } : beginning(stage.get(), role, round),
  )
  const id = place.at === 'round' ? place.round : null
  const shown = useStore(stage, ({ rounds }) => rounds.find((known) => known.id === id))
  const toList = () => setPlace({ at: 'list' })

  if (place.at === 'form' && role === 'facilitator')
    return (
      <OpenRoundForm
        board={board}
        onBack={toList}
        onOpened={(made) => setPlace({ at: 'round', round: made })}
      />
    )
  if (place.at === 'round' && shown) return <RoundView key={shown.id} round={shown} onBack={toList} />
  return (
    <RoundList
      onPick={(picked) => setPlace({ at: 'round', round: picked })}
      onStart={() => setPlace({ at: 'form' })}
      onClose={onClose}
    />
  )
}

const RoundView = ({ round, onBack }: { readonly round: StageRound; readonly onBack: () => void }) => {
  const t = useT()
  const announce = useAnnounce()
  const role = useStore(useSession().info, (now) => now.role)
  const open = round.closedAt === null
  const wasOpen = useRef(open)
  useEffect(() => {
    if (wasOpen.current && !open) announce(t('vote.close.done'), 'voting')
    wasOpen.current = open
  }, [open, announce, t])

  if (open && role !== 'viewer') return <Ballot round={round} onBack={onBack} />
  return (
    <RoundPanel round={round} onClose={onBack}>
      {open ? (
        <div className={vote.group}>
          <p>{t('vote.viewer')}</p>
          <Turnout round={round} />
        </div>
      ) : (
        <ResultView round={round} />
      )}
    </RoundPanel>
  )
}
