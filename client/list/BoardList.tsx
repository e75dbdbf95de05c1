import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { addItem } from '../../shared/boardItems.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { MATS } from '../../shared/kinds/theme/theme.ts'
import type { DeleteQuestion } from '../model/commandContext.ts'
import type { Goal } from '../model/goal.ts'
import { hideItems, type HideDeps } from '../model/hidden.ts'
import { themePlace } from '../model/place.ts'
import { useSession, useStore, useUndo } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { Button } from '../ui/Button.tsx'
import { DeleteSure } from '../ui/DeleteSure.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FigureArt } from '../ui/FigureArt.tsx'
import { useCalm, useScheme } from '../ui/look.tsx'
import { useAnnounce, useNotify } from '../ui/Notices.tsx'
import { useT } from '../ui/words.tsx'
import { ListActionsContext, type ListActions } from './actions.ts'
import { BinDialog } from './BinDialog.tsx'
import css from './BoardList.module.css'
import { ChooseBar } from './ChooseBar.tsx'
import { NewThemeDialog } from './dialogs.tsx'
import { flatten } from './flat.ts'
import { ListTools } from './ListTools.tsx'
import { NewPill, NoteMark, Opening } from './parts.tsx'
import { PickDialogs, type Pick } from './PickDialogs.tsx'
import { filterSections, countItems, nextAfter, sectionsOf, themesOf, wordsOf } from './rows.ts'
import { SectionRows } from './SectionRows.tsx'
import { StepCard } from './StepCard.tsx'
import { useAnchor } from './useAnchor.ts'
import { useCommands } from './useCommands.ts'
import { useHeld } from './useHeld.ts'
import { useListKeys } from './useListKeys.ts'
import { useRows } from './useRows.ts'

/** A new theme of which nothing is written. */
const NO_THEME = { title: '', statement: '' }

