/** What the outcome reads off the boards, and who may be told of it. */
import type { BoardView } from '../board.ts'
import type { Consent } from '../commands.ts'
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

/** The notes on a board that lie in a theme, or, with null, in none. */
export const notesIn = (view: BoardView, theme: Theme | null): Note[] =>
  view.shown.filter((item): item is Note => {
    if (item.kind !== 'note') return false
    // What lay in a theme that is in the bin lies in none by now; the theme itself still knows it as its own.
    if (theme?.trashed) return item.theme === theme.id
    return (themeOf(view, item)?.id ?? null) === (theme?.id ?? null)
  })

/** A text on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The principles that any of these serve, ascending. */
export const principlesOf = (items: readonly { readonly principles: readonly number[] }[]): number[] =>
  [...new Set(items.flatMap((item) => item.principles))].sort((a, b) => a - b)
