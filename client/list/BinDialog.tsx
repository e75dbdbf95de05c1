import { restore } from '../../shared/bin.ts'
import { describe } from '../../shared/kinds/registry.ts'
import { useStore } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useAnnounce } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import css from './BinDialog.module.css'

/** What was deleted; anybody can put it back. */
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
  const writable = useStore(board.writable)
  return (
    <Dialog title={t('list.bin')} onClose={onClose} wide>
      <p className={css.hint}>{t(bin.length ? 'list.bin.hint' : 'list.bin.empty')}</p>
      {bin.length ? (
        <ul role="list" className={css.list}>
          {bin.map((item) => {
            const name = describe(item, t)
            return (
              <li key={item.id} className={css.row}>
                <span className={css.name} dir="auto">
                  {name}
                </span>
                {writable ? (
                  <Button
                    aria-label={t('list.bin.back.said', { name: name.slice(0, 80) })}
                    onClick={() => {
                      restore(board.doc, [item.id])
                      announce(t('list.bin.restored'), 'items')
                    }}
                  >
                    {t('list.bin.back')}
                  </Button>
                ) : null}
              </li>
            )
          })}
        </ul>
      ) : null}
    </Dialog>
  )
}
