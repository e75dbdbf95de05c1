/** What was written, told apart by who wrote it, where somebody brings what is not theirs. */
import * as Y from 'yjs'
import { addTo } from '../../../shared/sets.ts'
import type { Changed, Changes } from '../contract.ts'

/** Notes where these lie, but for what is cleared away. */
const notePlaces = (structs: readonly (Y.Item | Y.GC)[], into: readonly Changed[]): void => {
  for (const struct of structs)
    if (struct instanceof Y.Item && struct.parent instanceof Y.AbstractType)
      for (const some of into) addTo(some, struct.parent, struct.parentSub)
}

/** All that was written under a client id. */
export const writtenUnder = ({ store }: Pick<Y.Doc, 'store'>, client: number): Changed => {
  const written: Changed = new Map()
  notePlaces(store.clients.get(client) ?? [], [written])
  return written
}

/**
 * What an update changed, by who wrote it.
 * @param changed all that the update changed in what was there before, by Yjs's own account
 * @param from by client: where what it brought of them begins in the document
 * @param strange clients among them, and of the message that it is a part of, whose writer nobody knows; at least one
 */
export const apart = (
  { store }: Pick<Y.Doc, 'store'>,
  changed: Changed,
  from: ReadonlyMap<number, number>,
  strange: readonly number[],
): Changes => {
  const own: Changed = new Map()
  const theirs = new Map(strange.map((client): [number, Changed] => [client, new Map()]))
  const written: Changed = new Map()
  for (const [client, clock] of from) {
    const structs = store.clients.get(client) ?? []
    const into = theirs.get(client) ?? own
    if (clock >= Y.getState(store, client)) continue
    notePlaces(structs.slice(Y.findIndexSS(structs, clock)), [into, written])
  }
  // What was only deleted names nobody. It is not taken for the sender's: one of those whom nobody knows may have done it.
  const [first] = theirs.values()
  for (const [type, keys] of changed)
    for (const key of keys) if (first && !written.get(type)?.has(key)) addTo(first, type, key)
  return { changed: own, strange: theirs }
}
