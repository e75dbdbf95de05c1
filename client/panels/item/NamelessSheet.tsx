import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { setFields } from '../../../shared/boardItems.ts'
import type { Note } from '../../../shared/kinds/note/note.ts'
import { useSession, useStore } from '../../model/react.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { Button } from '../../ui/Button.tsx'
import { useT } from '../../ui/words.tsx'
import { Confirm } from '../../ui/Confirm.tsx'
import { useAsk } from '../useAsk.ts'
import { Yours } from '../writing/Yours.tsx'
import { Author } from './Author.tsx'
import css from './ItemSheet.module.css'
import { NoteChoices } from './NoteChoices.tsx'
import { NotePaper } from './NotePaper.tsx'
import { SheetFrame } from './SheetFrame.tsx'
import { Where } from './Where.tsx'

/**
 * A note that is nobody's. Its words are not shared letter by letter, since each letter would tell who typed it: they change as a
 * whole, on Done, and the server keeps no name with that.
 */
export const NamelessSheet = ({
  board,
  item,
  writable,
  onClose,
  remove,
}: {
  readonly board: BoardHandle
  readonly item: Note
  readonly writable: boolean
  readonly onClose: () => void
  /** The button that puts it in the bin. */
  readonly remove: ReactNode
}) => {
  const t = useT()
  const id = useId()
  const { api, writing } = useSession()
  const mine = useStore(writing.mine, ({ shared }) => shared.find(({ note }) => note.id === item.id))
  const [text, setText] = useState(item.text)
  /** What the board said when I began to change it. */
  const [base, setBase] = useState(item.text)
  const [leaving, setLeaving] = useState(false)
  const { busy, ask } = useAsk()
  const area = useRef<HTMLTextAreaElement>(null)
  /** As it was when the sheet opened: a board that opens again must not move the focus. */
  const [opensWritable] = useState(writable)
  const changed = text.trim() !== base.trim()
  // Until I change something, the field follows the board.
  if (!changed && item.text !== base) {
    setBase(item.text)
    setText(item.text)
  }

  useEffect(() => {
    if (opensWritable) area.current?.focus()
  }, [opensWritable])

  const done = async () => {
    if (!changed) return onClose()
    const words = text.trim()
    if (!words) return area.current?.focus()
    if (await ask(() => api.command({ type: 'note.rewrite', board: board.id, item: item.id, text: words })))
      onClose()
  }

  return (
    <SheetFrame
      title={t('item.note')}
      colour={item.colour}
      onClose={() => (changed ? setLeaving(true) : onClose())}
      footer={
        <div className={css.buttons}>
          {remove}
          <Button kind="filled" big className={css.done} disabled={busy} onClick={() => void done()}>
            {t('item.done')}
          </Button>
        </div>
      }
    >
      {writable ? null : <p className={css.notice}>{t('item.read-only')}</p>}
      <NotePaper
        area={area}
        colour={item.colour}
        text={text}
        onText={setText}
        readOnly={!writable}
        describedBy={`${id}-hint`}
      />
      <NoteChoices
        values={item}
        disabled={!writable}
        onChange={(values) => setFields(board.doc, 'note', [item.id], values)}
      >
        <p id={`${id}-hint`} className={css.now}>
          {t('writing.rewrite.hint')}
        </p>
        {changed && item.text !== base ? (
          <div className={css.notice} role="status">
            <p>{t('writing.rewrite.changed')}</p>
            <p dir="auto">{item.text}</p>
          </div>
        ) : null}
        {mine ? (
          <section className={css.yours} aria-label={t('writing.yours')}>
            <p>
              <strong>{t('writing.yours')}</strong>
            </p>
            <Yours shared={mine} />
          </section>
        ) : null}
        <Author board={board} item={item} />
        <Where {...{ board, item, writable }} />
      </NoteChoices>
      {leaving ? (
        <Confirm
          title={t('writing.rewrite.drop.title')}
          text={t('writing.rewrite.drop.text')}
          yes={t('writing.rewrite.drop.yes')}
          no={t('writing.rewrite.drop.no')}
          danger
          onYes={onClose}
          onNo={() => setLeaving(false)}
        />
      ) : null}
    </SheetFrame>
  )
}
