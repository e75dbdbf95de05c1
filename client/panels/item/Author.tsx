import type { AnyItem } from '../../../shared/kinds/registry.ts'
import { useSession, useStore } from '../../model/react.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { Bead } from '../../ui/Bead.tsx'
import { useT } from '../../ui/words.tsx'
import css from './ItemSheet.module.css'

/** Who wrote it, as far as they agreed, and its place in the list. */
export const Author = ({ board, item }: { readonly board: BoardHandle; readonly item: AnyItem }) => {
  const t = useT()
  const { stage, info } = useSession()
  const me = useStore(info, ({ participant }) => participant.id)
  const credit = useStore(stage, ({ credits }) => credits.get(item.id))
  const author = useStore(stage, ({ people }) =>
    credit?.person && !credit.room ? people.get(credit.person) : undefined,
  )
  const view = useStore(board.view)
  const home = item.theme ? view.items.get(item.theme) : undefined
  const theme = home?.kind === 'theme' && !home.trashed ? home : null
  const peers = view.shown.filter(
    (other) => other.kind !== 'theme' && (theme ? other.theme === theme.id : !isIn(view.items, other)),
  )
  const place = peers.findIndex((other) => other.id === item.id) + 1
  const values = { place, count: peers.length }
  return (
    <dl className={css.facts}>
      <div>
        <dt>{t('item.author')}</dt>
        <dd className={css.author}>
          {author ? (
            <>
              <Bead person={author} />
              {author.id === me ? t('item.author.you', { name: author.name }) : author.name}
            </>
          ) : (
            t('item.author.none')
          )}
        </dd>
      </div>
      {credit?.room ? (
        <div>
          <dt>{t('item.stays')}</dt>
          <dd>{t('item.stays.room')}</dd>
        </div>
      ) : null}
      {place ? (
        <div>
          <dt>{t('item.where')}</dt>
          <dd>
            {theme
              ? t('item.where.theme', { theme: theme.title.trim() || t('theme.untitled'), ...values })
              : t('item.where.loose', values)}
          </dd>
        </div>
      ) : null}
    </dl>
  )
}

const isIn = (items: ReadonlyMap<string, AnyItem>, item: AnyItem): boolean => {
  const home = item.theme ? items.get(item.theme) : undefined
  return home?.kind === 'theme' && !home.trashed
}
