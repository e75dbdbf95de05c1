/** What a document holds that the server does not: found by Yjs's own account of it, so that others' newer work never looks like mine. */
import * as Y from 'yjs'
import { addTo } from '../../shared/sets.ts'

/** Stands among an entry's fields for the entry itself. */
export const ENTRY = '*'

/** Entry of a root map → its fields that I changed, `ENTRY` among them when I made the entry. */
export type Touched = ReadonlyMap<string, ReadonlySet<string>>

/** Where an item lies: the root, and the keys that lead to it; null when that is gone. */
export const pathOf = (item: Y.Item): { readonly root: string; readonly keys: readonly string[] } | null => {
  const keys: string[] = []
  let at: Y.Item = item
  for (;;) {
    if (at.parentSub !== null) keys.unshift(at.parentSub)
    if (!(at.parent instanceof Y.AbstractType)) return null
    if (!at.parent._item) return { root: Y.findRootTypeKey(at.parent), keys }
    at = at.parent._item
  }
}

/** Items of `theirs` that live there, and that `mine` has deleted. */
function* deletedByMe(mine: Y.Doc, theirs: Y.Doc): Generator<Y.Item> {
  for (const [client, ranges] of Y.createDeleteSetFromStructStore(mine.store).clients) {
    const structs = theirs.store.clients.get(client) ?? []
    const known = Y.getState(theirs.store, client)
    for (const { clock, len } of ranges) {
      if (clock >= known) continue
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
        const struct = structs[index]
        if (!struct || struct.id.clock >= clock + len) break
        if (struct instanceof Y.Item && !struct.deleted) yield struct
      }
    }
  }
}

/** The entries of a root map in which `mine` has something beyond `theirs` that lies under none of my client ids: others wrote it. */
export const strangeIn = (
  mine: Y.Doc,
  theirs: Y.Doc,
  root: string,
  own: ReadonlySet<number>,
): ReadonlySet<string> => {
  const strange = new Set<string>()
  for (const [client, structs] of mine.store.clients) {
    if (own.has(client)) continue
    const known = Y.getState(theirs.store, client)
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= known) continue
      const path = pathOf(struct)
      const [entry] = path?.keys ?? []
      if (path?.root === root && entry !== undefined) strange.add(entry)
    }
  }
  return strange
}

/** What I changed under a root map, beyond what `theirs` has. */
export const changedByMe = (mine: Y.Doc, theirs: Y.Doc, root: string): Touched => {
  const touched = new Map<string, Set<string>>()
  const note = (item: Y.Item) => {
    const path = pathOf(item)
    const [entry, field = ENTRY] = path?.keys ?? []
    if (path?.root !== root || entry === undefined) return
    addTo(touched, entry, field)
  }
  for (const [client, structs] of mine.store.clients) {
    const known = Y.getState(theirs.store, client)
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.id.clock + struct.length > known) note(struct)
  }
  for (const item of deletedByMe(mine, theirs)) note(item)
  return touched
}

/** A text as I knew it, without what I wrote and with what I deleted since `theirs` heard from me. */
export const textBeforeMe = (text: Y.Text, theirs: Y.Doc): string => {
  let before = ''
  for (let item = text._start; item; item = item.right)
    for (let offset = 0; offset < item.length; offset++) {
      const id = Y.createID(item.id.client, item.id.clock + offset)
      if (id.clock >= Y.getState(theirs.store, id.client)) break
      const there: unknown = item.deleted ? Y.getItem(theirs.store, id) : item
      if (!(there instanceof Y.Item) || there.deleted || !(there.content instanceof Y.ContentString)) continue
      before += there.content.str.charAt(id.clock - there.id.clock)
    }
  return before
}

/** Whether `mine` had heard of all that stands in an entry, as another document holds it. */
export const isKnownWhole = (entry: Y.Map<unknown>, mine: Y.Doc): boolean => {
  const isKnown = ({ id, length }: Y.Item): boolean => id.clock + length <= Y.getState(mine.store, id.client)
  for (const field of entry._map.values()) {
    if (!isKnown(field)) return false
    const { content } = field
    if (!(content instanceof Y.ContentType)) continue
    for (let item = content.type._start; item; item = item.right) if (!isKnown(item)) return false
  }
  return true
}
