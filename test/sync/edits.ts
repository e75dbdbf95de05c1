/** What people do on a board, drawn by chance. */
import fc from 'fast-check'
import type * as Y from 'yjs'
import { itemsOf, readBoard } from '../../shared/board.ts'
import { addItem, moveItems, setTheme } from '../../shared/boardItems.ts'
import { editText, textOf } from '../../shared/boardTexts.ts'
import { restore, trash } from '../../shared/bin.ts'

/** That somebody changes a board, on one of their pages: the rest is what `edit` takes. */
export interface EditAct {
  readonly type: 'edit'
  readonly page: number
  readonly what: number
  readonly which: number
  readonly at: number
}

/** Any change, on any of these pages. */
export const editOn = (page: fc.Arbitrary<number>): fc.Arbitrary<EditAct> =>
  fc.record({ type: fc.constant('edit' as const), page, what: fc.nat(8), which: fc.nat(30), at: fc.nat(20) })

/** Changes a board as one of many ways has it: `what` is 0 to 8, `which` and `at` are any. */
export const edit = (doc: Y.Doc, what: number, which: number, at: number): void => {
  const ids = [...itemsOf(doc).keys()]
  const id = ids[which % Math.max(1, ids.length)]
  if (what < 2 || id === undefined)
    return void addItem(
      doc,
      what === 0 ? { kind: 'theme', at: [at, at] } : { kind: 'note', at: [at, at], text: 'note' },
    )
  const text = textOf(doc, id, 'text')
  const length = text?.length ?? 0
  switch (what) {
    case 2:
    case 3:
      return void (text && editText(text, Math.min(at, length), 0, 'typed'))
    case 4:
      return void (text && length > 0 && editText(text, 0, Math.min(at, length), ''))
    case 5:
      return moveItems(doc, new Map([[id, [at, which]]]))
    case 6:
      return at % 2 ? trash(doc, [id]) : restore(doc, [id])
    case 7:
      return setTheme(doc, [id], at % 3 ? 'theme'.padEnd(20, 'x') : null)
    default:
      // As a stock client may: for good.
      itemsOf(doc).delete(id)
  }
}

/** What a board shows, as text. Sorted, so that the order in which keys came does not count. */
export const shown = (doc: Y.Doc): string =>
  JSON.stringify([...readBoard(doc).items.entries()].sort(([a], [b]) => (a < b ? -1 : 1)))
