/** Which page an address is. */
import { ID_PATTERN } from '../../shared/ids.ts'

/** Pages inside a workshop; `home` is the board, or on a phone the list. */
export const VIEWS = ['board', 'list', 'vote', 'outcome', 'hall', 'people'] as const
export type View = (typeof VIEWS)[number]

export type Route =
  | { readonly page: 'landing' }
  | { readonly page: 'start' }
  | { readonly page: 'join'; readonly code: string }
  | {
      readonly page: 'workshop'
      readonly workshop: string
      readonly view: View | 'home'
      /** A board's id, or a round's. */
      readonly id: string | null
      /** An item to look at. */
      readonly item: string | null
      /** The secret of the link that led here, taken out of the address. */
      readonly secret: string | null
      /** That link asks nothing at the door. */
      readonly straight: boolean
      /** Grows with each link that is followed: the same page asked for again is a new wish. */
      readonly asked: number
    }
  | { readonly page: 'lost' }

/** What of the page's address matters. */
export interface Place {
  readonly pathname: string
  /** Without the `#`. */
  readonly hash: string
  readonly secret: string | null
  readonly straight: boolean
  /** How many links were followed so far. */
  readonly asked: number
}

const isId = (text: string | undefined): text is string => text !== undefined && ID_PATTERN.test(text)

export const routeOf = ({ pathname, hash, secret, straight, asked }: Place): Route => {
  const [first, workshop, view, id, ...rest] = pathname.split('/').filter(Boolean)
  if (first === undefined) return { page: 'landing' }
  if (first === 'start' && workshop === undefined) return { page: 'start' }
  if (first === 'join' && workshop === undefined) return { page: 'join', code: hash }
  if (first !== 'w' || !isId(workshop) || rest.length) return { page: 'lost' }
  const known = VIEWS.find((name) => name === view)
  if ((view !== undefined && !known) || (id !== undefined && !isId(id))) return { page: 'lost' }
  return {
    page: 'workshop',
    workshop,
    view: known ?? 'home',
    id: id ?? null,
    item: known && isId(hash) ? hash : null,
    secret,
    straight,
    asked,
  }
}

/** Whether what stands behind the `#` of this address is a link's secret. */
export const holdsSecret = (pathname: string): boolean => /^\/w\/[^/]+\/?$/.test(pathname)