export interface BoardListProps {
  readonly board: BoardHandle
  /** Opens one thing, to read it whole and to write in it. */
  readonly onOpen: (id: string) => void
  /** Opens the sheet for a new note, in a theme or in none. */
  readonly onAdd: (theme: string | null) => void
  /** Opens the maker for a new figure. */
  readonly onMakeFigure: () => void
  /** New notes are private now. */
  readonly isPrivate?: boolean
  /** Words of a note of mine that is not on the board yet. */
  readonly begun?: string | null
  /** What calls for attention, above all else. */
  readonly call?: ReactNode
  /** Where the list is led to, as soon as it can be seen. */
  readonly goal?: Goal | null
  readonly onReached?: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** As much of a note that was begun as its button holds. */
const SHOWN = 24
const beginningOf = (words: string): string => {
  const line = [...words.trim().replace(/\s+/g, ' ')]
  return line.length > SHOWN
    ? `${line
        .slice(0, SHOWN)
        .join('')
        .replace(/\s\S*$/, '')}…`
    : line.join('')
}

/** A board as a list: a full client, in plain DOM. On a phone it comes first. */
export const BoardList = ({
  board,
  onOpen,
  onAdd,
  onMakeFigure,
  isPrivate = false,
  begun = null,
  call,
  goal = null,
  onReached,
}: BoardListProps) => {
  const t = useT()
  const session = useSession()
  const announce = useAnnounce()
  const notify = useNotify()
  const { calm } = useCalm()
  const { shown: scheme } = useScheme()
  const view = useStore(board.view)
  const ready = useStore(board.ready)
  const writable = useStore(board.writable)
  const writers = useStore(board.writers)
  const role = useStore(session.info, (info) => info.role)
  const me = useStore(session.info, (info) => info.participant.id)
  const muted = useStore(session.stage, (stage) => stage.people.get(me)?.muted === true)
  const { canUndo, canRedo } = useUndo(board)
  const [asked, setAsked] = useState<DeleteQuestion | null>(null)
  const commands = useCommands(board, setAsked)

  const goOn = begun && !isPrivate ? t('list.add.go-on', { words: beginningOf(begun) }) : null

  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState<string | null>(null)
  const [choosing, setChoosing] = useState(false)
  const [marked, setMarked] = useState<ReadonlySet<string>>(NONE)
  const [pick, setPick] = useState<Pick | null>(null)
  const [dialog, setDialog] = useState<'bin' | 'theme' | null>(null)

  const lands = useCallback(
    (item: AnyItem) => {
      const list = scroller.current
      if (!list || board.view.get().shown.length === 1) return true
      if (calm || body.current?.contains(document.activeElement)) return false
      const theme = item.kind === 'theme' ? null : item.theme
      const end = list.querySelector(`[data-end="${theme ?? 'loose'}"]`)
      // At the very end of the list nothing comes after it that could move.
      if (!theme && item.kind !== 'theme') return true
      return !end || end.getBoundingClientRect().top >= list.getBoundingClientRect().bottom
    },
    [board, calm],
  )
  const { items, held, show } = useHeld(board, view, lands)

  const words = useMemo(() => wordsOf(query), [query])
  const sections = useMemo(() => filterSections(sectionsOf(items), words, t), [items, words, t])
  const flat = useMemo(() => flatten(sections), [sections])
  const ids = useMemo(() => sections.flatMap((section) => section.items.map((item) => item.id)), [sections])
  const themes = useMemo(() => themesOf(view.shown), [view])
  const chosen = useMemo(() => ids.filter((id) => marked.has(id)), [ids, marked])
  const rows = useRows(scroller, body, flat, current)
  const { focusRow, showRow } = rows
  useAnchor(scroller, flat)

  useEffect(() => {
    if (!goal) return
    const item = goal.item === null ? null : view.items.get(goal.item)
    // What is sought may still be on its way here.
    if (item === undefined) return
    if (item) showRow(item.kind === 'theme' ? `head-${item.id}` : item.id)
    onReached?.()
  }, [goal, view, showRow, onReached])

  const stopChoosing = useCallback(() => {
    setChoosing(false)
    setMarked(NONE)
  }, [])

  const actions = useMemo<ListActions>(
    () => ({
      open: onOpen,
      add: onAdd,
      pickFor: (of) => setPick({ type: 'for', ids: of }),
      pickColour: (of) => setPick({ type: 'colour', ids: of }),
      pickTheme: (of) => setPick({ type: 'theme', ids: of }),
      copy: (of) => {
        const made = commands.copy(of)[0]
        if (made && of.length === 1) focusRow(made)
      },
      bin: (of) => {
        const next = nextAfter(ids, new Set(of))
        commands.bin(of, () => {
          setMarked(NONE)
          if (next) focusRow(next)
        })
      },
      ...(role === 'facilitator' && {
        hide: (of: readonly string[]) => {
          const next = nextAfter(ids, new Set(of))
          const say: HideDeps['say'] = (text, undo) => notify({ text, ...(undo ? { action: undo } : {}) })
          void hideItems({ api: session.api, board: board.id, t, say }, of)
          if (next) focusRow(next)
        },
      }),
      step: (id, by) => {
        commands.step(id, by)
        focusRow(themes.some((theme) => theme.id === id) ? `head-${id}` : id)
      },
      toggle: (id) =>
        setMarked((before) => {
          const after = new Set(before)
          if (!after.delete(id)) after.add(id)
          return after
        }),
    }),
    [onOpen, onAdd, commands, focusRow, ids, themes, role, session, board, t, notify],
  )

  const onKeyDown = useListKeys({
    ids,
    actions,
    choosing,
    chosen,
    writable,
    parted: words.length > 0,
    undo: board.undo,
    focusRow,
    stopChoosing,
  })

  const [newTheme, setNewTheme] = useState(NO_THEME)
  const makeTheme = (title: string, statement: string) => {
    setNewTheme(NO_THEME)
    const mat = MATS[themes.length % MATS.length] ?? 1
    const at = themePlace(view)
    const id = addItem(board.doc, { kind: 'theme', at, mat, title, statement })
    announce(t('list.theme.made', { name: title }), 'items')
    setDialog(null)
    focusRow(`head-${id}`)
  }

  const showHeld = () => {
    const first = held.find((item) => item.kind !== 'theme') ?? held[0]
    show()
    if (first) focusRow(first.kind === 'theme' ? `head-${first.id}` : first.id)
  }

  const empty = ready && !view.shown.length
  return (
    <ListActionsContext value={actions}>
      <section
        className={css.list}
        aria-label={t('list.name')}
        data-patterned={scheme === 'contrast' ? '' : undefined}
        onKeyDown={onKeyDown}
      >
        <div ref={scroller} className={css.scroller}>
          <div className={css.top}>
            <StepCard />
            {call}
            {empty && !writable && !view.bin.length ? null : (
              <ListTools
                {...{ query, writable, canUndo, canRedo }}
                onQuery={setQuery}
                found={words.length ? countItems(sections) : null}
                onUndo={() => board.undo.undo()}
                onRedo={() => board.undo.redo()}
                onChoose={() => setChoosing(true)}
                onTheme={() => setDialog('theme')}
                onFigure={() => onMakeFigure()}
                binned={view.bin.length}
                onBin={() => setDialog('bin')}
              />
            )}
          </div>
          {ready ? null : <Opening />}
          {empty ? (
            <EmptyState art={<FigureArt figure={{}} width={88} />}>
              {t(writable ? 'list.empty.title' : 'list.empty.watch')}
            </EmptyState>
          ) : (
            <div
              ref={body}
              className={css.body}
              onFocus={(event) => {
                const row = event.target.closest('[data-index]')?.getAttribute('data-row')
                if (row && !row.startsWith('head-')) setCurrent(row)
              }}
            >
              {sections.map((section, place) => (
                <SectionRows
                  key={section.theme?.id ?? 'loose'}
                  {...{ section, place, writers, writable, choosing, marked, current, rows }}
                  head={flat.heads[place] ?? 0}
                  themes={themes.length}
                  parted={words.length > 0}
                />
              ))}
            </div>
          )}
        </div>
        <div className={css.foot}>
          {ids.length > 1 ? <p className={css.keys}>{t('list.keys')}</p> : null}
          {held.length ? <NewPill held={held} onShow={showHeld} /> : null}
          {choosing ? (
            <ChooseBar chosen={chosen} onAll={() => setMarked(new Set(ids))} onDone={stopChoosing} />
          ) : writable ? (
            <Button kind="filled" big wide icon={<NoteMark />} onClick={() => onAdd(null)}>
              {goOn ?? t(isPrivate ? 'writing.add.private' : 'list.add.note')}
            </Button>
          ) : ready ? (
            <>
              <p className={css.resting}>
                {t(role === 'viewer' ? 'list.watching' : muted ? 'list.muted' : 'list.resting')}
              </p>
              {goOn && role !== 'viewer' ? (
                <Button big wide onClick={() => onAdd(null)}>
                  {goOn}
                </Button>
              ) : null}
            </>
          ) : null}
        </div>
        {pick ? (
          <PickDialogs {...{ pick, commands }} onClose={() => setPick(null)} onMoved={(id) => focusRow(id)} />
        ) : null}
        {dialog === 'theme' ? (
          <NewThemeDialog
            draft={newTheme}
            onDraft={setNewTheme}
            onMake={makeTheme}
            onClose={() => setDialog(null)}
          />
        ) : null}
        {asked ? <DeleteSure {...asked} onClose={() => setAsked(null)} /> : null}
        {dialog === 'bin' ? <BinDialog board={board} onClose={() => setDialog(null)} /> : null}
      </section>
    </ListActionsContext>
  )
}
