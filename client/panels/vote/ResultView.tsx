import { useEffect, useId, useMemo, useState } from 'react'
import { methodOf } from '../../../shared/methods/registry.ts'
import type { StageRound } from '../../../shared/stage.ts'
import { paths } from '../../model/paths.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button, LinkButton } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { LongText } from '../../ui/LongText.tsx'
import { Offline } from '../Offline.tsx'
import { isFirstKept, keep, readKept } from './kept.ts'
import { placesOf, type Place } from './places.ts'
import { openRoundOf } from './rounds.ts'
import css from './ResultView.module.css'
import strips from './Strip.module.css'
import vote from './Vote.module.css'
import { useVoteT } from './voteWords.tsx'

/** What people chose: the bars, the turnout, all numbers, and what comes next. */
export const ResultView = ({
  round,
  onList,
  onVote,
}: {
  readonly round: StageRound
  readonly onList: () => void
  readonly onVote: (round: string) => void
}) => {
  const t = useVoteT()
  const { workshop, device, stage, info } = useSession()
  const role = useStore(info, (now) => now.role)
  const open = useStore(stage, openRoundOf)
  const next = role === 'viewer' ? null : open
  const [table, setTable] = useState(false)
  const tableId = useId()
  const places = useMemo(() => placesOf(round), [round])
  // A change that never reached the server while voting was open: said once, and forgotten.
  const [late] = useState(() => {
    if (readKept(device, workshop, round.id) === null) return null
    return isFirstKept(device, workshop, round.id) ? 'all' : 'last'
  })
  useEffect(() => {
    keep(device, workshop, round.id, null)
  }, [workshop, device, round.id])
  const { result, method } = round
  if (!result) return null
  const { voted, present } = result.turnout
  const without = places.filter(({ total }) => total === 0).length
  return (
    <div className={css.result}>
      <Offline />
      {next === null ? null : (
        <div className={css.next}>
          <p>{t('vote.new')}</p>
          <Button kind="filled" onClick={() => onVote(next)}>
            {t('vote.new.go')}
          </Button>
        </div>
      )}
      {late ? (
        <p className={vote.problem} role="status">
          {t(late === 'all' ? 'vote.state.closed.all' : 'vote.state.closed')}
        </p>
      ) : null}
      <p className={vote.left}>
        {voted
          ? t('vote.result.turnout', { voted, present: Math.max(voted, present) })
          : t('vote.result.none')}
      </p>
      <p className={vote.soft}>{methodOf(method).sentence(method, t)}</p>
      <ol role="list" className={css.bars}>
        {places.map((place) => (
          <Bar key={place.item} place={place} dots={method.type === 'dots'} />
        ))}
      </ol>
      <div>
        <Button aria-expanded={table} aria-controls={tableId} onClick={() => setTable(!table)}>
          {t(table ? 'vote.result.table.hide' : 'vote.result.table')}
        </Button>
      </div>
      <div id={tableId} hidden={!table}>
        <Numbers round={round} places={places} />
      </div>
      <section className={vote.group}>
        <h3 className={vote.heading}>{t('vote.result.next')}</h3>
        <p>
          {t('vote.result.next.text', { count: places.length - without })}
          {without > 0 && without < places.length ? ` ${t('vote.result.next.none', { count: without })}` : ''}
        </p>
        <LinkButton kind={next === null ? 'filled' : 'outlined'} big wide href={paths.outcome(workshop)}>
          {t('vote.result.outcome')}
        </LinkButton>
        <Button kind="plain" wide onClick={onList}>
          {t('vote.back.rounds')}
        </Button>
      </section>
    </div>
  )
}

const Bar = ({ place, dots }: { readonly place: Place; readonly dots: boolean }) => {
  const t = useVoteT()
  const { candidate, rank, shared, total, share, chosen } = place
  return (
    <li className={css.place}>
      <p className={css.rank}>
        {!chosen ? (
          t(dots ? 'vote.result.none.dots' : 'vote.result.none.points')
        ) : (
          <>
            {shared > 1 ? t('vote.result.tied', { rank, count: shared }) : t('vote.result.place', { rank })}
            <span className="visually-hidden">
              : {t(dots ? 'vote.result.dots' : 'vote.result.points', { total })}.
            </span>
          </>
        )}
      </p>
      <LongText text={candidate?.text ?? ''} className={vote.text} />
      <div className={css.track} aria-hidden="true">
        <span
          className={classes(css.bar, strips[candidate?.colour ?? 'plain'])}
          style={{ inlineSize: `${(share * 100).toFixed(1)}%` }}
        />
        <span className={css.total}>{total}</span>
      </div>
    </li>
  )
}

/**
 * All numbers. Each idea has a line of its own above its numbers, so that nothing scrolls sideways on a small screen with large
 * letters; the roles are told by hand, since a table that is laid out otherwise would lose its own.
 */
const Numbers = ({ round, places }: { readonly round: StageRound; readonly places: readonly Place[] }) => {
  const t = useVoteT()
  const language = useStore(useSession().stage, ({ meta }) => meta.language)
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const said = (value: number | null) => (value === null ? t('vote.result.unknown') : number.format(value))
  const few = places.some(({ mean }) => mean === null)
  return (
    <>
      <table
        className={css.table}
        role="table"
        aria-label={t('vote.result.caption', { question: round.question })}
      >
        <thead role="rowgroup" className="visually-hidden">
          <tr role="row">
            {(['idea', 'place', 'total', 'mean', 'spread'] as const).map((column) => (
              <th key={column} scope="col" role="columnheader">
                {t(`vote.result.col.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {places.map(({ item, rank, candidate, total, mean, spread, chosen }) => (
            <tr key={item} role="row" className={css.numbers}>
              <th scope="row" role="rowheader">
                <LongText text={candidate?.text ?? ''} />
              </th>
              <Cell name={t('vote.result.col.place')} value={chosen ? String(rank) : '–'} />
              <Cell name={t('vote.result.col.total')} value={String(total)} />
              <Cell name={t('vote.result.col.mean')} value={said(mean)} />
              <Cell name={t('vote.result.col.spread')} value={said(spread)} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className={vote.soft}>{t(few ? 'vote.result.few' : 'vote.result.spread')}</p>
    </>
  )
}

/** One number under the name of its column, which a screen reader has from the head already. */
const Cell = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <td role="cell">
    <span className={css.of} aria-hidden="true">
      {name}
    </span>
    <span>{value}</span>
  </td>
)
