/** What a round may be about. Pure. */
import type { BoardView } from '../../../shared/board.ts'
import { cleanLine, cleanText } from '../../../shared/clean.ts'
import type { Note } from '../../../shared/kinds/note/note.ts'
import type { Theme } from '../../../shared/kinds/theme/theme.ts'

/** How a facilitator says what people vote on. */
export const WHATS = ['ideas', 'all', 'by-theme', 'ticked', 'themes'] as const
export type What = (typeof WHATS)[number]

/** Most candidates of a round. */
export const MOST_CANDIDATES = 200

/** Stands for "in no theme" among the themes that are ticked. */
export const LOOSE = 'loose'

/** A theme (or none) with its notes that have words: an empty note can't be voted on. */
export interface NoteGroup {
  readonly theme: Theme | null
  readonly notes: readonly Note[]
}

/** The notes of a board by theme, those of no theme last; groups without notes are left out. */
export const noteGroups = ({ shown }: BoardView): NoteGroup[] => {
  const themes = shown.filter((item): item is Theme => item.kind === 'theme')
  const known = new Set(themes.map((theme) => theme.id))
  const notes = shown.filter((item): item is Note => item.kind === 'note' && cleanText(item.text) !== '')
  const homeOf = (note: Note): string | null => (note.theme && known.has(note.theme) ? note.theme : null)
  return [...themes, null]
    .map((theme) => ({ theme, notes: notes.filter((note) => homeOf(note) === (theme?.id ?? null)) }))
    .filter((group) => group.notes.length > 0)
}

/** The themes that have a title to vote on. */
export const votableThemes = ({ shown }: BoardView): Theme[] =>
  shown.filter((item): item is Theme => item.kind === 'theme' && cleanLine(item.title) !== '')

/** The ids that a choice comes to, in the order of the list. */
export const chosenIds = (view: BoardView, what: What, ticked: ReadonlySet<string>): string[] => {
  const groups = noteGroups(view)
  switch (what) {
    case 'ideas':
      return groups.flatMap(({ notes }) => notes.filter(({ asks }) => asks === 'idea').map((note) => note.id))
    case 'all':
      return groups.flatMap(({ notes }) => notes.map((note) => note.id))
    case 'by-theme':
      return groups
        .filter(({ theme }) => ticked.has(theme?.id ?? LOOSE))
        .flatMap(({ notes }) => notes.map((note) => note.id))
    case 'ticked':
      return groups.flatMap(({ notes }) => notes.filter((note) => ticked.has(note.id)).map((note) => note.id))
    case 'themes':
      return votableThemes(view)
        .filter((theme) => ticked.has(theme.id))
        .map((theme) => theme.id)
    default:
      return what satisfies never
  }
}
