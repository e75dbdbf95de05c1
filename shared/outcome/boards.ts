/** What the outcome reads off the boards, and who may be told of it. */
import type { BoardView } from '../board.ts'
import type { Consent } from '../consent.ts'
import type { AnyItem } from '../kinds/registry.ts'
import type { Note } from '../kinds/note/note.ts'
import type { Theme } from '../kinds/theme/theme.ts'

/** A board of the workshop, as the outcome needs it. */
export interface OutcomeBoard {
  readonly id: string
  readonly title: string
  readonly view: BoardView
}

/** What may be kept of an item's words: the strictest wish of all who typed in it, copies included. */
export type ConsentOf = (board: string, item: string) => Consent

/** The theme that an item lies in; null when it lies in none, or when that theme is in the bin. */
export const themeOf = (view: BoardView, item: AnyItem | undefined): Theme | null => {
  const theme = item?.theme ? view.items.get(item.theme) : undefined
  return theme?.kind === 'theme' && !theme.trashed ? theme : null
}

/** The themes on a board. */
export const themesOf = (view: BoardView): Theme[] =>
  view.shown.filter((item): item is Theme => item.kind === 'theme')

/** The notes on a board. */
export const notesOf = (view: BoardView): Note[] =>
  view.shown.filter((item): item is Note => item.kind === 'note')

/** Notes by the theme that they say they lie in, also where that theme is in the bin by now: it still knows them as its own. */
export const byTheme = (notes: readonly Note[]): ReadonlyMap<string, readonly Note[]> => {
  const groups = new Map<string, Note[]>()
  for (const note of notes) {
    if (!note.theme) continue
    const group = groups.get(note.theme)
    if (group) group.push(note)
    else groups.set(note.theme, [note])
  }
  return groups
}

/** The principles that any of these serve, ascending. */
export const principlesOf = (items: readonly { readonly principles: readonly number[] }[]): number[] =>
  [...new Set(items.flatMap((item) => item.principles))].sort((a, b) => a - b)
