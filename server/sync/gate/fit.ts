/** Whether what an update brings is of the shape and size that the kinds use, each struct judged by where it would lie. */
import * as Y from 'yjs'
import type { DocName } from '../../../shared/docs.ts'
import { LIMITS } from '../../../shared/protocol.ts'
import { addTo } from '../../../shared/sets.ts'
import type { Ranges } from '../../../shared/updateParts.ts'
import { TOO_DEEP, TOO_HEAVY, tooLarge, unfit, type Misfit } from './misfit.ts'
import type { Place } from './places.ts'

type Store = Y.Doc['store']

const isSamePlace = (a: Place, b: Place): boolean =>
  a.type === 'root'
    ? b.type === 'root' && a.name === b.name && a.sub === b.sub
    : a.type === 'inside' && b.type === 'inside' && a.container === b.container && a.sub === b.sub

/** The root types of each document, all of them maps; whatever else a client makes up, no one would ever read. */
const ROOTS = {
  board: new Set(['items']),
  plan: new Set(['criteria', 'actions', 'meetings']),
  stage: new Set<string>(),
  draft: new Set(['items']),
} as const satisfies Record<DocName['type'], ReadonlySet<string>>

/** What the server alone writes, in the plan's rows. */
const DERIVED = 'derived.'

// Their subclasses are for XML, which no kind uses.
const isMap = (type: unknown): boolean => type instanceof Y.Map && type.constructor === Y.Map
const isText = (type: unknown): boolean => type instanceof Y.Text && type.constructor === Y.Text

/** A plain value's weight; infinite when it lies too deep. Stops counting once it is too heavy. */
const weigh = (value: unknown, depth = 0): number => {
  if (typeof value === 'string') return value.length
  if (value instanceof Uint8Array || depth > LIMITS.valueDepth) return Infinity
  if (typeof value !== 'object' || value === null) return 1
  let weight = 1
  for (const [key, inner] of Object.entries(value)) {
    weight += key.length + weigh(inner, depth + 1)
    if (weight > LIMITS.value) break
  }
  return weight
}

/** How much of a struct lies in ranges that do not overlap. */
export const covered = (
  ranges: Ranges,
  { id, length }: { readonly id: Pick<Y.ID, 'client' | 'clock'>; readonly length: number },
): number => {
  const list = ranges.get(id.client) ?? []
  let from = 0
  for (let to = list.length; from < to;) {
    const middle = (from + to) >> 1
    const { clock = 0, len = 0 } = list[middle] ?? {}
    if (clock + len <= id.clock) from = middle + 1
    else to = middle
  }
  let sum = 0
  for (let index = from; index < list.length; index++) {
    const { clock = 0, len = 0 } = list[index] ?? {}
    if (clock >= id.clock + length) break
    sum += Math.min(clock + len, id.clock + length) - Math.max(clock, id.clock)
  }
  return sum
}

/** All that one struct holds, weighed together. */
export const weighAll = (values: readonly unknown[]): number => {
  let weight = 0
  for (const value of values) {
    weight += weigh(value)
    if (weight > LIMITS.value) break
  }
  return weight
}

/**
 * What of an item speaks against it wherever it lies.
 * @param deletes of the update that brings it, merged. What a field held one after the other, on a page that could undo it, comes
 * as one struct with many values; it is deleted as it comes, and nothing is kept of it.
 */
export const misfitByItself = (item: Y.Item, deletes: Ranges): Misfit | null => {
  const { content, parentSub } = item
  if (parentSub !== null && parentSub.length > LIMITS.key) return tooLarge('This name is too long.')
  if (content instanceof Y.ContentDeleted || content instanceof Y.ContentString) return null
  if (content instanceof Y.ContentAny)
    return weighAll(content.arr) <= LIMITS.value || covered(deletes, item) === item.length ? null : TOO_HEAVY
  if (content instanceof Y.ContentType && (isMap(content.type) || isText(content.type))) return null
  return unfit('Nothing here is of this type.')
}

