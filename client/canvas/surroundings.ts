import type { Point } from '../../shared/geometry.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { DeleteQuestion, Offer } from '../model/commandContext.ts'

/** What the page around the canvas does for it; read anew each time, since it may change. */
export interface Surroundings {
  readonly t: Translate
  readonly calm: boolean
  readonly phone: boolean
  readonly writable: boolean
  /** Shown to a hall: everything stays in view by itself. */
  readonly presenting: boolean
  open(id: string): void
  makeFigure(at?: Point): void
  /** Where new notes go instead of onto the board, perhaps with words in them: while people write in private. */
  newNote?(words?: string): void
  /** I took the view into my own hands, or began something: it no longer goes with whom I followed. */
  letGo?(): void
  /** Only a facilitator may. */
  hide?(ids: readonly string[]): void
  isMine(id: string): boolean
  sure(question: DeleteQuestion): void
  say(words: string, action?: Offer, stays?: boolean): void
}
