/** What is done with the items of a board, as typed intents: each call is one step. */
import * as Y from 'yjs'
import { itemsOf, readBoard, readItem, type ItemMap } from './board.ts'
import { change } from './boardChange.ts'
import type { Point } from './geometry.ts'
import { newId } from './ids.ts'
import type { RawFields } from './kinds/kind.ts'
import { kinds, type FieldsByKind, type KindName, type TextsOf } from './kinds/registry.ts'
import { keysBetween, orderKey } from './order.ts'

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

/** Gives an item its place in the order, by the key that it held before. */
export const setOrder = (doc: Y.Doc, id: string, order: string): void =>
  change(doc, (items) => items.get(id)?.set('order', order))

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

/** Removes items for good, not into the bin: the server alone does so. */
export const removeItems = (doc: Y.Doc, ids: Iterable<string>): void =>
  change(doc, (items) => {
    for (const id of ids) items.delete(id)
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
