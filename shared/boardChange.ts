/** My own changes to a board, each one step. */
import type * as Y from 'yjs'
import { itemsOf, type ItemMap } from './board.ts'

/** The origin of my own changes: what undo takes back. */
export const LOCAL = Symbol('local')

/** One step of my own, that undo takes back as one. */
export const change = (doc: Y.Doc, work: (items: Y.Map<ItemMap>) => void): void =>
  doc.transact(() => work(itemsOf(doc)), LOCAL)
