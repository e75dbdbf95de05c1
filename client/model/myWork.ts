/** What I did in a document that another has not, as intents. */
import type * as Y from 'yjs'
import { itemsOf, printOf, readBoard } from '../../shared/board.ts'
import { textOf } from '../../shared/boardTexts.ts'
import { isKind, kinds, type AnyItem, type KnownItem } from '../../shared/kinds/registry.ts'
import { printOfRow, readFields, readOwnRow, type PlanTable } from '../../shared/plan.ts'
import type { Backlog } from './backlog.ts'
import type { Intent } from './intents.ts'
import { redone } from './typed.ts'
import { changedByMe, ENTRY, isKnownWhole, textBeforeMe, type Touched } from './unsaved.ts'

const TABLES: readonly PlanTable[] = ['actions', 'criteria', 'meetings']
const isTable = (root: string): root is PlanTable => TABLES.some((table) => table === root)

const isKnown = (item: AnyItem | null | undefined): item is KnownItem =>
  item != null && item.kind !== 'unknown'

const wordsIn = (item: KnownItem, name: string): string => {
  const raw: Readonly<Record<string, unknown>> = { ...item }
  const words = raw[name]
  return typeof words === 'string' ? words : ''
}

const COMMON = new Set(['id', 'at', 'order', 'theme', 'from', 'trashed', 'kind'])

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** An item's plain fields that were touched, as they are in `item` and are not in `other`. */
const fieldsBetween = (
  item: KnownItem,
  other: KnownItem,
  touched: ReadonlySet<string>,
): Record<string, unknown> => {
  const texts: readonly string[] = kinds[item.kind].texts
  const [now, then]: Readonly<Record<string, unknown>>[] = [{ ...item }, { ...other }]
  const names = Object.keys(now ?? {}).filter(
    (name) =>
      touched.has(name) && !COMMON.has(name) && !texts.includes(name) && !same(now?.[name], then?.[name]),
  )
  return Object.fromEntries(names.map((name) => [name, now?.[name]]))
}

/** What in a document is my own work, which the server has not. */
export interface Work {
  /** What I changed under a root map. */
  changedByMe(root: string): Touched
  /** Whether an entry that is not there is one that I made, so touched. */
  isMade(fields: ReadonlySet<string>): boolean
  /** What a text reads without my work, and with it. `there` is how it reads where my work is missing. */
  words(
    item: KnownItem,
    name: string,
    there: string,
  ): { readonly before: string; readonly after: string } | null
  /** The print of an entry that I took away altogether, as I knew it; null when there is none, or others wrote in it since. */
  gone(root: string, entry: string): string | null
}

/** The print of an entry, told by its plain fields and texts: of an item's texts, of what people wrote in a row. */
const printOfEntry = (root: string, fields: Readonly<Record<string, unknown>>): string | null => {
  if (isTable(root)) return printOfRow(readFields[root](fields))
  if (!isKind(fields.kind)) return null
  return printOf(kinds[fields.kind].texts.map((name) => String(fields[name] ?? '')))
}

/** All that `mine` has beyond `theirs`, both of one history. */
const workBeyond = (mine: Y.Doc, theirs: Y.Doc): Work => ({
  changedByMe: (root) => changedByMe(mine, theirs, root),
  isMade: () => true,
  words(item, name) {
    const text = textOf(mine, item.id, name)
    return text && { before: textBeforeMe(text, theirs), after: wordsIn(item, name) }
  },
  gone(root, entry) {
    const there = theirs.getMap<Y.Map<unknown>>(root).get(entry)
    return there && isKnownWhole(there, mine) ? printOfEntry(root, there.toJSON()) : null
  },
})

/** What waits to be stored. It is told by what it means, so that it can be done again in a document of another history. */
export const workWaiting = (backlog: Pick<Backlog, 'changedByMe' | 'typedIn' | 'goneIn'>): Work => ({
  changedByMe: (root) => backlog.changedByMe(root),
  // What is not there otherwise was taken away for good.
  isMade: (fields) => fields.has(ENTRY),
  words(item, name, there) {
    const typed = backlog.typedIn('items', item.id, name)
    return typed.length === 0
      ? null
      : { before: there, after: typed.reduce((text, each) => redone(each, text), there) }
  },
  gone(root, entry) {
    const before = backlog.goneIn(root, entry)
    return before && printOfEntry(root, before)
  },
})

const rawIn = (doc: Y.Doc, id: string, name: string): unknown => itemsOf(doc).get(id)?.get(name)

/** What I said may be kept of a private note; boards know no such field. */
const consentIn = (doc: Y.Doc, id: string): Intent[] => {
  const consent = rawIn(doc, id, 'consent')
  return consent === 'room' || consent === 'nameless' ? [{ type: 'consent', id, consent }] : []
}

