import { useEffect, useRef, useState } from 'react'
import type { StageRound } from '../../../shared/stage.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { useBackCloses } from '../../ui/back.tsx'
import { PHONE, useMedia } from '../../ui/useMedia.ts'
import { useAnnounce } from '../../ui/Notices.tsx'
import { Ballot } from './Ballot.tsx'
import { OpenRoundForm } from './OpenRoundForm.tsx'
import { ResultView } from './ResultView.tsx'
import { RoundList } from './RoundList.tsx'
import { RoundPanel } from './RoundPanel.tsx'
import { placeOf, showingOf, type Place, type Showing } from './rounds.ts'
import { Turnout } from './Turnout.tsx'
import vote from './Vote.module.css'
import { useVoteT, VoteWords } from './voteWords.tsx'

export interface VoteScreenProps {
  /** The round to begin with; left out, the one that is open, or the list of all. */
  readonly round?: string | undefined
  /** The board whose notes a new round offers first. */
  readonly board?: string | undefined
  /** Begins with the form of a new vote; facilitators alone have one. */
  readonly start?: boolean
  /** Grows when the page is asked for again, as by its link in the bar: then it leads where the address does. */
  readonly asked: number
  /** Hears what is shown; null once nothing is. It stays the same function. */
  readonly onShowing: (showing: Showing) => void
  readonly onClose: () => void
}

/** Voting: all rounds, my ballot, the results; for facilitators, opening and closing. A full screen on a phone, else a panel. */
export const VoteScreen = (props: VoteScreenProps) => (
  <VoteWords>
    <Whole {...props} />
  </VoteWords>
)

const Whole = ({ round, board, start, asked, onShowing, onClose }: VoteScreenProps) => {
  const { stage, info } = useSession()
  const role = useStore(info, (now) => now.role)
  const [place, setPlace] = useState<Place>(() =>
    start && role === 'facilitator' ? { at: 'form' } : placeOf(stage.get(), role, round),
  )
  const wish = `${asked} ${round ?? ''}`
  const [followed, setFollowed] = useState(wish)
  if (wish !== followed) {
    setFollowed(wish)
    setPlace(placeOf(stage.get(), role, round))
  }
  const showing = showingOf(place)
  useEffect(() => {
    onShowing(showing)
    return () => onShowing(null)
  }, [showing, onShowing])
  const id = place.at === 'round' ? place.round : null
  const shown = useStore(stage, ({ rounds }) => rounds.find((known) => known.id === id))
  const toRound = (picked: string) => setPlace({ at: 'round', round: picked, straight: false })
  const toList = () => setPlace({ at: 'list' })
  // Back leads there, too, as the arrow on the screen does.
  useBackCloses(useMedia(PHONE) && (place.at === 'form' || (place.at === 'round' && !place.straight)), toList)

  if (place.at === 'form' && role === 'facilitator')
    return <OpenRoundForm board={board} onBack={toList} onOpened={toRound} />
  if (place.at === 'round' && shown)
    return (
      <RoundView
        key={shown.id}
        round={shown}
        onBack={place.straight ? onClose : toList}
        onList={toList}
        onVote={toRound}
      />
    )
  return <RoundList onPick={toRound} onStart={() => setPlace({ at: 'form' })} onClose={onClose} />
}

const RoundView = ({
  round,
  onBack,
  onList,
  onVote,
}: {
  readonly round: StageRound
  readonly onBack: () => void
  readonly onList: () => void
  readonly onVote: (round: string) => void
}) => {
  const t = useVoteT()
  const announce = useAnnounce()
  const role = useStore(useSession().info, (now) => now.role)
  const open = round.closedAt === null
  const wasOpen = useRef(open)
  useEffect(() => {
    if (wasOpen.current && !open) announce(t('vote.close.done'), 'voting')
    wasOpen.current = open
  }, [open, announce, t])

  if (open && role !== 'viewer') return <Ballot {...{ round, onBack, onList }} />
  return (
    <RoundPanel round={round} onClose={onBack}>
      {open ? (
        <div className={vote.group}>
          <p>{t('vote.viewer')}</p>
          <Turnout round={round} />
        </div>
      ) : (
        <ResultView {...{ round, onList, onVote }} />
      )}
    </RoundPanel>
  )
}
