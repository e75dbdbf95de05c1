/** Whose a thing is, as far as a page can tell: credits name only who wants to be named. */
import { itemsOf } from '../../shared/board.ts'
import type { BoardHandle, Session } from './types.ts'

/** Says of an item whether I made it: I am named for it, or it was made on this very page. What nobody is named for may be mine too. */
export const isMineOn =
  ({ info, stage }: Pick<Session, 'info' | 'stage'>, { doc }: Pick<BoardHandle, 'doc'>) =>
  (id: string): boolean =>
    stage.get().credits.get(id)?.person === info.get().participant.id ||
    itemsOf(doc)._map.get(id)?.id.client === doc.clientID