const binIn = (doc: Y.Doc, id: string): Intent[] => {
  const seen = rawIn(doc, id, 'trashed')
  return typeof seen === 'string' ? [{ type: 'bin', id, seen }] : []
}

const textsBetween = (item: KnownItem, other: KnownItem, fields: ReadonlySet<string>, work: Work): Intent[] =>
  kinds[item.kind].texts.flatMap((name): Intent[] => {
    const words = fields.has(name) ? work.words(item, name, wordsIn(other, name)) : null
    return words && words.before !== words.after
      ? [{ type: 'text', id: item.id, name, ...words, at: item.at }]
      : []
  })

/** What I did in `mine` that is to be done again in `theirs`: usually the changes that were refused. */
export const intentsBetween = (mine: Y.Doc, theirs: Y.Doc, work = workBeyond(mine, theirs)): Intent[] => {
  const result: Intent[] = []
  const known = readBoard(theirs).items
  const touched = work.changedByMe('items')
  const { items, shown, bin } = readBoard(mine)
  for (const item of [...shown, ...bin]) {
    const { id } = item
    const fields = touched.get(id)
    if (!fields) continue
    const other = known.get(id)
    if (!other) {
      if (!isKnown(item) || !work.isMade(fields)) continue
      const { id: own, order: _order, trashed, from, ...rest } = item
      result.push({ type: 'add', id: own, item: { ...rest, from } }, ...consentIn(mine, id))
      // It lies in the bin: there it can still be found.
      if (trashed) result.push(...binIn(mine, id))
      continue
    }
    const both = isKnown(item) && isKnown(other) ? { item, other } : null
    const texts = both ? textsBetween(both.item, both.other, fields, work) : []
    result.push(...texts)
    if (fields.has('at') && !same(other.at, item.at)) result.push({ type: 'move', id, at: item.at })
    if (fields.has('order') && other.order !== item.order)
      result.push({ type: 'order', id, order: item.order })
    if (fields.has('theme') && other.theme !== item.theme)
      result.push({ type: 'theme', id, theme: item.theme })
    const plain = both ? fieldsBetween(both.item, both.other, fields) : {}
    if (Object.keys(plain).length) result.push({ type: 'fields', id, kind: item.kind, fields: plain })
    if (fields.has('consent') && !same(rawIn(mine, id, 'consent'), rawIn(theirs, id, 'consent'))) {
      const consent = consentIn(mine, id)
      result.push(...(consent.length ? consent : [{ type: 'consent' as const, id, consent: null }]))
    }
    if (!fields.has('trashed')) continue
    // Words that are written again bring an item out of the bin, so it is put there once more.
    if (item.trashed && (!other.trashed || texts.length > 0)) result.push(...binIn(mine, id))
    if (other.trashed && rawIn(mine, id, 'trashed') === undefined) result.push({ type: 'restore', id })
  }
  for (const [id, fields] of touched) {
    const seen = fields.has(ENTRY) && !items.has(id) && known.has(id) ? work.gone('items', id) : null
    if (seen !== null) result.push({ type: 'bin', id, seen })
  }
  return result
}

/** The same of the plan. */
export const planIntentsBetween = (mine: Y.Doc, theirs: Y.Doc, work = workBeyond(mine, theirs)): Intent[] =>
  TABLES.flatMap((table) =>
    [...work.changedByMe(table)].flatMap(([id, touched]): Intent[] => {
      const [row, other] = [readOwnRow(mine, table, id), readOwnRow(theirs, table, id)]
      if (!row) {
        const seen = other && touched.has(ENTRY) ? work.gone(table, id) : null
        return seen === null ? [] : [{ type: 'row-bin', table, id, seen }]
      }
      const { fields, trashed, added } = row
      const binned: Intent = { type: 'row-bin', table, id, seen: printOfRow(fields) }
      if (!other) {
        if (!work.isMade(touched)) return []
        const made: Intent = {
          type: 'row',
          table,
          id,
          fields: { ...fields },
          ...(added !== undefined && { added }),
        }
        return trashed ? [made, binned] : [made]
      }
      const mineOnly = Object.entries(fields).filter(
        ([name, value]) => (touched.has(ENTRY) || touched.has(name)) && !same(value, other.fields[name]),
      )
      const names = Object.keys(other.fields).filter((name) => touched.has(name) && !(name in fields))
      const result: Intent[] = []
      if (mineOnly.length) result.push({ type: 'row', table, id, fields: Object.fromEntries(mineOnly) })
      if (names.length) result.push({ type: 'row-clear', table, id, names })
      if (touched.has('trashed') && trashed !== other.trashed)
        result.push(trashed ? binned : { type: 'row-restore', table, id })
      return result
    }),
  )
