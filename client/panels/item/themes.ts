import type { BoardView } from '../../../shared/board.ts'
import type { Theme } from '../../../shared/kinds/theme/theme.ts'

/** The themes of a board, in order. Read it from a store together with `sameThemes`. */
export const themesIn = (view: BoardView): readonly Theme[] =>
  view.shown.filter((item): item is Theme => item.kind === 'theme')

/** Whether two such lists hold the same themes, unchanged. */
export const sameThemes = (a: readonly Theme[], b: readonly Theme[]): boolean =>
  a.length === b.length && a.every((theme, index) => theme === b[index])
