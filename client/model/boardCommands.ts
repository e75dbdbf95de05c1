/**
 * What can be done on a board: one table of commands, each with a name, a key and words. It feeds the keyboard, the selection
 * bar, the list view's menus and the help page. No React, no canvas: whoever shows it supplies the actions.
 */
import { addItem, reorder, setFields } from '../../shared/boardItems.ts'
import type { Point } from '../../shared/geometry.ts'
import type { MessageKey } from '../../shared/i18n/translate.ts'
import { NOTE_HEIGHT, NOTE_WIDTH } from '../../shared/kinds/note/note.ts'
import { THEME_SIZE } from '../../shared/kinds/theme/theme.ts'
import { asOneStep, copiesOf, deleteItems, nextMat, nudge, pasteCopies, startColour } from './boardWork.ts'
import { single, type CommandContext } from './commandContext.ts'
import { meansKey, type Keys } from './keys.ts'

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

/** How far a copy lies from what it was copied from. */
const COPY_OFFSET: Point = [24, 24]

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

/** The command that these keys ask for, if it applies. */
export const commandForKeys = (event: Keys, context: CommandContext): BoardCommand | undefined =>
  BOARD_COMMANDS.find(
    (command) => command.keys.some((key) => meansKey(event, key)) && command.applies(context),
  )