/** Whether a struct names a root that the document does not have. */
export const isElsewhere = (item: Y.Item, name: DocName): boolean => {
  const parent: unknown = item.parent
  const roots: ReadonlySet<string> = ROOTS[name.type]
  return typeof parent === 'string' && !roots.has(parent)
}

/**
 * Stored items in these ranges that are not deleted yet.
 * @param pass counts each that is passed; when it is too many, the rest is left out
 */
export function* liveIn(store: Store, ranges: Ranges, pass: () => boolean): Generator<Y.Item> {
  for (const [client, list] of ranges) {
    const structs = store.clients.get(client)
    if (!structs) continue
    const known = Y.getState(store, client)
    for (const { clock, len } of list) {
      const end = Math.min(clock + len, known)
      if (clock >= end) continue
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
        const struct = structs[index]
        if (!struct || struct.id.clock >= end) break
        if (!pass()) return
        if (struct instanceof Y.Item && !struct.deleted) yield struct
      }
    }
  }
}

/** How many stored characters are deleted, by the text that they lie in. */
const deletedIn = (store: Store, deletes: Ranges, pass: () => boolean): ReadonlyMap<unknown, number> => {
  const sums = new Map<unknown, number>()
  for (const item of liveIn(store, deletes, pass))
    sums.set(item.parent, (sums.get(item.parent) ?? 0) + covered(deletes, item))
  return sums
}

const typeOf = (container: Y.Item): Y.AbstractType<unknown> | null =>
  container.content instanceof Y.ContentType ? container.content.type : null

const liveSize = (type: Pick<Y.AbstractType<unknown>, '_map'>, pass: () => boolean): number => {
  let size = 0
  for (const item of type._map.values()) if (pass() && !item.deleted) size += 1
  return size
}

const hasDerived = (row: Y.Item, pass: () => boolean): boolean => {
  for (const [key, item] of typeOf(row)?._map ?? [])
    if (pass() && key.startsWith(DERIVED) && !item.deleted) return true
  return false
}

/** Judges how many entries there would be, by the root in which they lie. */
const misfitInNumber = (
  share: Y.Doc['share'],
  name: DocName,
  entries: ReadonlyMap<string, ReadonlySet<string>>,
  pass: () => boolean,
): Misfit | null => {
  const most = name.type === 'draft' ? LIMITS.draftNotes : LIMITS.items
  for (const [root, keys] of entries) {
    const type = share.get(root)
    if ((type?._map.size ?? 0) + keys.size <= most) continue
    const unheard = [...keys].filter((key) => !type?._map.has(key))
    if (unheard.length > 0 && (type?._map.size ?? 0) + unheard.length > LIMITS.entries)
      return tooLarge('This is full, also of what is gone.')
    const added = [...keys].filter((key) => type?._map.get(key)?.deleted ?? true)
    if (added.length > 0 && (type ? liveSize(type, pass) : 0) + added.length > most)
      return tooLarge('This is full.')
  }
  return null
}

/**
 * Judges an update as a whole that is to be taken in by parts: what would not fit all together is not to be there by halves. The rest is
 * judged part by part.
 */
export const misfitAsWhole = (
  { share }: Y.Doc,
  name: DocName,
  items: readonly Y.Item[],
  pass: () => boolean,
): Misfit | null => {
  const entries = new Map<string, Set<string>>()
  for (const { parent, parentSub, content } of items)
    if (typeof parent === 'string' && parentSub !== null && !(content instanceof Y.ContentDeleted))
      addTo(entries, parent, parentSub)
  return misfitInNumber(share, name, entries, pass)
}

/**
 * Judges the new items of an update of which nothing is missing, and what it deletes.
 * @param deletes merged, so that no ranges overlap
 * @param pass counts each stored struct that is passed; when it is too many, what is said here does not count
 */
