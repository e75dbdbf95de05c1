/** What a transaction did to a board's items, as far as the ledger asks. */
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'

/**
 * Fields that moving, colouring or sorting an item sets, and the making of it. Whatever else changes counts as typing: a field
 * that a later version brings must not slip out of the ledger.
 */
const NOT_TYPED = new Set(
  'kind v at order theme trashed from colour principles asks size mat timber cloth pattern head hair scarf mood aid held'.split(
    ' ',
  ),
)

/** What one transaction did to an item. */
export interface Touched {
  readonly typed: boolean
  /** It may say anew what it was copied from. */
  readonly origin: boolean
}

/** Items that a transaction made or changed, in the order they were touched. */
export const touchedIn = (
  doc: Y.Doc,
  { changed }: Pick<Y.Transaction, 'changed'>,
): ReadonlyMap<string, Touched> => {
  const root = itemsOf(doc)
  // Yjs makes a plain root for a name that nobody has asked for yet, and puts a map in its place once somebody does.
  const isUnasked = (type: Y.AbstractType<unknown>): boolean =>
    type._item === null && type.constructor === Y.AbstractType
  const isRoot = (type: unknown): boolean =>
    type === root || (type instanceof Y.AbstractType && isUnasked(type))
  const touched = new Map<string, Touched>()
  const note = (item: string, { typed, origin }: Touched) => {
    const known = touched.get(item)
    touched.set(item, { typed: typed || Boolean(known?.typed), origin: origin || Boolean(known?.origin) })
  }
  for (const [type, keys] of changed) {
    if (isRoot(type)) {
      for (const key of keys) if (key !== null) note(key, { typed: true, origin: true })
      continue
    }
    let step = type._item
    const own = isRoot(step?.parent)
    while (step && !isRoot(step.parent))
      step = step.parent instanceof Y.AbstractType ? step.parent._item : null
    const item = step?.parentSub
    if (!item) continue
    note(item, {
      typed: !own || [...keys].some((key) => key === null || !NOT_TYPED.has(key)),
      origin: own && keys.has('from'),
    })
  }
  return touched
}

/** Whether something that is said in an item, also in what was typed and is deleted again, was written under one of these client ids. */
export const isWrittenIn = (item: Y.Map<unknown>, isTheirs: (client: number) => boolean): boolean => {
  const isIn = ({ id, content }: Y.Item): boolean =>
    isTheirs(id.client) || (content instanceof Y.ContentType && isWithin(content.type))
  const isWithin = ({ _map, _start }: Y.AbstractType<unknown>): boolean => {
    for (let struct = _start; struct; struct = struct.right) if (isIn(struct)) return true
    return [..._map.values()].some(isIn)
  }
  const isMaker = item._item !== null && isTheirs(item._item.id.client)
  return isMaker || [...item._map].some(([key, struct]) => !NOT_TYPED.has(key) && isIn(struct))
}
