/**
 * Clears away what was deleted, when that is much. Yjs does so by itself, but puts the remains together run by run, and for each
 * moves along all that their author wrote later: for a board of 5,000 notes that is ten times the work of all else.
 */
import * as Y from 'yjs'
import type { Range } from '../../shared/updateParts.ts'

type Struct = Y.Item | Y.GC

/** Steps deleted at once, and items and texts among them, up to which Yjs does it as quickly. */
const FEW = { steps: 20, containers: 4 } as const

/** Keeps nothing of what is deleted in these ranges but its length. @returns how many items and texts that were */
const clear = (store: Y.Doc['store'], structs: Struct[], ranges: readonly Range[]): number => {
  let containers = 0
  for (const { clock, len } of ranges)
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
      const struct = structs[index]
      if (!struct || struct.id.clock >= clock + len) break
      if (!(struct instanceof Y.Item) || !struct.deleted || struct.keep) continue
      if (struct.content instanceof Y.ContentType) containers += 1
      struct.gc(store, false)
    }
  return containers
}

/** Joins neighbours of which nothing is kept. */
const merge = (structs: Struct[]): void => {
  let kept = 0
  for (const struct of structs) {
    const before = structs[kept - 1]
    if (before instanceof Y.GC && struct instanceof Y.GC) before.mergeWith(struct)
    else {
      structs[kept] = struct
      kept += 1
    }
  }
  structs.length = kept
}

/** To be called after each transaction, before Yjs clears up after it. */
export const clearUp = ({ deleteSet, doc: { gc, store } }: Y.Transaction): void => {
  if (!gc) return
  for (const [client, ranges] of deleteSet.clients) {
    let steps = 0
    for (const { len } of ranges) steps += len
    const structs = steps > FEW.steps ? store.clients.get(client) : null
    if (structs && clear(store, structs, ranges) > FEW.containers) merge(structs)
  }
}

/** An empty document that clears up so. */
export const createDoc = (): Y.Doc => {
  const doc = new Y.Doc({ gc: true })
  doc.on('afterTransaction', clearUp)
  return doc
}
