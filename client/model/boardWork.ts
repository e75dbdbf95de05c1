/** What several commands, and hands, do to a board: each as one step of undo, with the words that say so. */
import { LOCAL } from '../../shared/boardChange.ts'
import { addItems, copyItems, moveItems, pasteItems, type NewItem } from '../../shared/boardItems.ts'
import { restore, trash } from '../../shared/bin.ts'
import { around, FAR, type Point, type Rect } from '../../shared/geometry.ts'
import {
  NOTE_COLOURS,
  NOTE_HEIGHT,
  NOTE_WIDTH,
  roughNoteHeight,
  type NoteColour,
} from '../../shared/kinds/note/note.ts'
import type { MessageKey } from '../../shared/i18n/translate.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { MATS, type Mat } from '../../shared/kinds/theme/theme.ts'
import { single, type CommandContext, type Offer } from './commandContext.ts'
import { growToFit } from './place.ts'
import type { BoardHandle } from './types.ts'

/** Runs work as one step of undo, apart from what went before. */
export const asOneStep = (board: BoardHandle, work: () => void): void => {
  board.undo.stopCapturing()
  board.doc.transact(work, LOCAL)
  board.undo.stopCapturing()
}

/** The colour that I used last on this board, so that a new note matches: the topmost note's, else the first. */
export const startColour = (context: CommandContext): NoteColour => {
  const note = single(context)
  return note?.kind === 'note' ? note.colour : NOTE_COLOURS[0]
}

/** The felt that fewest themes have. */
export const nextMat = (items: readonly AnyItem[]): Mat => {
  const count = (mat: Mat) => items.filter((item) => item.kind === 'theme' && item.mat === mat).length
  return MATS.reduce((best, mat) => (count(mat) < count(best) ? mat : best))
}

/** Why what was offered in a notice or a question can't be done any more, in words; null where it can. */
export const tooLate = ({ doc, writable }: BoardHandle): MessageKey | null => {
  if (doc.isDestroyed) return 'command.replaced'
  return writable.get() ? null : 'command.not-now'
}

/** Does what was offered, or says why not, with another offer where there is one. */
const ifStill = ({ board, actions, t }: CommandContext, work: () => void, again?: Offer): void => {
  const late = tooLate(board)
  if (late) actions.say(t(late), again, true)
  else work()
}

/** More things than these are deleted only after a question, where somebody else's may be among them. */
const MOST_UNASKED = 10

/** Puts things in the bin, after a question where they are many and not all mine. `done` is called once they are gone. */
export const deleteItems = (context: CommandContext, items: readonly AnyItem[], done?: () => void): void => {
  const others = items.filter((item) => !context.isMine(item.id)).length
  const yes = (): void =>
    ifStill(context, () => {
      binItems(context, items)
      done?.()
    })
  if (items.length > MOST_UNASKED && others > 0) context.actions.sure({ count: items.length, others, yes })
  else yes()
}

/** Puts things in the bin, and offers the way back. */
const binItems = (context: CommandContext, items: readonly AnyItem[]): void => {
  const { board, t, actions } = context
  const gone = items.map((item) => item.id)
  if (!gone.length) return
  asOneStep(board, () => trash(board.doc, gone))
  actions.select([])
  const kinds = new Set(items.map((item) => item.kind))
  const kind = kinds.size === 1 ? items[0]?.kind : undefined
  const words =
    kind === 'note' || kind === 'figure' || kind === 'theme'
      ? t(`command.deleted.${kind}`, { count: gone.length })
      : t('command.deleted', { count: gone.length })
  const back: Offer = {
    label: t('ui.undo'),
    run: () =>
      ifStill(
        context,
        () => {
          asOneStep(board, () => restore(board.doc, gone))
          actions.select(gone)
        },
        back,
      ),
  }
  actions.say(words, back)
}

/** Pastes copies and chooses them. */
export const pasteCopies = (context: CommandContext, copies: readonly NewItem[], offset: Point): void => {
  if (!copies.length) return
  let made: readonly string[] = []
  asOneStep(context.board, () => {
    made = pasteItems(context.board.doc, copies, offset)
  })
  context.actions.select(made)
}

/** Copies of these for the clipboard; a theme takes its items along. */
export const copiesOf = ({ board, chosen }: CommandContext): NewItem[] => {
  const themes = new Set(chosen.filter((item) => item.kind === 'theme').map((item) => item.id))
  const wanted = new Set(chosen.map((item) => item.id))
  const all = board.view
    .get()
    .shown.filter((item) => wanted.has(item.id) || (item.theme !== null && themes.has(item.theme)))
  return copyItems(
    board.doc,
    all.map((item) => item.id),
  )
}

/** Space between notes that were laid out as a grid. */
const GRID_GAP = 24

/** Most items that one step adds. */
export const MOST_ADDED = 2_000

/** Where notes with these texts lie in a grid that is about as wide as high, from 0, 0 on; each row is as high as its highest note. */
const gridOf = (texts: readonly string[]): Rect[] => {
  const heights = texts.map(roughNoteHeight)
  const columns = Math.ceil(Math.sqrt(heights.reduce((sum, height) => sum + height, 0) / NOTE_WIDTH))
  const places: Rect[] = []
  let y = 0
  for (let start = 0; start < texts.length; start += columns) {
    const row = heights.slice(start, start + columns)
    row.forEach((height, column) =>
      places.push({ x: column * (NOTE_WIDTH + GRID_GAP), y, width: NOTE_WIDTH, height }),
    )
    y += Math.max(...row) + GRID_GAP
  }
  return places
}

/** Makes a note of each text, laid out as a grid; more than one step adds are offered. */
export const addNotes = (context: CommandContext, all: readonly string[]): void => {
  const { board, actions, t } = context
  if (!all.length) return
  if (actions.newNote) return actions.newNote(all.join('\n'))
  const texts = all.slice(0, MOST_ADDED)
  const rest = all.slice(MOST_ADDED)
  const grid = gridOf(texts)
  const { width, height } = around(grid) ?? { width: NOTE_WIDTH, height: NOTE_HEIGHT.full }
  const { at, theme } = actions.place(width, height)
  const places = grid.map((rect): Rect => ({ ...rect, x: at[0] + rect.x, y: at[1] + rect.y }))
  const colour = startColour(context)
  const news = places.map(({ x, y }, index): NewItem => ({
    kind: 'note',
    at: [x, y],
    text: texts[index] ?? '',
    colour,
    theme,
  }))
  let made: readonly string[] = []
  asOneStep(board, () => {
    made = addItems(board.doc, news)
    if (theme) growToFit(board.doc, board.view.get(), theme, places)
  })
  actions.select(made)
  const more: Offer = {
    label: t('command.pasted.rest'),
    run: () => ifStill(context, () => addNotes(context, rest), more),
  }
  if (rest.length)
    actions.say(t('command.pasted.some', { count: made.length, rest: rest.length }), more, true)
  else if (made.length > 1) actions.say(t('command.pasted', { count: made.length }))
}

/** Moves things by an offset; the items of a theme move with it. */
export const nudge = ({ board, chosen }: CommandContext, [dx, dy]: Point): void => {
  const moving = new Set(chosen.map((item) => item.id))
  const places = new Map<string, Point>()
  for (const item of board.view.get().shown)
    if (moving.has(item.id) || (item.theme !== null && moving.has(item.theme)))
      places.set(item.id, [
        Math.min(FAR, Math.max(-FAR, item.at[0] + dx)),
        Math.min(FAR, Math.max(-FAR, item.at[1] + dy)),
      ])
  // No step of its own: presses in quick succession are taken back together.
  moveItems(board.doc, places)
}
