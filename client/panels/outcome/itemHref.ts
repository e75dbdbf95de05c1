import type { Source } from '../../../shared/plan.ts'
import { paths } from '../../model/paths.ts'

/** Where an item stands: its board's page, which looks at the item named behind the `#`. */
export const itemHref = (workshop: string, { board, item }: Source): string =>
  `${paths.board(workshop, board)}#${item}`
