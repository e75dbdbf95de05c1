/**
 * A board's document: the only module that calls Yjs setters on it. Typed intents in, parsed items out.
 *
 * Root map `items`: id → Y.Map. The least that any client may write is `{kind, v, at: [x, y]}` and the kind's texts as Y.Text;
 * all else has defaults. `at` is one value, so that two people who drag one item never end up with one's x and another's y.
 */
import * as Y from 'yjs'
import { diff } from './diff.ts'
import { FAR, type Point } from './geometry.ts'
import { ID_PATTERN, newId } from './ids.ts'
import type { RawFields } from './kinds/kind.ts'
import {
  kinds,
  isKind,
  type AnyItem,
  type FieldsByKind,
  type KindName,
  type TextsOf,
} from './kinds/registry.ts'
import { byOrder, keysBetween, orderKey } from './order.ts'

/** The origin of my own changes: what undo takes back. */
export const LOCAL = Symbol('local')

type ItemMap = Y.Map<unknown>

/** The root map of a board. */
export const itemsOf = (doc: Y.Doc): Y.Map<ItemMap> => doc.getMap<ItemMap>('items')

// ---- reading ----------------------------------------------------------------------------------------------------------------

const parsePoint = (raw: unknown): Point | null => {
  if (!Array.isArray(raw) || raw.length < 2) return null
  const [x, y]: readonly unknown[] = raw
  const sound = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && Math.abs(n) <= FAR
  return sound(x) && sound(y) ? [x, y] : null
}

const parseId = (raw: unknown): string | null =>
  typeof raw === 'string' && ID_PATTERN.test(raw) ? raw : null

/** A short print of an item's texts (FNV-1a, 32 bits), by which the bin sees that somebody typed since. */
const printOf = (texts: readonly string[]): string => {
  let hash = 0x811c9dc5
  for (const text of texts) {
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
    hash = Math.imul(hash ^ 0xffff, 0x01000193)
  }
  return (hash >>> 0).toString(36)
}

