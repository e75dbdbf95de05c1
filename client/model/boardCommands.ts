/**
 * What can be done on a board: one table of commands, each with a name, a key and words. It feeds the keyboard, the selection
 * bar, the list view's menus and the help page. No React, no canvas: whoever shows it supplies the actions.
 */
import {
  addItem,
  addItems,
  copyItems,
  LOCAL,
  moveItems,
  pasteItems,
  reorder,
  restore,
  setFields,
  trash,
  type NewItem,
} from '../../shared/board.ts'
import { FAR, type Point } from '../../shared/geometry.ts'
import type { MessageKey, Translate } from '../../shared/i18n/translate.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { NOTE_COLOURS, NOTE_HEIGHT, NOTE_WIDTH, type NoteColour } from '../../shared/kinds/note/note.ts'
import { MATS, THEME_SIZE, type Mat } from '../../shared/kinds/theme/theme.ts'
import type { Principle } from '../../shared/stage.ts'
import { growToFit } from './place.ts'
import type { BoardHandle } from './types.ts'

/** What a surface (canvas or list) lets commands do to it. */
export interface BoardActions {
  /** Makes these the chosen ones. */
  select(ids: readonly string[]): void
  /** Opens an item's text for writing. */
  write(id: string): void
  /** Opens an item's details. */
  open(id: string): void
  /** Opens the figure maker. */
  makeFigure(at?: Point): void
  /** Where new notes go instead of onto the board, perhaps with words in them. */
  newNote?(words?: string): void
  /** Hides things from everybody; only a facilitator may. */
  hide?(ids: readonly string[]): void
  /** Where something new goes: the top left corner of a thing this large, and its theme. */
  place(width: number, height: number): { readonly at: Point; readonly theme: string | null }
  /** Says what was done, perhaps with a way back. */
  say(words: string, undo?: { readonly label: string; readonly run: () => void }): void
}

export interface CommandContext {
  readonly board: BoardHandle
  /** What the command is about, lowest first. */
  readonly chosen: readonly AnyItem[]
  readonly writable: boolean
  readonly principles: readonly Principle[]
  readonly t: Translate
  readonly actions: BoardActions
}

export interface BoardCommand {
  readonly name: string
  /** Keys, such as `mod+d`; `mod` is ⌘ on a Mac and Ctrl elsewhere. The first is shown. What is rare has none. */
  readonly keys: readonly string[]
  readonly label: MessageKey
  /** Where the list view offers the same, for the help page. */
  readonly group: 'make' | 'change' | 'arrange' | 'history'
  applies(context: CommandContext): boolean
  run(context: CommandContext): void
}

const ids = ({ chosen }: CommandContext): string[] => chosen.map((item) => item.id)
const some = (context: CommandContext): boolean => context.writable && context.chosen.length > 0
const single = ({ chosen }: CommandContext): AnyItem | null =>
  chosen.length === 1 ? (chosen[0] ?? null) : null

/** Runs work as one step of undo, apart from what went before. */
export const asOneStep = (board: BoardHandle, work: () => void): void => {
  board.undo.stopCapturing()
  board.doc.transact(work, LOCAL)
  board.undo.stopCapturing()
}

/** The colour that I used last on this board, so that a new note matches: the topmost note's, else the first. */
const startColour = (context: CommandContext): NoteColour => {
  const note = single(context)
  return note?.kind === 'note' ? note.colour : NOTE_COLOURS[0]
}

/** The felt that fewest themes have. */
export const nextMat = (items: readonly AnyItem[]): Mat => {
  const count = (mat: Mat) => items.filter((item) => item.kind === 'theme' && item.mat === mat).length
  return MATS.reduce((best, mat) => (count(mat) < count(best) ? mat : best))
}

/** Puts things in the bin, and offers the way back. */
export const deleteItems = (context: CommandContext, items: readonly AnyItem[]): void => {
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
  actions.say(words, {
    label: t('ui.undo'),
    run: () => {
      asOneStep(board, () => restore(board.doc, gone))
      actions.select(gone)
    },
  })
}

/** How far a copy lies from what it was copied from. */
const COPY_OFFSET: Point = [24, 24]

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

