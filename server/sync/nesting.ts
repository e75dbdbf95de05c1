/** How deep the parts of an update would lie in each other, without applying it. */
import * as Y from 'yjs'

type Store = Y.Doc['store']

/** Containers above an item that the document holds already. */
const depthStored = (item: Y.Item): number => {
  let depth = 0
  for (let above = item.parent; above instanceof Y.AbstractType && above._item; above = above._item.parent)
    depth += 1
  return depth
}

/** What of an update is new, by client and in order, without gaps. */
export type Fresh = ReadonlyMap<number, (Y.Item | Y.GC)[]>

const find = (store: Store, fresh: Fresh, id: Y.ID): { struct: unknown; isFresh: boolean } => {
  const structs = fresh.get(id.client)
  const first = structs?.[0]
  if (structs && first && id.clock >= first.id.clock)
    return { struct: structs[Y.findIndexSS(structs, id.clock)], isFresh: true }
  return { struct: Y.getItem(store, id), isFresh: false }
}

/**
 * Measures new items: how many containers lie above each, its root not counted. Infinity where they go round in a circle. A struct
 * that names no parent has its neighbour's, which may be new as well, and so on; each is looked at once.
 */
export const createDepthGauge = (store: Store, fresh: Fresh): ((item: Y.Item) => number) => {
  const known = new Map<Y.Item, number>()
  return (item) => {
    const path: { readonly item: Y.Item; readonly down: 0 | 1 }[] = []
    const onPath = new Set<Y.Item>()
    let depth = 0
    let at: Y.Item | null = item
    while (at) {
      const before = known.get(at)
      if (before !== undefined) {
        depth = before
        break
      }
      if (onPath.has(at)) return Infinity
      onPath.add(at)
      const parent: Y.ID | null = at.parent instanceof Y.ID ? at.parent : null
      const next: Y.ID | null = typeof at.parent === 'string' ? null : (parent ?? at.origin ?? at.rightOrigin)
      const down = parent ? 1 : 0
      path.push({ item: at, down })
      if (!next) break
      const { struct, isFresh } = find(store, fresh, next)
      if (!(struct instanceof Y.Item)) break
      if (!isFresh) {
        depth = depthStored(struct)
        break
      }
      at = struct
    }
    for (const step of path.reverse()) {
      depth += step.down
      known.set(step.item, depth)
    }
    return depth
  }
}
