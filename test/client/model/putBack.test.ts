import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { parseIntents } from '../../../client/model/intents.ts'
import { putBack } from '../../../client/model/putBack.ts'
import { readBoard } from '../../../shared/board.ts'
import { addRow, readPlan } from '../../../shared/plan.ts'

const ITEM = 'note-that-was-refused'

test('an item is put back as it was', () => {
  const doc = new Y.Doc()
  const item = {
    kind: 'note',
    at: [3, 4],
    theme: null,
    from: null,
    text: 'Mine',
    colour: 'rose',
    asks: 'idea',
  }
  putBack(doc, parseIntents([{ type: 'add', id: ITEM, item: { ...item, principles: [2] } }]))
  expect(readBoard(doc).items.get(ITEM)).toMatchObject({ ...item, id: ITEM, principles: [2] })
})

test('what makes no sense of an item takes its default, and without kind or place there is none', () => {
  const doc = new Y.Doc()
  const strange = { kind: 'note', at: [0, 0], theme: 7, text: 'Mine', colour: {}, nonsense: 'x'.repeat(9) }
  putBack(doc, [
    { type: 'add', id: ITEM, item: strange },
    { type: 'add', id: 'no-kind-no-kind-no-kind', item: { kind: 'cloud', at: [0, 0] } },
    { type: 'add', id: 'no-place-no-place-no-pl', item: { kind: 'note', at: 'here' } },
  ])
  expect([...readBoard(doc).items.keys()]).toEqual([ITEM])
  expect(readBoard(doc).items.get(ITEM)).toMatchObject({ text: 'Mine', theme: null, colour: 'straw' })
  expect(doc.getMap<Y.Map<unknown>>('items').get(ITEM)?.has('nonsense')).toBe(false)
})

test('of a row only what belongs to its table is put back', () => {
  const doc = new Y.Doc()
  const row = addRow(doc, 'criteria', { title: 'Warm' })
  putBack(doc, [{ type: 'row', table: 'criteria', id: row, fields: { title: 'Warm and dry', nonsense: 1 } }])
  expect(readPlan(doc).criteria[0]).toMatchObject({ title: 'Warm and dry', written: ['title'] })
  expect(doc.getMap<Y.Map<unknown>>('criteria').get(row)?.has('nonsense')).toBe(false)
})
