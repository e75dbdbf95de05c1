/** Does again what intents tell. */
import * as z from 'zod/mini'
import type * as Y from 'yjs'
import { restore, trash, trashAsSeen } from '../../shared/bin.ts'
import { readItem } from '../../shared/board.ts'
import { LOCAL } from '../../shared/boardChange.ts'
import { addItems, moveItems, setFields, setOrder, setTheme, type NewItem } from '../../shared/boardItems.ts'
import { editText, textOf } from '../../shared/boardTexts.ts'
import { diff } from '../../shared/diff.ts'
import { setDraftConsent } from '../../shared/draft.ts'
import type { Point } from '../../shared/geometry.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { isKind, kinds } from '../../shared/kinds/registry.ts'
import {
  addRow,
  clearFields,
  printOfRow,
  readFields,
  readOwnRow,
  restoreRow,
  setRow,
  trashRow,
  type PlanTable,
} from '../../shared/plan.ts'
import { isOthers, type Intent } from './intents.ts'
import type { OwnIds } from './ownIds.ts'

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

const id = z.string().check(z.regex(ID_PATTERN))
const place = z.object({
  at: z.readonly(z.tuple([z.number(), z.number()])),
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

/** How far my words lie from theirs, where both are kept. */
const BESIDE = 24

/** My words of a text. Where somebody else wrote meanwhile, they become a note beside theirs; without the item, a note of their own. */
const putText = (
  doc: Y.Doc,
  { id: own, name, before, after, at = [0, 0] }: Extract<Intent, { type: 'text' }>,
  isBinned: boolean,
): boolean => {
  const item = readItem(doc, own)
  const text = textOf(doc, own, name)
  if (item && !text) return false
  const edit = diff(before, after)
  if (!edit || text?.toString() === after) return true
  if (text?.toString() === before) {
    editText(text, edit.index, edit.removed, edit.inserted)
    return true
  }
  // Of an item that was taken away for good, only what I wrote myself comes back.
  const words = item ? after : edit.inserted
  const [x, y]: Point = item ? item.at : at
  if (words.trim() === '') return true
  const made = addItems(doc, [
    { kind: 'note', at: [x + BESIDE, y + BESIDE], from: own, theme: item?.theme ?? null, text: words },
  ])
  if (isBinned) trash(doc, made)
  return true
}

const putRow = <Table extends PlanTable>(
  doc: Y.Doc,
  table: Table,
  row: string,
  raw: Readonly<Record<string, unknown>>,
  added: number | undefined,
): boolean => {
  const fields = readFields[table](raw)
  if (readOwnRow(doc, table, row)) setRow(doc, table, row, fields)
  else if (added === undefined) return false
  else addRow(doc, table, fields, added, row)
  return true
}

/** Does one thing again. @returns false where it can't be, since what it is about is not there or is not understood */
const putOne = (doc: Y.Doc, intent: Intent, binned: ReadonlySet<string>): boolean => {
  const { id: own } = intent
  switch (intent.type) {
    case 'add': {
      if (readItem(doc, own)) return true
      const item = newItemOf(own, intent.item)
      if (item) addItems(doc, [item])
      return item !== null
    }
    case 'text':
      return putText(doc, intent, binned.has(own))
    case 'row':
      return putRow(doc, intent.table, own, intent.fields, intent.added)
    case 'row-clear':
    case 'row-bin':
    case 'row-restore': {
      const row = readOwnRow(doc, intent.table, own)
      if (!row) return intent.type === 'row-bin'
      if (intent.type === 'row-restore') restoreRow(doc, intent.table, own)
      else if (intent.type === 'row-clear') clearFields(doc, intent.table, own, intent.names)
      // Where others wrote since, what they wrote stays.
      else if (printOfRow(row.fields) === intent.seen) trashRow(doc, intent.table, own)
      return true
    }
    case 'move':
    case 'order':
    case 'theme':
    case 'fields':
    case 'consent':
    case 'bin':
    case 'restore':
      return putField(doc, intent)
    default:
      return intent satisfies never
  }
}

const putField = (
  doc: Y.Doc,
  intent: Extract<Intent, { type: 'move' | 'order' | 'theme' | 'fields' | 'consent' | 'bin' | 'restore' }>,
): boolean => {
  const item = readItem(doc, intent.id)
  // What is gone needs no bin.
  if (!item) return intent.type === 'bin'
  switch (intent.type) {
    case 'move':
      moveItems(doc, new Map([[intent.id, intent.at]]))
      return true
    case 'order':
      setOrder(doc, intent.id, intent.order)
      return true
    case 'theme':
      setTheme(doc, [intent.id], intent.theme)
      return true
    case 'fields':
      if (!isKind(intent.kind) || item.kind !== intent.kind) return false
      setFields(doc, intent.kind, [intent.id], intent.fields)
      return true
    case 'consent':
      setDraftConsent(doc, intent.id, intent.consent)
      return true
    case 'bin':
      trashAsSeen(doc, intent.id, intent.seen)
      return true
    case 'restore':
      restore(doc, [intent.id])
      return true
    default:
      return intent satisfies never
  }
}

/**
 * Does what was kept again, as one step, and others' words in it as a second one. What others wrote meanwhile stays: my words become
 * a note beside theirs, and what I threw away stays where somebody has written in it since.
 * @param asNobody how to write what others made
 * @returns what could not be done here
 */
export const putBack = (
  doc: Y.Doc,
  kept: readonly Intent[],
  { asNobody }: Pick<OwnIds, 'asNobody'>,
): Intent[] => {
  const binned = new Set(kept.flatMap((intent) => (intent.type === 'bin' ? [intent.id] : [])))
  const left = new Set<Intent>()
  const put = (intents: readonly Intent[]): void =>
    doc.transact(() => {
      for (const intent of intents) if (!putOne(doc, intent, binned)) left.add(intent)
    }, LOCAL)
  const theirs = kept.filter(isOthers)
  if (theirs.length > 0) asNobody(() => put(theirs))
  put(kept.filter((intent) => !isOthers(intent)))
  return kept.filter((intent) => left.has(intent))
}
