/**
 * A document copied without its history. All that it holds is written anew under one client id; what was deleted, and who wrote
 * what, stays behind.
 */
import * as Y from 'yjs'

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
 * The same content in a new document, under one client id that none of `taken` is.
 * @throws when something is in there that cannot be copied, or that waits for what never came.
 */
export const copyWithoutHistory = (from: Y.Doc, taken: ReadonlySet<number>): Y.Doc => {
  if (from.store.pendingStructs || from.store.pendingDs) throw new Error('something is missing')
  const to = new Y.Doc()
  while (taken.has(to.clientID)) to.clientID = new Y.Doc().clientID
  to.transact(() => {
    for (const [name, root] of from.share) copyRoot(from, to, name, root)
  })
  return to
}

/** Deleted parts below which history costs nobody anything, and no client is asked to begin anew for it. */
const WORTH = 10_000

/**
 * Whether a document carries more that is gone than is there: building its copy then takes a newcomer more than twice as long as
 * it need. Counted in Yjs's structs, which is what a copy's time goes with.
 */
export const isMostlyHistory = ({ store }: Y.Doc): boolean => {
  let gone = 0
  let live = 0
  for (const structs of store.clients.values())
    for (const { deleted } of structs)
      if (deleted) gone += 1
      else live += 1
  return gone > WORTH && gone > live
}
