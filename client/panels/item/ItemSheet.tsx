import { useEffect, type ReactNode } from 'react'
import { setFields } from '../../../shared/boardItems.ts'
import { textOf } from '../../../shared/boardTexts.ts'
import { restore, trash } from '../../../shared/bin.ts'
import { MAX_NAME, MAX_SPEECH, type Figure } from '../../../shared/kinds/figure/figure.ts'
import type { Note } from '../../../shared/kinds/note/note.ts'
import { describe, type AnyItem } from '../../../shared/kinds/registry.ts'
import type { Theme } from '../../../shared/kinds/theme/theme.ts'
import { LIMITS } from '../../../shared/protocol.ts'
import { isNameless } from '../../../shared/stage.ts'
import { tooLate } from '../../model/boardWork.ts'
import { hideItems } from '../../model/hidden.ts'
import { useSession, useStore } from '../../model/react.tsx'
import { SharedText, type SharedTextProps } from '../../model/SharedText.tsx'
import type { BoardHandle } from '../../model/types.ts'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { FigureArt } from '../../ui/FigureArt.tsx'
import { useNotify } from '../../ui/Notices.tsx'
import { useT } from '../../ui/words.tsx'
import { Author } from './Author.tsx'
import css from './ItemSheet.module.css'
import papers from '../../ui/notePaper.module.css'
import { ItemConsent } from './ItemConsent.tsx'
import { NamelessSheet } from './NamelessSheet.tsx'
import { NewNote } from './NewNote.tsx'
import { NoteChoices } from './NoteChoices.tsx'
import { SheetFrame } from './SheetFrame.tsx'
import { Where } from './Where.tsx'

export interface ItemSheetProps {
  readonly board: BoardHandle
  /** The item to write in; null for a note that is not there yet. */
  readonly item: string | null
  /** Where a new note goes. */
  readonly theme?: string | null
  readonly onClose: () => void
  /** Leads to the figure maker; without it, a figure's looks are not offered here. */
  readonly onMakeFigure?: (id: string) => void
  /** Told the id of a new note that was put on the board. */
  readonly onMade: (id: string) => void
}

/** One thing, to be read whole and written in: a full screen on a phone, else a panel. Several people may write in it at once. */
export const ItemSheet = ({ board, item, theme = null, onClose, onMade, onMakeFigure }: ItemSheetProps) =>
  item === null ? (
    <NewNote {...{ board, theme, onClose, onMade }} />
  ) : (
    <OldItem key={item} {...{ board, onClose, onMakeFigure }} id={item} />
  )

interface SheetProps<Kind extends AnyItem> {
  readonly board: BoardHandle
  readonly item: Kind
  readonly writable: boolean
}

const OldItem = ({
  board,
  id,
  onClose,
  onMakeFigure,
}: {
  readonly board: BoardHandle
  readonly id: string
  readonly onClose: () => void
  readonly onMakeFigure: ((id: string) => void) | undefined
}) => {
  const t = useT()
  const notify = useNotify()
  const item = useStore(board.view, (view) => view.items.get(id))
  const writable = useStore(board.writable)
  const { api, info, stage } = useSession()
  const facilitates = useStore(info, ({ role }) => role === 'facilitator')
  const nameless = useStore(stage, (now) => isNameless(now, id))

  useEffect(() => () => board.announce({ writing: null }), [board])
  const missing = !item
  useEffect(() => {
    if (!missing) return
    // Whoever hid it is told by what they pressed.
    if (!facilitates && stage.get().hidden.has(id)) notify({ text: t('item.hidden') })
    onClose()
  }, [missing, facilitates, stage, id, notify, t, onClose])
  if (!item) return null

  const bin = () => {
    trash(board.doc, [id])
    notify({
      text: t('item.deleted'),
      action: {
        label: t('item.undo'),
        run: () => {
          const late = tooLate(board)
          if (late) notify({ text: t(late) })
          else restore(board.doc, [id])
        },
      },
    })
    onClose()
  }
  const hide = () => {
    const say = (text: string, undo?: { readonly label: string; readonly run: () => void }) =>
      notify({ text, ...(undo ? { action: undo } : {}) })
    void hideItems({ api, board: board.id, t, say }, [id])
  }
  const remove = (
    <>
      {writable && !item.trashed && item.kind !== 'unknown' ? (
        <Button kind="plain" className={css.delete} onClick={bin}>
          {t('item.delete')}
        </Button>
      ) : null}
      {facilitates && !item.trashed ? (
        <Button kind="plain" onClick={hide}>
          {t('command.hide')}
        </Button>
      ) : null}
    </>
  )
  if (item.kind === 'note' && nameless && !item.trashed)
    return <NamelessSheet {...{ board, item, writable, onClose, remove }} />
  const title =
    item.kind === 'unknown'
      ? describe(item, t)
      : t(item.kind === 'note' ? 'item.note' : item.kind === 'figure' ? 'item.figure' : 'item.theme')

  return (
    <SheetFrame
      title={title}
      colour={item.kind === 'note' ? item.colour : null}
      onClose={onClose}
      footer={
        <div className={css.buttons}>
          {remove}
          <Button kind="filled" big className={css.done} onClick={onClose}>
            {t('item.done')}
          </Button>
        </div>
      }
    >
      {item.trashed ? (
        <div className={css.notice} role="status">
          <p>{t('item.gone')}</p>
          {writable ? <Button onClick={() => restore(board.doc, [id])}>{t('item.gone.back')}</Button> : null}
        </div>
      ) : null}
      {writable ? null : <p className={css.notice}>{t('item.read-only')}</p>}
      {item.kind === 'note' ? <NoteSheet {...{ board, item, writable }} /> : null}
      {item.kind === 'figure' ? (
        <FigureSheet {...{ board, item, writable }} onMakeFigure={onMakeFigure} />
      ) : null}
      {item.kind === 'theme' ? <ThemeSheet {...{ board, item, writable }} /> : null}
      {item.kind === 'unknown' ? <p>{t('list.item.unknown.hint')}</p> : null}
    </SheetFrame>
  )
}

