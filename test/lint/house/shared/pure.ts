/** Breaks nothing: what a rule must leave alone. */
import type * as Y from 'yjs'

export interface Place {
  readonly x: number
}

/** An ordinary Map may be set anywhere. */
export const places = (doc: Y.Doc): ReadonlyMap<string, Place> => {
  const found = new Map<string, Place>()
  for (const key of doc.getMap('items').keys()) found.set(key, { x: 1 })
  return found
}
