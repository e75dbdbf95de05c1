/** What commands act upon, and what the surface that shows them (canvas or list) does for them. */
import type { Point } from '../../shared/geometry.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import type { Principle } from '../../shared/stage.ts'
import type { BoardHandle } from './types.ts'

/** Whether many things, not all of them mine, are to be deleted. */
export interface DeleteQuestion {
  readonly count: number
  /** So many of them may be somebody else's. */
  readonly others: number
  /** Deletes them. */
  readonly yes: () => void
}

/** A way back or on, in a notice. */
export interface Offer {
  readonly label: string
  readonly run: () => void
}

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
  /** Asks whether many things, others' among them, are really to be deleted. */
  sure(question: DeleteQuestion): void
  /** Says what was done, perhaps with a way back or on; `stays` until it is read. */
  say(words: string, action?: Offer, stays?: boolean): void
}

export interface CommandContext {
  readonly board: BoardHandle
  /** What the command is about, lowest first. */
  readonly chosen: readonly AnyItem[]
  readonly writable: boolean
  /** Is it mine, as far as this page can tell? */
  readonly isMine: (id: string) => boolean
  readonly principles: readonly Principle[]
  readonly t: Translate
  readonly actions: BoardActions
}

/** The one thing that is chosen; null when there is none, or several. */
export const single = ({ chosen }: CommandContext): AnyItem | null =>
  chosen.length === 1 ? (chosen[0] ?? null) : null
