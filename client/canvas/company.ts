/** Who else is on the board, as the canvas shows them; and in a crowd, whose pointers. Pure. */
import { centreOf, contains, grow, type Point, type Rect } from '../../shared/geometry.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { Stage } from '../../shared/stage.ts'
import type { Peer } from '../model/types.ts'
import type { Maker } from './look.ts'

/** Somebody else on this board, with their name and colour. */
export interface Company {
  readonly client: number
  readonly who: Maker
  readonly facilitates: boolean
  /** Whether I follow them. */
  readonly followed: boolean
  readonly cursor: Point | null
  readonly selected: readonly string[]
  readonly drag: Readonly<Record<string, Point>> | null
}

/**
 * Everybody of whom the board heard, as the stage knows them.
 * @param followed whom I follow, if anybody
 */
export const companyOf = (
  peers: readonly Peer[],
  stage: Stage,
  t: Translate,
  followed: string | null,
): Company[] =>
  peers.map((peer) => {
    const person = stage.people.get(peer.person)
    return {
      client: peer.client,
      who: { name: person?.name || t('figure.unnamed'), colour: person?.colour ?? 0 },
      facilitates: person?.role === 'facilitator',
      followed: peer.person === followed,
      cursor: peer.cursor ?? null,
      selected: peer.selected ?? [],
      drag: peer.drag ?? null,
    }
  })

/** Up to so many pointers are all shown; of more, only these many. */
export const MOST_CURSORS = 50

/** Whose pointer was shown stays shown until somebody else's is nearer by this much: else two would flicker by turns. */
const STAYS = 0.8

/** Whose pointer comes first in a crowd: the one that I follow, a facilitator's, anybody's. */
const rankOf = ({ followed, facilitates }: Company): number => (followed ? 0 : facilitates ? 1 : 2)
const ANYBODY = 2

/**
 * Whose pointers are shown: all while there are few. In a crowd the one that I follow comes first, then the facilitators', wherever
 * they are, then those that are in view or close by; of each the nearest to the middle of the view, and never more than the most.
 * @param view what of the board is in view
 * @param before whose were shown last, by client
 */
export const shownCursors = (
  company: readonly Company[],
  view: Rect,
  before: ReadonlySet<number> = new Set(),
): Company[] => {
  const pointing = company.filter((person) => person.cursor !== null)
  if (pointing.length <= MOST_CURSORS) return pointing
  const middle = centreOf(view)
  const close = grow(view, Math.max(view.width, view.height) / 4)
  const far = ({ client, cursor }: Company): number =>
    cursor
      ? Math.hypot(cursor[0] - middle[0], cursor[1] - middle[1]) * (before.has(client) ? STAYS : 1)
      : Infinity
  return pointing
    .map((person) => ({ person, rank: rankOf(person), far: far(person) }))
    .filter(({ person: { cursor }, rank }) => rank < ANYBODY || (cursor !== null && contains(close, cursor)))
    .sort((a, b) => a.rank - b.rank || a.far - b.far)
    .slice(0, MOST_CURSORS)
    .map(({ person }) => person)
}
