/** What the server would not take, kept on this device as intents, to be put back when it may be. */
import * as z from 'zod/mini'
import type * as Y from 'yjs'
import {
  addItems,
  moveItems,
  readItem,
  textOf,
  editText,
  readBoard,
  type NewItem,
} from '../../shared/board.ts'
import { kinds, type AnyItem, type KnownItem } from '../../shared/kinds/registry.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { diff } from './diff.ts'

const id = z.string().check(z.regex(ID_PATTERN))
const point = z.readonly(z.tuple([z.number(), z.number()]))

const intent = z.discriminatedUnion('type', [
  /** An item that I made; `item` is as `addItems` takes it. */
  z.object({ type: z.literal('add'), id, item: z.record(z.string(), z.unknown()) }),
  /** What a text read before me, and after. */
  z.object({ type: z.literal('text'), id, name: z.string(), before: z.string(), after: z.string() }),
  z.object({ type: z.literal('move'), id, at: point }),
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

/** What `mine` has beyond `theirs`: the changes that were refused. Deleting is not among them: what others keep, stays. */
export const intentsBetween = (mine: Y.Doc, theirs: Y.Doc): Intent[] => {
  const result: Intent[] = []
  const known = readBoard(theirs).items
  for (const item of readBoard(mine).shown) {
    if (!isKnown(item)) continue
    const other = known.get(item.id)
    if (!other) {
      const { id: own, order: _order, trashed: _trashed, from, ...rest } = item
      result.push({ type: 'add', id: own, item: { ...rest, from } })
      continue
    }
    if (!isKnown(other)) continue
    for (const name of kinds[item.kind].texts) {
      const [before, after] = [wordsIn(other, name), wordsIn(item, name)]
      if (before !== after) result.push({ type: 'text', id: item.id, name, before, after })
    }
    if (other.at[0] !== item.at[0] || other.at[1] !== item.at[1])
      result.push({ type: 'move', id: item.id, at: item.at })
  }
  return result
}

/** Whether what was kept still has the shape of a new item. Its fields are parsed again by whoever reads the board. */
const isNewItem = (raw: Readonly<Record<string, unknown>>): boolean =>
  typeof raw.kind === 'string' && Object.hasOwn(kinds, raw.kind) && Array.isArray(raw.at)

/** Puts refused changes back. Where somebody else wrote meanwhile, my words become a note beside theirs: both are kept. */
export const putBack = (doc: Y.Doc, kept: readonly Intent[]): void => {
  for (const part of kept)
    switch (part.type) {
      case 'add':
        if (!readItem(doc, part.id) && isNewItem(part.item))
          addItems(doc, [{ ...part.item, id: part.id } as NewItem])
        break
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
      default:
        part satisfies never
    }
}
