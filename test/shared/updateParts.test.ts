import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { inParts } from '../../shared/updateParts.ts'

const MOST = { bytes: 60, structs: 7, ranges: 5, clients: 3 } as const

const step = fc.record({
  page: fc.nat(3),
  type: fc.constantFrom('insert', 'delete', 'set', 'make', 'learn'),
  at: fc.nat(30),
  from: fc.nat(3),
})

test('parts of a document that several hands wrote into each other build on nothing but those before them', () =>
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 150 }), (steps) => {
      const pages = [1, 2, 3, 4].map((client) => {
        const page = new Y.Doc()
        page.clientID = client
        return page
      })
      for (const { page: index, type, at, from } of steps) {
        const page = pages[index]
        const other = pages[from]
        if (!page || !other) continue
        const text = page.getText('text')
        if (type === 'insert') text.insert(Math.min(at, text.length), 'abc')
        else if (type === 'delete')
          text.delete(Math.min(at, text.length), Math.min(2, text.length - Math.min(at, text.length)))
        else if (type === 'set') page.getMap('items').set(`${at % 5}`, at)
        else if (type === 'make')
          page.getMap('items').set(`${at % 5}`, new Y.Map([['text', new Y.Text('x')]]))
        else Y.applyUpdate(page, Y.encodeStateAsUpdate(other))
      }
      const whole = new Y.Doc()
      for (const page of pages) Y.applyUpdate(whole, Y.encodeStateAsUpdate(page))
      const update = Y.encodeStateAsUpdate(whole)
      const parts = inParts(update, MOST)
      const copy = new Y.Doc()
      for (const part of parts) {
        if (parts.length > 1) expect(Y.decodeUpdate(part).structs.length).toBeLessThanOrEqual(MOST.structs)
        Y.applyUpdate(copy, part)
        expect([copy.store.pendingStructs, copy.store.pendingDs]).toEqual([null, null])
      }
      expect(Y.encodeStateAsUpdate(copy)).toEqual(Y.encodeStateAsUpdate(whole))
    }),
    { numRuns: 60 },
  ))

test('of an update that lacks something, nothing is left out', () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let note = 0; note < 60; note++) doc.getMap('items').set(`${note}`, new Y.Text('words'))
  const [first, ...others] = updates
  if (!first) throw new Error('nothing was written')
  const copy = new Y.Doc()
  for (const part of inParts(Y.mergeUpdates([first, ...others.slice(20)]), MOST)) Y.applyUpdate(copy, part)
  expect(copy.getMap('items').size).toBe(1)
  for (const update of others.slice(0, 20)) Y.applyUpdate(copy, update)
  expect(Y.encodeStateAsUpdate(copy)).toEqual(Y.encodeStateAsUpdate(doc))
})

test('what only deletes is parted too, however few bytes it is', () => {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  text.insert(0, 'words'.repeat(40))
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(doc)
  for (let at = 0; at < 100; at++) text.delete(at, 1)
  const update = Y.encodeStateAsUpdate(doc, before)
  const parts = inParts(update, { bytes: 1_000_000, structs: 1_000, ranges: 5, clients: 1 })
  expect(parts.length).toBe(20)
  for (const part of parts) Y.applyUpdate(copy, part)
  expect(copy.getText('text').toString()).toBe(text.toString())
  expect(inParts(update, { bytes: 1_000_000, structs: 1_000, ranges: 100, clients: 1 })).toEqual([update])
})

test('what is deleted as it comes, comes deleted', () => {
  const doc = new Y.Doc()
  const items = doc.getMap('items')
  for (let turn = 0; turn < 100; turn++) items.set(`${turn % 10}`, new Y.Text('words'))
  for (const part of inParts(Y.encodeStateAsUpdate(doc), MOST)) {
    const { structs, ds } = Y.decodeUpdate(part)
    const ranges = ds.clients.get(doc.clientID) ?? []
    for (const { id, length, deleted } of structs)
      if (deleted)
        expect(ranges).toContainEqual(
          expect.toSatisfy(
            ({ clock, len }) => clock <= id.clock && clock + len >= id.clock + length,
            'covers it',
          ),
        )
  }
})

test('what many wrote is parted by its writers, however little it is', () => {
  const whole = new Y.Doc()
  for (let client = 1; client <= 40; client++) {
    const page = new Y.Doc()
    page.clientID = client
    page.getMap('items').set(`${client}`, 'x')
    Y.applyUpdate(whole, Y.encodeStateAsUpdate(page))
  }
  const update = Y.encodeStateAsUpdate(whole)
  const most = { bytes: 1_000_000, structs: 1_000, ranges: 1_000 }
  const parts = inParts(update, { ...most, clients: 10 })
  expect(parts.map((part) => new Set(Y.decodeUpdate(part).structs.map(({ id }) => id.client)).size)).toEqual([
    10, 10, 10, 10,
  ])
  const copy = new Y.Doc()
  for (const part of parts) Y.applyUpdate(copy, part)
  expect(Y.encodeStateAsUpdate(copy)).toEqual(update)
  expect(inParts(update, { ...most, clients: 40 })).toEqual([update])
})
