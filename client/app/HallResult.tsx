import type { StageRound } from '../../shared/stage.ts'
import { useT } from '../ui/words.tsx'
import css from './HallResult.module.css'

/** As many as a back row can read. */
const SHOWN = 7

/** What people chose, longest bar first. Bars never move while they are read. */
export const HallResult = ({ round }: { readonly round: StageRound }) => {
  const t = useT()
  const tallied = round.result?.candidates ?? []
  const most = Math.max(1, ...tallied.map(({ total }) => total))
  const words = new Map(round.candidates.map((candidate) => [candidate.item, candidate.text]))
  const rest = tallied.length - SHOWN
  return (
    <section className={css.result}>
      <p className={css.what}>{t('hall.result')}</p>
      <h2 className={css.question}>{round.question}</h2>
      <ol role="list" className={css.list}>
        {tallied.slice(0, SHOWN).map(({ item, rank, total }) => (
          <li key={item} className={css.row}>
            <span className={css.rank}>{t('hall.place', { rank })}</span>
            <span className={css.text}>{words.get(item) || t('note.empty')}</span>
            <span className={css.bar} style={{ inlineSize: `${(total / most) * 100}%` }} aria-hidden />
            <span className={css.total}>{t('hall.points', { total })}</span>
          </li>
        ))}
      </ol>
      <p className={css.foot}>
        {round.result ? t('hall.turnout', round.result.turnout) : null}
        {rest > 0 ? ` · ${t('hall.result.more', { count: rest })}` : null}
      </p>
    </section>
  )
}