/** Makes a note of each text, laid out as a grid that is about as wide as high, from a place on. */
export const addNotes = (context: CommandContext, texts: readonly string[], height: number): void => {
  const { board, actions, t } = context
  if (!texts.length) return
  if (actions.newNote) return actions.newNote(texts.join('\n'))
  const columns = Math.max(1, Math.ceil(Math.sqrt((texts.length * height) / NOTE_WIDTH)))
  const rows = Math.ceil(texts.length / columns)
  const [stepX, stepY] = [NOTE_WIDTH + GRID_GAP, height + GRID_GAP]
  const { at, theme } = actions.place(columns * stepX - GRID_GAP, rows * stepY - GRID_GAP)
  const colour = startColour(context)
  const news = texts.map((text, index): NewItem => {
    const place: Point = [at[0] + (index % columns) * stepX, at[1] + Math.floor(index / columns) * stepY]
    return { kind: 'note', at: place, text, colour, theme }
  })
  let made: readonly string[] = []
  asOneStep(board, () => {
    made = addItems(board.doc, news)
    if (theme)
      growToFit(
        board.doc,
        board.view.get(),
        theme,
        news.map(({ at: [x, y] }) => ({ x, y, width: NOTE_WIDTH, height })),
      )
  })
  actions.select(made)
  if (made.length > 1) actions.say(t('command.pasted', { count: made.length }))
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

const step = (context: CommandContext, forward: boolean): void => {
  const { undo } = context.board
  if (forward) undo.redo()
  else undo.undo()
}

const NUDGE = 8
const NUDGE_FAR = 32
const nudges = (
  [
    ['left', 'ArrowLeft', -1, 0],
    ['right', 'ArrowRight', 1, 0],
    ['up', 'ArrowUp', 0, -1],
    ['down', 'ArrowDown', 0, 1],
  ] as const
).flatMap(([side, key, x, y]): BoardCommand[] =>
  ([false, true] as const).map((far) => ({
    name: `nudge.${side}${far ? '.far' : ''}`,
    keys: [far ? `shift+${key}` : key],
    label: `command.nudge.${side}`,
    group: 'arrange',
    applies: some,
    run: (context) => {
      const by = far ? NUDGE_FAR : NUDGE
      nudge(context, [x * by, y * by])
    },
  })),
)

/** How much a theme grows or shrinks with one press. */
const STRETCH = 32

const stretches = (
  [
    ['wider', 'ArrowRight', 1, 0],
    ['narrower', 'ArrowLeft', -1, 0],
    ['taller', 'ArrowDown', 0, 1],
    ['shorter', 'ArrowUp', 0, -1],
  ] as const
).map(([name, key, x, y]): BoardCommand => ({
  name: `size.${name}`,
  keys: [`mod+${key}`],
  label: `command.size.${name}`,
  group: 'arrange',
  applies: (context) => context.writable && single(context)?.kind === 'theme',
  run: (context) => {
    const theme = single(context)
    if (theme?.kind !== 'theme') return
    const bounded = (value: number, axis: 0 | 1) =>
      Math.min(THEME_SIZE.most[axis], Math.max(THEME_SIZE.least[axis], value))
    const size = [bounded(theme.size[0] + x * STRETCH, 0), bounded(theme.size[1] + y * STRETCH, 1)] as const
    setFields(context.board.doc, 'theme', [theme.id], { size })
  },
}))

/** Every command without a choice to make; the first whose key fits and that applies is run. */
export const BOARD_COMMANDS: readonly BoardCommand[] = [
  {
    name: 'note.add',
    keys: ['n'],
    label: 'command.note.add',
    group: 'make',
    applies: ({ writable }) => writable,
    run: (context) => {
      const { board, actions } = context
      if (actions.newNote) return actions.newNote()
      const { at, theme } = actions.place(NOTE_WIDTH, NOTE_HEIGHT.full)
      let id = ''
      asOneStep(board, () => {
        id = addItem(board.doc, { kind: 'note', at, theme, colour: startColour(context) })
      })
      actions.select([id])
      actions.write(id)
    },
  },
  {
    name: 'figure.add',
    keys: ['f'],
    label: 'command.figure.add',
    group: 'make',
    applies: ({ writable }) => writable,
    run: ({ actions }) => actions.makeFigure(),
  },
  {
    name: 'theme.add',
    keys: ['t'],
    label: 'command.theme.add',
    group: 'make',
    applies: ({ writable }) => writable,
    run: ({ board, actions }) => {
      const [width, height] = THEME_SIZE.start
      const { at } = actions.place(width, height)
      let id = ''
      asOneStep(board, () => {
        id = addItem(board.doc, { kind: 'theme', at, mat: nextMat(board.view.get().shown) })
      })
      actions.select([id])
      actions.write(id)
    },
  },
  {
    name: 'write',
    keys: ['Enter', 'F2'],
    label: 'command.write',
    group: 'change',
    applies: (context) => context.writable && single(context) !== null && single(context)?.kind !== 'unknown',
    run: (context) => {
      const item = single(context)
      if (item?.kind === 'figure') context.actions.open(item.id)
      else if (item) context.actions.write(item.id)
    },
  },
  {
    name: 'open',
    keys: ['mod+Enter'],
    label: 'command.open',
    group: 'change',
    applies: (context) => single(context) !== null && single(context)?.kind !== 'unknown',
    run: (context) => {
      const item = single(context)
      if (item) context.actions.open(item.id)
    },
  },
  {
    name: 'duplicate',
    keys: ['mod+d'],
    label: 'command.duplicate',
    group: 'make',
    applies: some,
    run: (context) => pasteCopies(context, copiesOf(context), COPY_OFFSET),
  },
  {
    name: 'front',
    keys: [']'],
    label: 'command.front',
    group: 'arrange',
    applies: some,
    run: (context) => asOneStep(context.board, () => reorder(context.board.doc, ids(context), 'front')),
  },
  {
    name: 'back',
    keys: ['['],
    label: 'command.back',
    group: 'arrange',
    applies: some,
    run: (context) => asOneStep(context.board, () => reorder(context.board.doc, ids(context), 'back')),
  },
  ...nudges,
  ...stretches,
  {
    name: 'hide',
    keys: [],
    label: 'command.hide',
    group: 'change',
    applies: ({ chosen, actions }) => chosen.length > 0 && actions.hide !== undefined,
    run: (context) => context.actions.hide?.(ids(context)),
  },
  {
    name: 'delete',
    keys: ['Delete', 'Backspace'],
    label: 'command.delete',
    group: 'change',
    applies: some,
    run: (context) => deleteItems(context, context.chosen),
  },
  {
    name: 'undo',
    keys: ['mod+z'],
    label: 'command.undo',
    group: 'history',
    applies: ({ writable }) => writable,
    run: (context) => step(context, false),
  },
  {
    name: 'redo',
    keys: ['mod+y', 'mod+shift+z'],
    label: 'command.redo',
    group: 'history',
    applies: ({ writable }) => writable,
    run: (context) => step(context, true),
  },
  {
    name: 'select.all',
    keys: ['mod+a'],
    label: 'command.select-all',
    group: 'arrange',
    applies: () => true,
    run: ({ board, actions }) => actions.select(board.view.get().shown.map((item) => item.id)),
  },
]

export type CommandName = (typeof BOARD_COMMANDS)[number]['name']

/** A command by its name. */
export const commandNamed = (name: string): BoardCommand | undefined =>
  BOARD_COMMANDS.find((command) => command.name === name)

/** What a keyboard event says of its keys. */
export interface Keys {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Do these keys mean the given shortcut, e.g. `mod+shift+z`? */
export const meansKey = (event: Keys, shortcut: string): boolean => {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const mod = event.ctrlKey || event.metaKey
  if (event.altKey || mod !== parts.includes('mod')) return false
  // A letter or a named key minds Shift; a sign such as "]" may need it on some keyboards.
  if ((key.length > 1 || /[a-z]/i.test(key)) && event.shiftKey !== parts.includes('shift')) return false
  return event.key.toLowerCase() === key.toLowerCase()
}

/** The command that these keys ask for, if it applies. */
export const commandForKeys = (event: Keys, context: CommandContext): BoardCommand | undefined =>
  BOARD_COMMANDS.find(
    (command) => command.keys.some((key) => meansKey(event, key)) && command.applies(context),
  )
