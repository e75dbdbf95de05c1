/**
 * A document copied without its history. All that it holds is written anew under one client id; what was deleted, and who wrote
 * what, stays behind.
 */
import * as Y from 'yjs'
import { turn } from '../../turn.ts'

type Root = Y.Doc['share'] extends Map<string, infer Type> ? Type : never

const copyValue = (value: unknown): unknown => (value instanceof Y.AbstractType ? value.clone() : value)

const holdsText = (root: Root): boolean => {
  for (let item = root._start; item; item = item.right)
    if (item.content instanceof Y.ContentString || item.content instanceof Y.ContentFormat) return true
  return false
}

/** Copies one root. Yjs learns what a root is only from whoever asks for it, so it is told by what lies in there. */
const copyRoot = (from: Y.Doc, to: Y.Doc, name: string, root: Root): void => {
  if (root._map.size > 0 && root._start) throw new Error(`the root ${name} is two things at once`)
  if (root._map.size > 0) {
    const map = to.getMap(name)
    for (const [key, value] of from.getMap(name)) map.set(key, copyValue(value))
  } else if (holdsText(root)) to.getText(name).applyDelta(from.getText(name).toDelta())
  else if (root._start) to.getArray(name).push(from.getArray(name).toArray().map(copyValue))
}

/**
 * The same content in a new document, under one client id that is not taken.
 * @throws when something is in there that cannot be copied, or that waits for what never came.
 */
export const copyWithoutHistory = (from: Y.Doc, isTaken: (client: number) => boolean): Y.Doc => {
  if (from.store.pendingStructs || from.store.pendingDs) throw new Error('something is missing')
  const to = new Y.Doc()
  while (isTaken(to.clientID)) to.clientID = new Y.Doc().clientID
  to.transact(() => {
    for (const [name, root] of from.share) copyRoot(from, to, name, root)
  })
  return to
}

/** Deleted structs below which history costs nobody anything, and no client is asked to begin anew for it. */
const WORTH = 10_000

/** Structs that are looked at in one turn of the event loop: a millisecond or so. */
const IN_A_TURN = 50_000

/**
 * Whether a document carries more that is gone than is there: building its copy then takes a newcomer more than twice as long as
 * it needs to. Counted in structs, by which the time for a copy goes; some in a turn, as there may be a million.
 */
export const isMostlyHistory = async ({
  store: { clients },
}: {
  readonly store: { readonly clients: ReadonlyMap<number, readonly Pick<Y.AbstractStruct, 'deleted'>[]> }
}): Promise<boolean> => {
  let all = 0
  for (const { length } of clients.values()) all += length
  if (all <= WORTH) return false
  let gone = 0
  let seen = 0
  for (const structs of [...clients.values()])
    for (let index = 0; index < structs.length; index++) {
      if (structs[index]?.deleted) gone += 1
      seen += 1
      if (seen % IN_A_TURN === 0) await turn()
    }
  return gone > WORTH && gone > seen - gone
}