/** A live text of an item; as plain words where a peer wrote it in a way that can't be shared. */
const ItemText = ({
  board,
  id,
  name,
  shown,
  writable,
  ...rest
}: Omit<SharedTextProps, 'text' | 'readOnly'> & {
  readonly board: BoardHandle
  readonly id: string
  readonly name: string
  readonly shown: string
  readonly writable: boolean
}) => {
  const text = textOf(board.doc, id, name)
  if (!text) return <p dir="auto">{shown}</p>
  return (
    <SharedText
      {...rest}
      text={text}
      readOnly={!writable}
      onFocus={() => writable && board.announce({ writing: id })}
      onBlur={() => board.announce({ writing: null })}
    />
  )
}

const NoteSheet = ({ board, item, writable }: SheetProps<Note>) => {
  const t = useT()
  const { id, colour, text } = item
  return (
    <>
      <div className={classes(css.paper, papers[colour])}>
        <ItemText
          {...{ board, id, writable }}
          name="text"
          shown={text}
          label={t('item.text')}
          hideLabel
          multiline
          grow
          autoFocus={writable}
          maxLength={LIMITS.text}
          placeholder={writable ? t('item.text.hint') : t('note.empty')}
          className={css.writing}
        />
      </div>
      <NoteChoices
        values={item}
        disabled={!writable}
        onChange={(values) => setFields(board.doc, 'note', [id], values)}
      >
        <Author board={board} item={item} />
        <ItemConsent board={board} item={id} writable={writable} />
        <Where {...{ board, item, writable }} />
      </NoteChoices>
    </>
  )
}

const FigureSheet = ({
  board,
  item,
  writable,
  onMakeFigure,
}: SheetProps<Figure> & { readonly onMakeFigure: ((id: string) => void) | undefined }) => {
  const t = useT()
  const { id } = item
  const text = (
    name: 'name' | 'speech' | 'story',
    rest: Omit<SharedTextProps, 'text' | 'label'>,
  ): ReactNode => (
    <div className={css.field}>
      <ItemText
        {...{ board, id, name, writable }}
        {...rest}
        shown={item[name]}
        label={t(`item.figure.${name}`)}
      />
    </div>
  )
  return (
    <div className={css.choices}>
      <div className={css.stand}>
        <FigureArt figure={item} width={110} title={describe(item, t)} />
        {onMakeFigure && writable ? (
          <Button onClick={() => onMakeFigure(id)}>{t('item.figure.change')}</Button>
        ) : null}
      </div>
      {text('name', { maxLength: MAX_NAME })}
      {text('speech', { maxLength: MAX_SPEECH, hint: t('item.figure.speech.hint', { most: MAX_SPEECH }) })}
      {text('story', {
        maxLength: LIMITS.text,
        multiline: true,
        grow: true,
        hint: t('item.figure.story.hint'),
      })}
      <Author board={board} item={item} />
      <ItemConsent board={board} item={id} writable={writable} />
      <Where {...{ board, item, writable }} />
    </div>
  )
}

const ThemeSheet = ({ board, item, writable }: SheetProps<Theme>) => {
  const t = useT()
  const { id } = item
  return (
    <div className={css.choices}>
      <div className={css.field}>
        <ItemText
          {...{ board, id, writable }}
          name="title"
          shown={item.title}
          label={t('item.theme.title')}
          maxLength={80}
          autoFocus={writable}
        />
      </div>
      <div className={css.field}>
        <ItemText
          {...{ board, id, writable }}
          name="statement"
          shown={item.statement}
          label={t('item.theme.statement')}
          hint={t('item.theme.statement.hint')}
          multiline
          grow
          maxLength={400}
        />
      </div>
    </div>
  )
}
