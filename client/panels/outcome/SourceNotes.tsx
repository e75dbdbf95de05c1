import type { Source } from '../../../shared/plan.ts'
import { describe } from '../../../shared/kinds/registry.ts'
import type { Session } from '../../model/types.ts'
import { itemHref } from './itemHref.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { classes } from '../../ui/classes.ts'
import { usePlanT } from './planWords.tsx'
import css from './SourceNotes.module.css'

/** The notes that a row came from, small and in their colours. Each leads to its place on the board. */
export const SourceNotes = ({
  sources,
  most = Infinity,
}: {
  readonly sources: readonly Source[]
  /** How many are shown; the rest are counted. */
  readonly most?: number
}) => {
  const session = useSession()
  const t = usePlanT()
  const boards = useStore(session.stage, (stage) => stage.boards)
  const known = sources.filter(({ board }) => boards.some(({ id }) => id === board))
  if (known.length === 0) return <span className={css.none}>{t('plan.source.none')}</span>
  const rest = known.length - most
  return (
    <ul role="list" className={css.list}>
      {known.slice(0, most).map((source) => (
        <li key={`${source.board}/${source.item}`} className={css.entry}>
          <SourceNote session={session} source={source} />
        </li>
      ))}
      {rest > 0 ? <li className={css.none}>{t('plan.source.more', { count: rest })}</li> : null}
    </ul>
  )
}

const SourceNote = ({ session, source }: { readonly session: Session; readonly source: Source }) => {
  const t = usePlanT()
  const item = useStore(session.board(source.board).view, (view) => view.items.get(source.item))
  const ready = useStore(session.board(source.board).ready)
  const room = useStore(session.stage, (stage) => stage.credits.get(source.item)?.room === true)
  if (!item || item.trashed) return <span className={css.none}>{ready ? t('plan.source.gone') : '…'}</span>
  const text = room ? t('plan.source.room') : describe(item, t)
  const look = item.kind === 'note' ? css[item.colour] : item.kind === 'theme' ? css.theme : css.other
  return (
    <a
      className={classes(css.note, look)}
      href={itemHref(session.workshop, source)}
      aria-label={t('plan.source.open', { text })}
      title={text}
    >
      <span className={css.text}>{text}</span>
    </a>
  )
}
