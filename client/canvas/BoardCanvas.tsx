import { useCallback, useEffect, useId, useMemo, useRef, useState, type RefObject, type UIEvent } from 'react'
import type { Point } from '../../shared/geometry.ts'
import { describe, type AnyItem } from '../../shared/kinds/registry.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import { commandNamed } from '../model/boardCommands.ts'
import { visitStorage } from '../model/browser.ts'
import type { DeleteQuestion } from '../model/commandContext.ts'
import type { Goal } from '../model/goal.ts'
import { hideItems } from '../model/hidden.ts'
import { isMineOn } from '../model/mine.ts'
import { useSession, useStore } from '../model/react.tsx'
import type { BoardHandle } from '../model/types.ts'
import { classes } from '../ui/classes.ts'
import { DeleteSure } from '../ui/DeleteSure.tsx'
import { useCalm, useScheme } from '../ui/look.tsx'
import { useNotify } from '../ui/Notices.tsx'
import { PHONE, useMedia } from '../ui/useMedia.ts'
import { useT } from '../ui/words.tsx'
import css from './BoardCanvas.module.css'
import { createCanvas, type Canvas } from './controller.ts'
import { Dock } from './Dock.tsx'
import { FirstNote } from './FirstNote.tsx'
import { createLastView } from './lastView.ts'
import { readingOrder } from './membership.ts'
import { SelectionBar } from './SelectionBar.tsx'
import type { Surroundings } from './surroundings.ts'
import { TableDots } from './TableDots.tsx'
import { TextEditor } from './TextEditor.tsx'
import { UndoControl } from './UndoControl.tsx'
import { ZoomControl } from './ZoomControl.tsx'

export interface BoardCanvasProps {
  readonly board: BoardHandle
  /** Opens an item's details. */
  readonly onOpen: (id: string) => void
  /** Opens the figure maker; the figure will stand at this corner. */
  readonly onMakeFigure: (at?: Point) => void
  /** Where new notes go instead of onto the board, perhaps with words in them. */
  readonly onNewNote?: (words?: string) => void
  /** Shows it to a hall: without tools, everything in view. */
  readonly presenting?: boolean
  /** Where the view is led to, as soon as it can be seen. */
  readonly goal?: Goal | null
  readonly onReached?: () => void
  /** Here it puts the way to learn what it shows. */
  readonly sight?: RefObject<(() => Goal) | null>
  /** Whom I follow: the view goes with their pointer. */
  readonly followed?: string | null
  /** I took the view into my own hands. */
  readonly onLetGo?: () => void
}

/** The board moves by its camera alone: a field under the caret must not push dock and drawings away. */
const stayPut = ({ currentTarget }: UIEvent): void => {
  if (currentTarget.scrollTop || currentTarget.scrollLeft) currentTarget.scrollTo(0, 0)
}

/** One board as a canvas: pan, zoom, write, move, and see the others do so. */
export const BoardCanvas = ({
  board,
  onOpen,
  onMakeFigure,
  onNewNote,
  presenting = false,
  goal = null,
  onReached,
  sight,
  followed = null,
  onLetGo,
}: BoardCanvasProps) => {
  const t = useT()
  const notify = useNotify()
  const session = useSession()
  const { calm } = useCalm()
  const { shown: scheme } = useScheme()
  const phone = useMedia(PHONE)
  const writable = useStore(board.writable)
  const facilitates = useStore(session.info, ({ role }) => role === 'facilitator')
  const host = useRef<HTMLDivElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const [canvas, setCanvas] = useState<Canvas | null>(null)
  const [asked, setAsked] = useState<DeleteQuestion | null>(null)
  const help = useId()

  const surroundings: Surroundings = useMemo(() => {
    const say: Surroundings['say'] = (text, action, stays = false) =>
      notify({ text, stays, ...(action ? { action } : {}) })
    return {
      t,
      calm,
      phone,
      writable: writable && !presenting,
      presenting,
      open: onOpen,
      makeFigure: onMakeFigure,
      ...(onNewNote && { newNote: onNewNote }),
      ...(onLetGo && { letGo: onLetGo }),
      isMine: isMineOn(session, board),
      sure: setAsked,
      say,
      ...(facilitates && {
        hide: (ids: readonly string[]) => void hideItems({ api: session.api, board: board.id, t, say }, ids),
      }),
    }
  }, [
    t,
    calm,
    phone,
    writable,
    presenting,
    onOpen,
    onMakeFigure,
    onNewNote,
    onLetGo,
    notify,
    facilitates,
    session,
    board,
  ])
  const latest = useRef(surroundings)
  useEffect(() => {
    latest.current = surroundings
    canvas?.refresh()
  }, [surroundings, canvas, scheme])

  useEffect(() => {
    if (!host.current || !surface.current) return
    const made = createCanvas({
      host: host.current,
      surface: surface.current,
      board,
      stage: session.stage,
      last: createLastView(visitStorage(), board.id),
      around: () => latest.current,
      now: () => performance.now(),
    })
    setCanvas(made)
    return () => {
      setCanvas(null)
      made.close()
    }
  }, [board, session])

  useEffect(() => {
    if (!canvas || !sight) return
    sight.current = canvas.sight
    return () => {
      sight.current = null
    }
  }, [canvas, sight])
  useEffect(() => {
    if (!canvas || !goal) return
    const stops: (() => void)[] = []
    const stop = () => stops.splice(0).forEach((end) => end())
    // What is sought may still be on its way here.
    const look = () => {
      if (!canvas.lookAt(goal)) return
      stop()
      onReached?.()
    }
    stops.push(board.view.subscribe(look), board.ready.subscribe(look))
    look()
    return stop
  }, [canvas, board, goal, onReached])
  useEffect(() => {
    canvas?.follow(followed)
  }, [canvas, followed])

  return (
    <div className={css.frame} onScroll={stayPut}>
      <div
        ref={host}
        className={css.host}
        {...(presenting ? { role: 'img' } : { role: 'application', tabIndex: 0, 'aria-describedby': help })}
        aria-label={t('canvas.name')}
        data-testid="board-canvas"
      >
        {canvas ? <TableDots canvas={canvas} /> : null}
        <div ref={surface} className={css.surface} aria-hidden />
      </div>
      {presenting ? null : (
        <p id={help} className="visually-hidden">
          {t('canvas.help')}
        </p>
      )}
      {canvas && !presenting ? <Overlays {...{ canvas, board, writable, phone, onNewNote, t }} /> : null}
      {asked ? <DeleteSure {...asked} onClose={() => setAsked(null)} /> : null}
    </div>
  )
}

