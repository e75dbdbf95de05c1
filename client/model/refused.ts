/** What the server would not take, kept on this device as intents, to be put back when it may be. */
import * as z from 'zod/mini'
import type * as Y from 'yjs'
import { readItem, readBoard } from '../../shared/board.ts'
import { addItems, moveItems, setFields, setTheme, type NewItem } from '../../shared/boardItems.ts'
import { textOf, editText } from '../../shared/boardTexts.ts'
import { isKind, kinds, type AnyItem, type KnownItem } from '../../shared/kinds/registry.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { addRow, readFields, readPlan, setRow, type PlanTable } from '../../shared/plan.ts'
import { diff } from '../../shared/diff.ts'
import type { Backlog } from './backlog.ts'
import { redone } from './typed.ts'
import { ENTRY, textBeforeMe, touchedIn, type Touched } from './unsaved.ts'

const id = z.string().check(z.regex(ID_PATTERN))
const point = z.readonly(z.tuple([z.number(), z.number()]))

const intent = z.discriminatedUnion('type', [
  /** An item that I made; `item` is as `addItems` takes it. */
  z.object({ type: z.literal('add'), id, item: z.record(z.string(), z.unknown()) }),
  /** What a text read before me, and after. */
  z.object({ type: z.literal('text'), id, name: z.string(), before: z.string(), after: z.string() }),
  z.object({ type: z.literal('move'), id, at: point }),
  z.object({ type: z.literal('theme'), id, theme: z.nullable(id) }),
  /** Plain fields of an item: its colour, what it is for. */
  z.object({ type: z.literal('fields'), id, kind: z.string(), fields: z.record(z.string(), z.unknown()) }),
  /** Fields of a row of the plan. */
  z.object({
    type: z.literal('row'),
    table: z.enum(['actions', 'criteria', 'meetings']),
    id: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
])
export type Intent = z.infer<typeof intent>
const intents = z.array(intent)

/** Reads kept intents; those that make no sense are left out. */
export const parseIntents = (raw: unknown): Intent[] => {
  const parsed = intents.safeParse(raw)
  return parsed.success ? parsed.data : []
}

const isKnown = (item: AnyItem | null | undefined): item is KnownItem =>
  item != null && item.kind !== 'unknown'

const wordsIn = (item: KnownItem, name: string): string => {
  const raw: Readonly<Record<string, unknown>> = { ...item }
  const words = raw[name]
  return typeof words === 'string' ? words : ''
}

const COMMON = new Set(['id', 'at', 'order', 'theme', 'from', 'trashed', 'kind'])

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
      touched.has(name) &&
      !COMMON.has(name) &&
      !texts.includes(name) &&
      JSON.stringify(now?.[name]) !== JSON.stringify(then?.[name]),
  )
  return Object.fromEntries(names.map((name) => [name, now?.[name]]))
}

/** What in a document is my own work, which the server has not. */
interface Work {
  /** What I changed under a root map. */
  touchedIn(root: string): Touched
  /** Whether an entry that is not there is one that I made, so touched. */
  isMade(fields: ReadonlySet<string>): boolean
  /** What a text reads without my work, and with it. `there` is how it reads where my work is missing. */
  words(
    item: KnownItem,
    name: string,
    there: string,
  ): { readonly before: string; readonly after: string } | null
}

/** All that `mine` has beyond `theirs`, both of one history. */
const workBeyond = (mine: Y.Doc, theirs: Y.Doc): Work => ({
  touchedIn: (root) => touchedIn(mine, theirs, root),
  isMade: () => true,
  words(item, name) {
    const text = textOf(mine, item.id, name)
    return text && { before: textBeforeMe(text, theirs), after: wordsIn(item, name) }
  },
})

/** What waits to be stored. It is told by what it means, so that it can be done again in a document of another history. */
export const workWaiting = (backlog: Pick<Backlog, 'touchedIn' | 'typedIn'>): Work => ({
  touchedIn: (root) => backlog.touchedIn(root),
  // What is not there otherwise was taken away for good.
  isMade: (fields) => fields.has(ENTRY),
  words(item, name, there) {
    const typed = backlog.typedIn('items', item.id, name)
    return typed && { before: there, after: redone(typed, there) }
  },
})

/**
 * What I did in `mine` that is to be done again in `theirs`: usually the changes that were refused. Deleting is not among them:
 * what others keep, stays.
 */
