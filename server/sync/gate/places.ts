/** Where the structs of an update would lie, found without applying it: as Yjs itself will find it. */
import * as Y from 'yjs'

type Store = Y.Doc['store']

/** What of an update is new, by client; each client's in order and without gaps. */
export type Fresh = ReadonlyMap<number, (Y.Item | Y.GC)[]>

/** `sub` is the field's name in a map; null in a text. */
export type Place =
  | { readonly type: 'root'; readonly name: string; readonly sub: string | null }
  | { readonly type: 'inside'; readonly container: Y.Item; readonly sub: string | null }
  /** What it lay in was deleted for good: Yjs keeps nothing of it but its length. */
  | { readonly type: 'gone' }
  /** Structs that refer to each other in a circle: Yjs makes none. */
  | { readonly type: 'circle' }

const GONE: Place = { type: 'gone' }
const CIRCLE: Place = { type: 'circle' }

const storedPlace = ({ parent, parentSub: sub }: Y.Item): Place => {
  if (!(parent instanceof Y.AbstractType)) return GONE
  return parent._item
    ? { type: 'inside', container: parent._item, sub }
    : { type: 'root', name: Y.findRootTypeKey(parent), sub }
}

/**
 * Finds places. An item names its container, or a neighbour that lies in the same one, which may be new as well, and so on;
 * each is looked at once. All that is referred to must be there, in the store or in the update.
 */
export const createPlacer = (store: Store, fresh: Fresh): ((item: Y.Item) => Place) => {
  const known = new Map<Y.Item, Place>()

  const find = (id: Y.ID): unknown => {
    const structs = fresh.get(id.client)
    const first = structs?.[0]
    return structs && first && id.clock >= first.id.clock
      ? structs[Y.findIndexSS(structs, id.clock)]
      : Y.getItem(store, id)
  }

  /** Its place; or the neighbour that has the same one. */
  const step = (item: Y.Item): Place | Y.Item => {
    const parent: unknown = item.parent
    if (parent instanceof Y.AbstractType) return storedPlace(item)
    if (typeof parent === 'string') return { type: 'root', name: parent, sub: item.parentSub }
    if (parent instanceof Y.ID) {
      const container = find(parent)
      return container instanceof Y.Item ? { type: 'inside', container, sub: item.parentSub } : GONE
    }
    const left = item.origin && find(item.origin)
    const right = item.rightOrigin && find(item.rightOrigin)
    if (left instanceof Y.GC || right instanceof Y.GC) return GONE
    const neighbour = left ?? right
    return neighbour instanceof Y.Item ? neighbour : GONE
  }

  return (item) => {
    const before = known.get(item)
    if (before) return before
    const first = step(item)
    if (!(first instanceof Y.Item)) {
      known.set(item, first)
      return first
    }
    const path = new Set([item])
    let at = first
    let place = known.get(at)
    while (!place) {
      if (path.has(at)) {
        place = CIRCLE
        break
      }
      path.add(at)
      const next = step(at)
      if (next instanceof Y.Item) {
        at = next
        place = known.get(at)
      } else place = next
    }
    for (const each of path) known.set(each, place)
    return place
  }
}