const Overlays = ({
  canvas,
  board,
  writable,
  phone,
  onNewNote,
  t,
}: {
  readonly canvas: Canvas
  readonly board: BoardHandle
  readonly writable: boolean
  readonly phone: boolean
  readonly onNewNote: ((words?: string) => void) | undefined
  readonly t: Translate
}) => {
  const session = useSession()
  const tool = useStore(canvas.state, (state) => state.tool)
  const editing = useStore(canvas.state, (state) => state.editing)
  const isEmpty = useStore(board.view, (view) => view.shown.length === 0)
  const ready = useStore(board.ready)
  const onTool = useCallback(
    (next: typeof tool) => {
      // A note that does not go onto the board needs no place there.
      if (next === 'note' && onNewNote) return onNewNote()
      canvas.setTool(next === tool ? 'hand' : next)
    },
    [canvas, tool, onNewNote],
  )
  return (
    <>
      {isEmpty && ready && tool === 'hand' ? <FirstNote canvas={canvas} writable={writable} /> : null}
      {editing !== null ? <TextEditor canvas={canvas} board={board} id={editing} /> : null}
      {phone || !writable ? null : <SelectionBar canvas={canvas} view={board.view} stage={session.stage} />}
      <Dock
        tool={tool}
        writable={writable}
        isPrivate={onNewNote !== undefined}
        onTool={onTool}
        onMake={(kind) => commandNamed(`${kind}.add`)?.run(canvas.context())}
      />
      {writable ? <UndoControl canvas={canvas} board={board} /> : null}
      <ZoomControl canvas={canvas} board={board} />
      <Spoken canvas={canvas} board={board} t={t} />
    </>
  )
}

const spokenItem = (item: AnyItem, t: Translate): string =>
  t(`canvas.kind.${item.kind}`, { what: describe(item, t) })

/** Says what is chosen, for those who do not see it. */
const Spoken = ({
  canvas,
  board,
  t,
}: {
  readonly canvas: Canvas
  readonly board: BoardHandle
  readonly t: Translate
}) => {
  const selected = useStore(canvas.state, (state) => state.selected)
  const view = useStore(board.view)
  const [first, ...others] = selected
  const item = first === undefined ? undefined : view.items.get(first)
  let words = ''
  if (item && others.length) words = t('canvas.chosen.many', { count: selected.length })
  else if (item) {
    const order = readingOrder(view, canvas.rect)
    const theme = view.items.get(item.theme ?? '')
    const place = order.findIndex((each) => each.id === item.id) + 1
    const values = { what: spokenItem(item, t), place, count: order.length }
    words =
      theme?.kind === 'theme'
        ? t('canvas.chosen.theme', { ...values, theme: theme.title.trim() || t('theme.untitled') })
        : t('canvas.chosen', values)
  }
  return (
    <p className={classes('visually-hidden')} aria-live="polite" data-testid="canvas-spoken">
      {words}
    </p>
  )
}