export const intentsBetween = (mine: Y.Doc, theirs: Y.Doc, work = workBeyond(mine, theirs)): Intent[] => {
  const result: Intent[] = []
  const known = readBoard(theirs).items
  const touched = work.touchedIn('items')
  for (const item of readBoard(mine).shown) {
    const fields = touched.get(item.id)
    if (!fields || !isKnown(item)) continue
    const other = known.get(item.id)
    if (!other) {
      if (!work.isMade(fields)) continue
      const { id: own, order: _order, trashed: _trashed, from, ...rest } = item
      result.push({ type: 'add', id: own, item: { ...rest, from } })
      continue
    }
    if (!isKnown(other)) continue
    for (const name of kinds[item.kind].texts) {
      const words = fields.has(name) ? work.words(item, name, wordsIn(other, name)) : null
      if (words && words.before !== words.after) result.push({ type: 'text', id: item.id, name, ...words })
    }
    if (fields.has('at') && (other.at[0] !== item.at[0] || other.at[1] !== item.at[1]))
      result.push({ type: 'move', id: item.id, at: item.at })
    if (fields.has('theme') && other.theme !== item.theme)
      result.push({ type: 'theme', id: item.id, theme: item.theme })
    const plain = fieldsBetween(item, other, fields)
    if (Object.keys(plain).length)
      result.push({ type: 'fields', id: item.id, kind: item.kind, fields: plain })
  }
  return result
}

/** The same of the plan. */
export const planIntentsBetween = (mine: Y.Doc, theirs: Y.Doc, work = workBeyond(mine, theirs)): Intent[] => {
  const plan = readPlan(mine)
  const there = readPlan(theirs)
  const tables: readonly PlanTable[] = ['actions', 'criteria', 'meetings']
  return tables.flatMap((table) => {
    const touched = work.touchedIn(table)
    const known = new Set(there[table].map((row) => row.id))
    return plan[table].flatMap((row): Intent[] => {
      const fields = touched.get(row.id)
      if (!fields || !(known.has(row.id) || work.isMade(fields))) return []
      const { id: own, derived: _derived, changed: _changed, written, ...rest } = row
      const names: readonly string[] = fields.has(ENTRY) ? written : [...fields]
      const mineOnly = Object.entries(rest).filter(([name]) => names.includes(name))
      return mineOnly.length ? [{ type: 'row', table, id: own, fields: Object.fromEntries(mineOnly) }] : []
    })
  })
}

const wordsOf = (
  names: readonly string[],
  raw: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const words = raw[name]
      return typeof words === 'string' ? [[name, words]] : []
    }),
  )

const place = z.object({
  at: point,
  theme: z.catch(z.nullable(id), null),
  from: z.catch(z.nullable(id), null),
})

/** An item as it was kept, to be made anew; null when it makes no sense. */
const newItemOf = (own: string, raw: Readonly<Record<string, unknown>>): NewItem | null => {
  const parsed = place.safeParse(raw)
  if (!parsed.success || !isKind(raw.kind)) return null
  const common = { id: own, ...parsed.data }
  switch (raw.kind) {
    case 'note':
      return { kind: 'note', ...kinds.note.parse(raw), ...wordsOf(kinds.note.texts, raw), ...common }
    case 'figure':
      return { kind: 'figure', ...kinds.figure.parse(raw), ...wordsOf(kinds.figure.texts, raw), ...common }
    case 'theme':
      return { kind: 'theme', ...kinds.theme.parse(raw), ...wordsOf(kinds.theme.texts, raw), ...common }
    default:
      return raw.kind satisfies never
  }
}

const putBackRow = <Table extends PlanTable>(
  doc: Y.Doc,
  table: Table,
  row: string,
  raw: Readonly<Record<string, unknown>>,
): void => {
  const fields = readFields[table](raw)
  if (readPlan(doc)[table].some((known) => known.id === row)) setRow(doc, table, row, fields)
  else addRow(doc, table, fields)
}

/** Puts refused changes back. Where somebody else wrote meanwhile, my words become a note beside theirs: both are kept. */
export const putBack = (doc: Y.Doc, kept: readonly Intent[]): void => {
  for (const part of kept)
    switch (part.type) {
      case 'add': {
        const item = readItem(doc, part.id) ? null : newItemOf(part.id, part.item)
        if (item) addItems(doc, [item])
        break
      }
      case 'text': {
        const item = readItem(doc, part.id)
        const text = textOf(doc, part.id, part.name)
        if (!item || !text) break
        if (text.toString() === part.before) {
          const edit = diff(part.before, part.after)
          if (edit) editText(text, edit.index, edit.removed, edit.inserted)
        } else if (text.toString() !== part.after)
          addItems(doc, [
            {
              kind: 'note',
              at: [item.at[0] + 24, item.at[1] + 24],
              from: part.id,
              theme: item.theme,
              text: part.after,
            },
          ])
        break
      }
      case 'move':
        if (readItem(doc, part.id)) moveItems(doc, new Map([[part.id, part.at]]))
        break
      case 'theme':
        setTheme(doc, [part.id], part.theme)
        break
      case 'fields':
        if (isKind(part.kind)) setFields(doc, part.kind, [part.id], part.fields)
        break
      case 'row':
        putBackRow(doc, part.table, part.id, part.fields)
        break
      default:
        part satisfies never
    }
}
