/**
 * A board's document, read: parsed items out, whatever was written. What writes in it lies in boardItems.ts, boardTexts.ts and
 * bin.ts, the only modules that call Yjs setters on it.
 *
 * Root map `items`: id → Y.Map. The least that any client may write is `{kind, v, at: [x, y]}` and the kind's texts as Y.Text;
 * all else has defaults. `at` is one value, so that two people who drag one item never end up with one's x and another's y.
 */
import * as Y from 'yjs'
import { FAR, type Point } from './geometry.ts'
import { ID_PATTERN } from './ids.ts'
import type { RawFields } from './kinds/kind.ts'
import { kinds, isKind, type AnyItem } from './kinds/registry.ts'
import { byOrder, orderKey } from './order.ts'

/** An item, as it stands in the document. */
export type ItemMap = Y.Map<unknown>

/** The root map of a board. */
export const itemsOf = (doc: Y.Doc): Y.Map<ItemMap> => doc.getMap<ItemMap>('items')

const parsePoint = (raw: unknown): Point | null => {
  if (!Array.isArray(raw) || raw.length < 2) return null
  const [x, y]: readonly unknown[] = raw
  const sound = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && Math.abs(n) <= FAR
  return sound(x) && sound(y) ? [x, y] : null
}

const parseId = (raw: unknown): string | null =>
  typeof raw === 'string' && ID_PATTERN.test(raw) ? raw : null

/** A short print of an item's texts (FNV-1a, 32 bits), by which the bin sees that somebody typed since. */
export const printOf = (texts: readonly string[]): string => {
  let hash = 0x811c9dc5
  for (const text of texts) {
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
    hash = Math.imul(hash ^ 0xffff, 0x01000193)
  }
  return (hash >>> 0).toString(36)
}

/** A text of an item, as plain words. */
export const textIn = (map: ItemMap, name: string): string => {
  const text = map.get(name)
  return text instanceof Y.Text ? text.toString() : typeof text === 'string' ? text : ''
}

/**
 * Deleting writes the print of the texts as they were. Whoever typed meanwhile, unseen by the deleter, changes the print, and
 * so the item comes back by itself, alike on every device.
 */
const isTrashed = (map: ItemMap, texts: readonly string[]): boolean => {
  const trashed = map.get('trashed')
  return typeof trashed === 'string' && trashed === printOf(texts)
}

/** Parses one item; what makes no sense becomes a placeholder. Null only when there is nothing that could stand anywhere. */
const parseItem = (id: string, map: unknown): AnyItem | null => {
  if (!(map instanceof Y.Map)) return null
  const at = parsePoint(map.get('at'))
  if (!at) return null
  const common = {
    id,
    at,
    order: orderKey(map.get('order')),
    theme: parseId(map.get('theme')),
    from: parseId(map.get('from')),
  }
  const name = map.get('kind')
  const version = map.get('v')
  if (!isKind(name) || typeof version !== 'number' || version > kinds[name].version)
    return { ...common, kind: 'unknown', trashed: typeof map.get('trashed') === 'string' }
  const kind = kinds[name]
  const texts: Record<string, string> = {}
  for (const text of kind.texts) texts[text] = textIn(map, text)
  const raw: RawFields = Object.fromEntries(map.entries())
  const migrate: ((raw: RawFields, from: number) => RawFields) | undefined =
    'migrate' in kind ? kind.migrate : undefined
  const fields = kind.parse(migrate && version < kind.version ? migrate(raw, version) : raw)
  // The kind's own parser made the fields, and its own list named the texts: together they are the kind's item.
  return {
    ...common,
    trashed: isTrashed(map, Object.values(texts)),
    kind: name,
    ...fields,
    ...texts,
  } as AnyItem
}

/** One item, parsed; null when it is not there. */
export const readItem = (doc: Y.Doc, id: string): AnyItem | null => parseItem(id, itemsOf(doc).get(id))

/** A board as it stands: never mutated, a new one for each change, in which what did not change is the same object. */
export interface BoardView {
  /** All items by id, those in the bin included. */
  readonly items: ReadonlyMap<string, AnyItem>
  /** What lies on the board, lowest first. */
  readonly shown: readonly AnyItem[]
  /** What is in the bin. */
  readonly bin: readonly AnyItem[]
}

/** What lies on the board, lowest first. A theme lies under everything else, so that its mat never hides a note. */
const lowestFirst = (a: AnyItem, b: AnyItem): number =>
  Number(b.kind === 'theme') - Number(a.kind === 'theme') || byOrder(a, b)

const viewOf = (items: ReadonlyMap<string, AnyItem>): BoardView => {
  const shown: AnyItem[] = []
  const bin: AnyItem[] = []
  for (const item of items.values()) (item.trashed ? bin : shown).push(item)
  shown.sort(lowestFirst)
  return { items, shown, bin }
}

/** Where an item stands, or would stand, among sorted ones. */
const placeAmong = (sorted: readonly AnyItem[], item: AnyItem): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = sorted[middle]
    if (other && lowestFirst(other, item) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** When more than one in so many changed at once, sorting all anew is quicker. */
const MANY = 8

/** The view after some items changed. Each takes its place by itself: sorting thousands for one would tell under load. */
const viewAfter = (
  before: BoardView,
  items: ReadonlyMap<string, AnyItem>,
  touched: ReadonlySet<string>,
): BoardView => {
  if (touched.size * MANY > items.size) return viewOf(items)
  const shown = [...before.shown]
  let binChanged = false
  for (const id of touched) {
    const old = before.items.get(id)
    const now = items.get(id)
    binChanged ||= old?.trashed === true || now?.trashed === true
    const was = old?.trashed === false ? old : null
    const is = now?.trashed === false ? now : null
    if (was && is && lowestFirst(was, is) === 0) shown[placeAmong(shown, was)] = is
    else {
      if (was) shown.splice(placeAmong(shown, was), 1)
      if (is) shown.splice(placeAmong(shown, is), 0, is)
    }
  }
  const bin = binChanged ? [...items.values()].filter((item) => item.trashed) : before.bin
  return { items, shown, bin }
}

/** Reads a whole board. */
export const readBoard = (doc: Y.Doc): BoardView => {
  const items = new Map<string, AnyItem>()
  for (const [id, map] of itemsOf(doc)) {
    const item = parseItem(id, map)
    if (item) items.set(id, item)
  }
  return viewOf(items)
}

/** Calls back with the board after each change; only what changed is parsed again. @returns a function that stops it. */
export const watchBoard = (doc: Y.Doc, listener: (view: BoardView) => void): (() => void) => {
  const root = itemsOf(doc)
  let view = readBoard(doc)
  const onChange = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
    const touched = new Set<string>()
    for (const event of events) {
      const [id] = event.path
      if (typeof id === 'string') touched.add(id)
      else for (const key of event.keys.keys()) touched.add(key)
    }
    const items = new Map(view.items)
    for (const id of touched) {
      const item = parseItem(id, root.get(id))
      if (item) items.set(id, item)
      else items.delete(id)
    }
    view = viewAfter(view, items, touched)
    listener(view)
  }
  root.observeDeep(onChange)
  listener(view)
  return () => root.unobserveDeep(onChange)
}
