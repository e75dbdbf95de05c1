/** What is large is cut so that no part is more than some milliseconds' work, also where few things hold much. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { cutUp, isMuchToDelete } from '../../server/sync/gate/cut.ts'
import type { Ranges } from '../../shared/updateParts.ts'

/** So many notes, two of whose fields were set so many times by turns: so none of these settings can be merged with the next. */
const wornNotes = (notes: number, times: number): Y.Doc => {
  const doc = new Y.Doc()
  const items = doc.getMap<Y.Map<unknown>>('items')
  doc.transact(() => {
    for (let n = 0; n < notes; n++) items.set(`${n}`, new Y.Map([['kind', 'note']]))
  })
  for (let turn = 0; turn < times; turn++)
    doc.transact(() => {
      for (const note of items.values()) {
        note.set('at', [turn, 0])
        note.set('order', `a${turn}`)
      }
    })
  return doc
}

/** The notes themselves, one struct each; Yjs deletes with them what is in them. */
const allNotes = (doc: Y.Doc): Ranges => {
  const ranges = [...doc.getMap('items')._map.values()].map(({ id, length }) => ({
    clock: id.clock,
    len: length,
  }))
  return new Map([[doc.clientID, ranges]])
}

test('a few notes that were changed very often are much to delete; as many new ones are not', () => {
  const [worn, fresh] = [wornNotes(20, 500), wornNotes(20, 2)]
  expect(isMuchToDelete(worn.store, allNotes(worn))).toBe(true)
  expect(isMuchToDelete(fresh.store, allNotes(fresh))).toBe(false)
})

test('notes that were changed very often are deleted a few at a time, and all are in the end', () => {
  const doc = wornNotes(20, 500)
  const parts = [...cutUp(doc.store, { fresh: new Map(), deletes: allNotes(doc) })]
  expect(parts.length).toBeGreaterThan(5)
  for (const part of parts) Y.applyUpdate(doc, part)
  expect(doc.getMap('items').size).toBe(0)
})

test('new entries, which the ledger writes down each by itself, come in more parts than as many words', () => {
  const page = new Y.Doc()
  const partsOf = (write: () => void): number => {
    const before = Y.encodeStateVector(page)
    page.transact(write)
    const { structs } = Y.decodeUpdate(Y.encodeStateAsUpdate(page, before))
    return [...cutUp(new Y.Doc().store, { fresh: new Map([[page.clientID, structs]]), deletes: new Map() })]
      .length
  }
  const COUNT = 480
  const items = page.getMap<Y.Map<unknown>>('items')
  const entries = partsOf(() => {
    for (let n = 0; n < COUNT; n++) items.set(`${n}`, new Y.Map())
  })
  const fields = partsOf(() => {
    for (let n = 0; n < COUNT; n++) items.get(`${n}`)?.set('order', 'a')
  })
  expect([entries > 1, fields]).toEqual([true, 1])
})
