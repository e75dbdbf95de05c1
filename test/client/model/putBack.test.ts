import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { parseIntents, withOthers } from '../../../client/model/intents.ts'
import { createOwnIds } from '../../../client/model/ownIds.ts'
import { putBack } from '../../../client/model/putBack.ts'
import { itemsOf, readBoard } from '../../../shared/board.ts'
import { addRow, readPlan } from '../../../shared/plan.ts'

const ITEM = 'note-that-was-refused'

/** All of it is mine. */
const ALONE = { asNobody: (work: () => void) => work() }

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
  putBack(doc, parseIntents([{ type: 'add', id: ITEM, item: { ...item, principles: [2] } }]), ALONE)
  expect(readBoard(doc).items.get(ITEM)).toMatchObject({ ...item, id: ITEM, principles: [2] })
})

test('what makes no sense of an item takes its default, and without kind or place there is none', () => {
  const doc = new Y.Doc()
  const strange = { kind: 'note', at: [0, 0], theme: 7, text: 'Mine', colour: {}, nonsense: 'x'.repeat(9) }
  putBack(
    doc,
    [
      { type: 'add', id: ITEM, item: strange },
      { type: 'add', id: 'no-kind-no-kind-no-kind', item: { kind: 'cloud', at: [0, 0] } },
      { type: 'add', id: 'no-place-no-place-no-pl', item: { kind: 'note', at: 'here' } },
    ],
    ALONE,
  )
  expect([...readBoard(doc).items.keys()]).toEqual([ITEM])
  expect(readBoard(doc).items.get(ITEM)).toMatchObject({ text: 'Mine', theme: null, colour: 'straw' })
  expect(doc.getMap<Y.Map<unknown>>('items').get(ITEM)?.has('nonsense')).toBe(false)
})

test('of a row only what belongs to its table is put back', () => {
  const doc = new Y.Doc()
  const row = addRow(doc, 'criteria', { title: 'Warm' })
  putBack(
    doc,
    [{ type: 'row', table: 'criteria', id: row, fields: { title: 'Warm and dry', nonsense: 1 } }],
    ALONE,
  )
  expect(readPlan(doc).criteria[0]).toMatchObject({ title: 'Warm and dry', written: ['title'] })
  expect(doc.getMap<Y.Map<unknown>>('criteria').get(row)?.has('nonsense')).toBe(false)
})

test('others’ words are put back as nobody’s, also when they were kept meanwhile, and what I did with them as mine', () => {
  const doc = new Y.Doc()
  const own = createOwnIds(doc, { read: () => new Map(), keep: () => undefined })
  const item = (text: string) => ({ kind: 'note', at: [0, 0], text })
  const mine = 'note-of-mine-in-full'
  const intents = withOthers(
    parseIntents([
      { type: 'add', id: ITEM, item: item('Theirs') },
      { type: 'add', id: mine, item: item('Mine') },
      { type: 'move', id: ITEM, at: [7, 7] },
    ]),
    (id) => id === ITEM,
  )
  const unheeded = { type: 'text', id: 'nowhere', name: 'text', before: '', after: '' }
  expect(putBack(doc, parseIntents(JSON.parse(JSON.stringify([...intents, unheeded]))), own)).toEqual([])
  const clientOf = (id: string) => itemsOf(doc).get(id)?._item?.id.client ?? -1
  expect([own.all.has(clientOf(mine)), own.all.has(clientOf(ITEM))]).toEqual([true, false])
  expect(readBoard(doc).items.get(ITEM)).toMatchObject({ text: 'Theirs', at: [7, 7] })
  expect(itemsOf(doc).get(ITEM)?._map.get('at')?.id.client).toBe(doc.clientID)
})
