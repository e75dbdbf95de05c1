import type { StageRound } from '../../shared/stage.ts'
import { placesOf } from '../panels/vote/places.ts'
import { useMedia } from '../ui/useMedia.ts'
import { useT } from '../ui/words.tsx'
import { HallSheet } from './HallSheet.tsx'
import css from './HallResult.module.css'

/** As many as a back row can read, on a projector and on a screen that is less high. */
const SHOWN = { tall: 7, low: 4 } as const
/** As many may take two lines each. */
const WITH_ROOM = 3

/** What people chose, longest bar first; what nobody chose has no place. Bars never move while they are read. */
export const HallResult = ({ round }: { readonly round: StageRound }) => {
  const t = useT()
  const tall = useMedia('(min-height: 1072px)')
  const places = placesOf(round)
  const shown = places.filter(({ chosen }) => chosen).slice(0, tall ? SHOWN.tall : SHOWN.low)
  const rest = places.length - shown.length
  const voted = (round.result?.turnout.voted ?? 0) > 0
  return (
    <HallSheet
      what={t('hall.result')}
      question={round.question}
      lines={2}
      foot={
        <>
          {round.result ? t('hall.turnout', round.result.turnout) : null}
          {rest > 0 && shown.length > 0 ? ` · ${t('hall.result.more', { count: rest })}` : null}
        </>
      }
    >
      {shown.length > 0 ? (
        <ol role="list" className={css.list}>
          {shown.map(({ item, rank, total, share, candidate }) => (
            <li key={item} className={css.row}>
              <span className={css.rank}>{t('hall.place', { rank })}</span>
              <span className={shown.length > WITH_ROOM ? css.line : css.text} dir="auto">
                {candidate?.text || t('note.empty')}
              </span>
              <span className={css.bar} style={{ inlineSize: `${(share * 100).toFixed(1)}%` }} aria-hidden />
              <span className={css.total}>{t('hall.points', { total })}</span>
            </li>
          ))}
        </ol>
      ) : (
        <p className={css.nothing}>{t(voted ? 'hall.result.nothing' : 'vote.result.none')}</p>
      )}
    </HallSheet>
  )
}
