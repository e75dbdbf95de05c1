/** What is done with the texts of a board's items. */
import * as Y from 'yjs'
import { itemsOf } from './board.ts'
import { change, LOCAL } from './boardChange.ts'
import { diff } from './diff.ts'

/** The shared text of an item, to be bound to a field; null when the item has none of that name. */
export const textOf = (doc: Y.Doc, id: string, name: string): Y.Text | null => {
  const text = itemsOf(doc).get(id)?.get(name)
  return text instanceof Y.Text ? text : null
}

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
