import { useState } from 'react'
import { readItem } from '../../../shared/board.ts'
import { describe } from '../../../shared/kinds/registry.ts'
import { sameIds } from '../../model/hidden.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { useAsk } from '../useAsk.ts'
import css from './FacilitatePanel.module.css'
import { useFacilitateT } from './facilitateWords.tsx'

/** What is hidden from everybody, each with the way back. */
export const Hidden = () => {
  const t = useFacilitateT()
  const { stage } = useSession()
  const hidden = useStore(stage, (now) => now.hidden, sameIds)
  const boards = useStore(stage, (now) => now.boards)
  return (
    <div className={css.group}>
      <h4 className={css.strong}>{t('facilitate.hidden')}</h4>
      <p className={css.soft}>{t(hidden.size ? 'facilitate.hidden.hint' : 'facilitate.hidden.none')}</p>
      {/* Boards are opened only when something of theirs may be hidden. */}
      {hidden.size ? boards.map(({ id }) => <OfBoard key={id} board={id} hidden={hidden} />) : null}
    </div>
  )
}

const OfBoard = ({ board, hidden }: { readonly board: string; readonly hidden: ReadonlySet<string> }) => {
  const t = useFacilitateT()
  const session = useSession()
  const { doc, view, ready } = useStore(session.generation, () => session.board(board))
  // The board's own view leaves them out; each change of it is a time to look again.
  useStore(view)
  useStore(ready)
  const notify = useNotify()
  const { busy, ask } = useAsk()
  const [asked, setAsked] = useState<string | null>(null)
  const items = [...hidden].flatMap((id) => readItem(doc, id) ?? [])
  if (!items.length) return null

  const show = async (item: string) => {
    setAsked(item)
    if (await ask(() => session.api.command({ type: 'note.hide', board, item, hidden: false })))
      notify({ text: t('facilitate.hidden.done') })
    setAsked(null)
  }
  return (
    <ul role="list" className={css.hidden} aria-label={t('facilitate.hidden')}>
      {items.map((item) => (
        <li key={item.id} className={css.hiddenItem}>
          <span dir="auto" className={css.hiddenWords}>
            {describe(item, t)}
          </span>
          <Button
            disabled={busy && asked === item.id}
            aria-label={t('facilitate.hidden.back.said', { name: describe(item, t).slice(0, 80) })}
            onClick={() => void show(item.id)}
          >
            {t('facilitate.hidden.back')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