const textIn = (map: ItemMap, name: string): string => {
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

/** The shared text of an item, to be bound to a field; null when the item has none of that name. */
export const textOf = (doc: Y.Doc, id: string, name: string): Y.Text | null => {
  const text = itemsOf(doc).get(id)?.get(name)
  return text instanceof Y.Text ? text : null
}

// ---- writing ----------------------------------------------------------------------------------------------------------------

const change = (doc: Y.Doc, work: (items: Y.Map<ItemMap>) => void): void =>
  doc.transact(() => work(itemsOf(doc)), LOCAL)

/** What a new item of a kind starts from; all but its kind and place may be left out. */
export type NewItem = {
  [Name in KindName]: {
    readonly kind: Name
    readonly at: Point
    readonly id?: string
    readonly theme?: string | null
    readonly from?: string | null
  } & Partial<FieldsByKind[Name]> &
    Partial<Record<TextsOf<Name>, string>>
}[KindName]

const topOrder = (items: Y.Map<ItemMap>): string => {
  let top = ''
  for (const item of items.values()) {
    const order = orderKey(item.get('order'))
    if (order > top) top = order
  }
  return top
}

/** Puts new items on top of the others, in the order given. @returns their ids. */
export const addItems = (doc: Y.Doc, news: readonly NewItem[]): string[] => {
  const ids: string[] = []
  change(doc, (items) => {
    const orders = keysBetween(topOrder(items), '', news.length)
    news.forEach((item, index) => {
      const { kind: name, id = newId(), ...rest } = item
      const kind = kinds[name]
      const texts: readonly string[] = kind.texts
      const map = new Y.Map<unknown>()
      map.set('kind', name)
      map.set('v', kind.version)
      map.set('order', orders[index])
      for (const [field, value] of Object.entries(rest))
        if (value !== undefined && value !== null && !texts.includes(field)) map.set(field, value)
      const given: RawFields = rest
      for (const text of texts) {
        const value = given[text]
        map.set(text, new Y.Text(typeof value === 'string' ? value : ''))
      }
      items.set(id, map)
      ids.push(id)
    })
  })
  return ids
}

/** Puts one new item on top of the others. @returns its id. */
export const addItem = (doc: Y.Doc, item: NewItem): string => addItems(doc, [item])[0] ?? ''

/** Moves items to where they were dropped. */
export const moveItems = (doc: Y.Doc, places: ReadonlyMap<string, Point>): void =>
  change(doc, (items) => places.forEach((at, id) => items.get(id)?.set('at', at)))

/** Puts items into a theme, or takes them out of any (null). Themes themselves belong to none. */
export const setTheme = (doc: Y.Doc, ids: Iterable<string>, theme: string | null): void =>
  change(doc, (items) => {
    for (const id of ids) {
      const item = items.get(id)
      if (!item || item.get('kind') === 'theme') continue
      if (theme) item.set('theme', theme)
      else item.delete('theme')
    }
  })

/** Sets plain fields of items of one kind: a note's colour, a figure's parts, a theme's size. */
export const setFields = <Name extends KindName>(
  doc: Y.Doc,
  kind: Name,
  ids: Iterable<string>,
  fields: Partial<FieldsByKind[Name]>,
): void =>
  change(doc, (items) => {
    for (const id of ids) {
      const item = items.get(id)
      if (item?.get('kind') === kind)
        for (const [field, value] of Object.entries(fields)) item.set(field, value)
    }
  })

/** Replaces a text by another in one step, as a tool that does not type would. */
export const replaceText = (doc: Y.Doc, id: string, name: string, value: string): void =>
  change(doc, () => {
    const text = textOf(doc, id, name)
    text?.delete(0, text.length)
    text?.insert(0, value)
  })

/** Writes one edit of a bound field: at `index`, `removed` characters go and `inserted` comes. */
export const editText = (text: Y.Text, index: number, removed: number, inserted: string): void => {
  const edit = () => {
    if (removed) text.delete(index, removed)
    if (inserted) text.insert(index, inserted)
  }
  if (text.doc) text.doc.transact(edit, LOCAL)
}

/** Rewords a text by the one edit between the old words and the new, so that what others write meanwhile beside it stays. */
export const rewordText = (doc: Y.Doc, id: string, name: string, value: string): void => {
  const text = textOf(doc, id, name)
  const edit = text && diff(text.toString(), value)
  if (edit) editText(text, edit.index, edit.removed, edit.inserted)
}

/** Removes items for good, not into the bin: the server alone does so. */
export const removeItems = (doc: Y.Doc, ids: Iterable<string>): void =>
  change(doc, (items) => {
    for (const id of ids) items.delete(id)
  })

/** Puts items in the bin. The items of a theme stay on the board. */
export const trash = (doc: Y.Doc, ids: Iterable<string>): void =>
  change(doc, (items) => {
    for (const id of ids) {
      const item = items.get(id)
      if (!item) continue
      const name = item.get('kind')
      const texts = isKind(name) ? kinds[name].texts.map((text) => textIn(item, text)) : []
      item.set('trashed', printOf(texts))
    }
  })

/** Takes items out of the bin again. */
export const restore = (doc: Y.Doc, ids: Iterable<string>): void =>
  change(doc, (items) => {
    for (const id of ids) items.get(id)?.delete('trashed')
  })

/** Moves items to the front or the back, keeping their order among each other. */
export const reorder = (doc: Y.Doc, ids: Iterable<string>, to: 'front' | 'back'): void => {
  const chosen = new Set(ids)
  const { shown } = readBoard(doc)
  const moving = shown.filter((item) => chosen.has(item.id))
  const others = shown
    .filter((item) => !chosen.has(item.id))
    .map((item) => item.order)
    .sort()
  const keys =
    to === 'front'
      ? keysBetween(others.at(-1) ?? '', '', moving.length)
      : keysBetween('', others[0] ?? '', moving.length)
  change(doc, (items) => moving.forEach((item, index) => items.get(item.id)?.set('order', keys[index])))
}

/**
 * Puts items among each other into the order given, on the places that they hold now; the others stay where they are. Where
 * two of those places collide (a peer may write any key), all of these go on top of the others instead.
 */
export const arrange = (doc: Y.Doc, ids: readonly string[]): void =>
  change(doc, (items) => {
    const there = ids.filter((id) => items.has(id))
    const held = there.map((id) => orderKey(items.get(id)?.get('order'))).sort()
    const sound = held.every((key, index) => key !== '' && key !== held[index - 1])
    const keys = sound ? held : keysBetween(topOrder(items), '', there.length)
    there.forEach((id, index) => {
      const item = items.get(id)
      if (item && item.get('order') !== keys[index]) item.set('order', keys[index])
    })
  })

/** Items as plain data, for the clipboard; a copy remembers what it was copied from. */
export const copyItems = (doc: Y.Doc, ids: Iterable<string>): NewItem[] => {
  const copies: NewItem[] = []
  for (const id of ids) {
    const item = readItem(doc, id)
    if (!item || item.kind === 'unknown' || item.trashed) continue
    const { id: from, order: _order, trashed: _trashed, ...rest } = item
    copies.push({ ...rest, from })
  }
  return copies
}

/**
 * Pastes copies, moved by an offset in board units. Copies of a theme's items follow the theme's copy where both were copied.
 * @returns the new ids.
 */
export const pasteItems = (doc: Y.Doc, copies: readonly NewItem[], [dx, dy]: Point): string[] => {
  const ids = new Map(copies.map((copy) => [copy.from, newId()]))
  const known = itemsOf(doc)
  return addItems(
    doc,
    copies.map((copy) => {
      const theme = copy.theme ? (ids.get(copy.theme) ?? (known.has(copy.theme) ? copy.theme : null)) : null
      return {
        ...copy,
        id: ids.get(copy.from) ?? newId(),
        theme,
        at: [copy.at[0] + dx, copy.at[1] + dy] as Point,
      }
    }),
  )
}

/** What undo and redo bring about by themselves: no step of anybody's. */
const KEPT = Symbol('kept')

/** Puts back into the bin what came out of it only because its words, and so their print, were changed by undo or redo. */
const keepBinned = (doc: Y.Doc, ids: readonly string[]): void =>
  doc.transact(() => {
    for (const id of ids) {
      const [map, item] = [itemsOf(doc).get(id), readItem(doc, id)]
      if (!map || !item || item.kind === 'unknown' || item.trashed || !map.has('trashed')) continue
      map.set('trashed', printOf(kinds[item.kind].texts.map((text) => textIn(map, text))))
    }
  }, KEPT)

/**
 * Undo and redo of my own changes only. Steps closer than half a second become one. Words taken back in something that another
 * person deleted meanwhile do not bring it back, empty.
 */
export const createUndo = (doc: Y.Doc): Y.UndoManager => {
  const undo = new Y.UndoManager(itemsOf(doc), { trackedOrigins: new Set([LOCAL]), captureTimeout: 500 })
  let binned: readonly string[] = []
  const onBefore = (transaction: Y.Transaction): void => {
    if (transaction.origin === undo) binned = readBoard(doc).bin.map((item) => item.id)
  }
  doc.on('beforeTransaction', onBefore)
  undo.on('stack-item-popped', () => keepBinned(doc, binned))
  return undo
}