export const misfitInPlace = (
  { share, store }: Y.Doc,
  name: DocName,
  { items, deletes }: { readonly items: readonly Y.Item[]; readonly deletes: Ranges },
  placeOf: (item: Y.Item) => Place,
  pass: () => boolean,
): Misfit | null => {
  const roots: ReadonlySet<string> = ROOTS[name.type]
  const entries = new Map<string, Set<string>>()
  const fields = new Map<Y.Item, Set<string>>()
  const texts = new Map<Y.Item, Set<Y.Item>>()

  const isTooDeep = (item: Y.Item): boolean => {
    let at = placeOf(item)
    for (let depth = 0; at.type === 'inside'; depth++) {
      if (depth >= LIMITS.depth) return true
      at = placeOf(at.container)
    }
    return at.type === 'circle'
  }

  /** Of a struct that is known in part, the new piece must lie where the known one does. */
  const isTorn = (item: Y.Item, place: Place): boolean => {
    const known = Y.getState(store, item.id.client)
    if (item.id.clock >= known) return false
    const before: unknown = Y.getItem(store, Y.createID(item.id.client, known - 1))
    return before instanceof Y.Item && !isSamePlace(placeOf(before), place)
  }

  const misfitAt = (item: Y.Item, place: Place): Misfit | null => {
    if (place.type === 'circle') return unfit('This update refers to itself.')
    if (place.type === 'gone') return null
    const { content } = item
    const { sub } = place
    if (isTorn(item, place)) return unfit('This update is torn.')
    if (place.type === 'root') {
      if (sub === null || !roots.has(place.name)) return unfit('This document has no such part.')
      if (!(content instanceof Y.ContentDeleted || (content instanceof Y.ContentType && isMap(content.type))))
        return unfit('Only items lie here.')
      const known = share.get(place.name)?._map.get(sub)
      if (name.type === 'plan' && known && !known.deleted && hasDerived(known, pass))
        return unfit('This row was derived, and is not replaced.')
      addTo(entries, place.name, sub)
      return null
    }
    const { container } = place
    if (container.deleted || container.content instanceof Y.ContentDeleted) return null
    const type = typeOf(container)
    if (isText(type)) {
      if (sub !== null || !(content instanceof Y.ContentString || content instanceof Y.ContentDeleted))
        return unfit('A text holds nothing but characters.')
      addTo(texts, container, item)
      return null
    }
    if (!isMap(type)) return unfit('What this lies in does not exist.')
    if (sub === null || content instanceof Y.ContentString) return unfit('An item holds nothing but fields.')
    if (name.type === 'plan' && sub.startsWith(DERIVED)) return unfit('Kiteboard alone writes this.')
    addTo(fields, container, sub)
    return null
  }

  for (const item of items) {
    const misfit = misfitAt(item, placeOf(item))
    if (misfit) return misfit
    if (item.content instanceof Y.ContentType && isTooDeep(item)) return TOO_DEEP
  }

  const tooMany = misfitInNumber(share, name, entries, pass)
  if (tooMany) return tooMany
  for (const [container, keys] of fields) {
    const known = typeOf(container)?._map
    const added = [...keys].filter((key) => !known?.has(key)).length
    if (added > 0 && (known?.size ?? 0) + added > LIMITS.fields) return tooLarge('This has too many fields.')
  }
  let deleted: ReadonlyMap<unknown, number> | null = null
  for (const [container, structs] of texts) {
    const type = typeOf(container)
    let length = type?._length ?? 0
    for (const struct of structs) if (struct.content instanceof Y.ContentString) length += struct.length
    if (length <= LIMITS.textStored) continue
    for (const struct of structs)
      if (struct.content instanceof Y.ContentString) length -= covered(deletes, struct)
    deleted ??= deletedIn(store, deletes, pass)
    length -= deleted.get(type) ?? 0
    if (length > LIMITS.textStored) return tooLarge('This text is too long.')
  }

  if (name.type === 'plan')
    for (const item of liveIn(store, deletes, pass))
      if (item.parentSub?.startsWith(DERIVED) || hasDerived(item, pass))
        return unfit('Kiteboard alone deletes this.')
  return null
}
