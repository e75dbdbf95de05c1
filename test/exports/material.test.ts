/** What an export is made of is of one moment, and to take it is little work, however large the documents are. */
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { pack, packed, unpack, type KeptDoc } from '../../server/exports/material.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { putBoard } from '../../shared/stage.ts'

/** A document, with the bytes that came of it. */
const hold = (doc: Y.Doc): KeptDoc => {
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return { doc, updates: () => [...updates] }
}

test('a workshop is taken as bytes that are kept of it anyway, and what comes later is not in them', () => {
  const [stage, plan, board] = [new Y.Doc(), new Y.Doc(), new Y.Doc()].map(hold)
  if (!stage || !plan || !board) throw new Error('no documents')
  putBoard(stage.doc, { id: 'board', title: 'Ideas', order: 'a', locked: false })
  const write = (count: number): void => {
    for (let note = 0; note < count; note++) addItem(board.doc, { kind: 'note', at: [0, 0], text: `${note}` })
  }
  write(200)
  const writes = vi.spyOn(Y.Item.prototype, 'write')
  onTestFinished(() => writes.mockRestore())
  const taken = pack({
    stage,
    plan,
    boards: new Map([['board', board]]),
    consentOf: () => 'named',
    namesOf: () => ['Ada'],
    now: 7,
  })
  expect(writes).not.toHaveBeenCalled()
  const then = itemsOf(board.doc).toJSON()
  write(20)
  const [first = ''] = itemsOf(board.doc).keys()
  itemsOf(board.doc).delete(first)
  // As it comes to the thread.
  const read = unpack(packed.parse(structuredClone(taken)))
  expect(read.boards.get('board')?.doc.getMap('items').toJSON()).toEqual(then)
  expect(Object.keys(then)).toHaveLength(200)
  expect([read.consentOf('board', first), read.namesOf('board', first), read.now]).toEqual([
    'named',
    ['Ada'],
    7,
  ])
  // Of what was not there then nothing is told.
  const late = [...itemsOf(board.doc).keys()].find((item) => !(item in then)) ?? ''
  expect([read.consentOf('board', late), read.namesOf('board', late)]).toEqual(['room', []])
})
