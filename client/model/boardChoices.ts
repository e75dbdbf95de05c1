/** What menus offer for the chosen items: colours, what a note is for, principles, themes. Shared by canvas and list. */
import { setFields } from '../../shared/boardItems.ts'
import {
  MAX_PRINCIPLES,
  NOTE_ASKS,
  NOTE_COLOURS,
  type Note,
  type NoteAsks,
  type NoteColour,
} from '../../shared/kinds/note/note.ts'
import type { Theme } from '../../shared/kinds/theme/theme.ts'
import { asOneStep } from './boardWork.ts'
import type { CommandContext } from './commandContext.ts'
import { moveToTheme } from './place.ts'

/** One of several values that a menu offers. */
export interface Choice {
  readonly key: string
  readonly label: string
  /** All chosen items have it. */
  readonly chosen: boolean
  run(): void
}

const notesOf = ({ chosen }: CommandContext): Note[] => chosen.filter((item) => item.kind === 'note')

/** The six colours, for the notes among the chosen. */
export const colourChoices = (context: CommandContext): (Choice & { readonly colour: NoteColour })[] => {
  const notes = notesOf(context)
  return NOTE_COLOURS.map((colour) => ({
    key: colour,
    colour,
    label: context.t(`colour.${colour}`),
    chosen: notes.length > 0 && notes.every((note) => note.colour === colour),
    run: () =>
      asOneStep(context.board, () =>
        setFields(
          context.board.doc,
          'note',
          notes.map((note) => note.id),
          { colour },
        ),
      ),
  }))
}

/** What a note is for. */
export const asksChoices = (context: CommandContext): (Choice & { readonly asks: NoteAsks })[] => {
  const notes = notesOf(context)
  return NOTE_ASKS.map((asks) => ({
    key: asks,
    asks,
    label: context.t(`asks.${asks}`),
    chosen: notes.length > 0 && notes.every((note) => note.asks === asks),
    run: () =>
      asOneStep(context.board, () =>
        setFields(
          context.board.doc,
          'note',
          notes.map((note) => note.id),
          { asks },
        ),
      ),
  }))
}

/** The workshop's principles, each ticked or not. */
export const principleChoices = (
  context: CommandContext,
): (Choice & { readonly id: number; readonly text: string })[] => {
  const notes = notesOf(context)
  return context.principles.map(({ id, label, text }) => {
    const chosen = notes.length > 0 && notes.every((note) => note.principles.includes(id))
    return {
      key: String(id),
      id,
      text,
      label: context.t('principles.numbered', { number: id, label }),
      chosen,
      run: () =>
        asOneStep(context.board, () => {
          for (const note of notes) {
            const others = note.principles.filter((other) => other !== id)
            const principles = chosen
              ? others
              : [...others, id].sort((a, b) => a - b).slice(0, MAX_PRINCIPLES)
            setFields(context.board.doc, 'note', [note.id], { principles })
          }
        }),
    }
  })
}

/** Where the chosen items can go. */
export interface ThemeChoice extends Choice {
  /** Null: out of any theme. */
  readonly theme: Theme | null
}

/** Each theme, and out of any. */
export const themeChoices = (context: CommandContext): ThemeChoice[] => {
  const { board, chosen, t, actions } = context
  const movable = chosen.filter((item) => item.kind !== 'theme' && item.kind !== 'unknown')
  const moving = movable.map((item) => item.id)
  const themes = board.view.get().shown.filter((item) => item.kind === 'theme')
  const known = new Set(themes.map((theme) => theme.id))
  const allIn = (id: string | null): boolean =>
    movable.length > 0 &&
    movable.every(({ theme }) => (theme !== null && known.has(theme) ? theme : null) === id)
  const move = (theme: string | null, words: string) => () => {
    asOneStep(board, () => moveToTheme(board.doc, board.view.get(), moving, theme))
    actions.select(moving)
    actions.say(words)
  }
  return [
    ...themes.map((theme): ThemeChoice => {
      const title = theme.title.trim() || t('theme.untitled')
      return {
        key: theme.id,
        theme,
        label: title,
        chosen: allIn(theme.id),
        run: move(theme.id, t('command.moved', { theme: title })),
      }
    }),
    {
      key: 'none',
      theme: null,
      label: t('command.out'),
      chosen: allIn(null),
      run: move(null, t('command.moved-out')),
    },
  ]
}
