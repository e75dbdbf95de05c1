import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItem, addItems } from '../../shared/boardItems.ts'
import { trash } from '../../shared/bin.ts'
import { readDraft, setDraftConsent } from '../../shared/draft.ts'
import { newReceipt } from '../../shared/receipts.ts'

test('a draft’s notes are read in the order they were written, with what may be kept of each', () => {
  const doc = new Y.Doc()
  const { item } = newReceipt()
  addItem(doc, { kind: 'note', at: [0, 0], id: item, text: 'first', colour: 'rose', principles: [2] })
  addItem(doc, { kind: 'note', at: [0, 0], text: 'second', asks: 'barrier' })
  setDraftConsent(doc, item, 'room')
  expect(readDraft(doc)).toMatchObject([
    { id: item, text: 'first', colour: 'rose', principles: [2], consent: 'room' },
    { text: 'second', asks: 'barrier', consent: null },
  ])
  setDraftConsent(doc, item, null)
  expect(readDraft(doc)[0]?.consent).toBeNull()
})

test('what is in the bin, has no words, or makes no sense is not shared', () => {
  const doc = new Y.Doc()
  const ids = addItems(doc, [
    { kind: 'note', at: [0, 0], text: 'thrown away' },
    { kind: 'note', at: [0, 0], text: '  \n' },
    { kind: 'theme', at: [0, 0], title: 'no note' },
  ])
  trash(doc, ids.slice(0, 1))
  itemsOf(doc).set('strange', new Y.Map([['consent', 'named']]))
  expect(readDraft(doc)).toEqual([])
})
