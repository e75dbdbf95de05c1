import { useMemo } from 'react'
import { binnedTogether, restore } from '../../shared/bin.ts'
import { describe, type AnyItem } from '../../shared/kinds/registry.ts'
import { asOneStep } from '../model/boardWork.ts'
import { useStore } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useAnnounce } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import css from './BinDialog.module.css'

/** What was deleted; anybody can put it back, and at once what was deleted together. */
export const BinDialog = ({
  board,
  onClose,
}: {
  readonly board: BoardHandle
  readonly onClose: () => void
}) => {
  const t = useT()
  const announce = useAnnounce()
  const bin = useStore(board.view, (view) => view.bin)
  const groups = useMemo(() => binnedTogether(board.doc, bin), [board, bin])
  const writable = useStore(board.writable)
  const putBack = (items: readonly AnyItem[]) => {
    const ids = items.map(({ id }) => id)
    asOneStep(board, () => restore(board.doc, ids))
    announce(
      items.length === 1 ? t('list.bin.restored') : t('list.bin.restored.all', { count: items.length }),
      'items',
    )
  }
  return (
    <Dialog title={t('list.bin')} onClose={onClose} wide>
      <p className={css.hint}>{t(bin.length ? 'list.bin.hint' : 'list.bin.empty')}</p>
      {groups.map((items) => (
        <div key={items[0]?.id} className={css.group}>
          {items.length > 1 ? (
            <div className={css.together}>
              <p className={css.name}>{t('list.bin.together', { count: items.length })}</p>
              {writable ? <Button onClick={() => putBack(items)}>{t('list.bin.back.all')}</Button> : null}
            </div>
          ) : null}
          <ul role="list" className={css.list}>
            {items.map((item) => {
              const name = describe(item, t)
              return (
                <li key={item.id} className={css.row}>
                  <span className={css.name} dir="auto">
                    {name}
                  </span>
                  {writable ? (
                    <Button
                      kind={items.length > 1 ? 'plain' : 'outlined'}
                      aria-label={t('list.bin.back.said', { name: name.slice(0, 80) })}
                      onClick={() => putBack([item])}
                    >
                      {t('list.bin.back')}
                    </Button>
                  ) : null}
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </Dialog>
  )
}
