import { expect, test } from 'vitest'
import * as Y from 'yjs'
import * as decoding from 'lib0/decoding'
import { paceFor } from '../../server/sync/pace.ts'
import { createSnapshot } from '../../server/sync/snapshot.ts'
import type { Frame } from '../../server/sync/frames.ts'

test('a few people wait for nothing, many for 20 to 50 ms', () => {
  expect(paceFor(2, 2)).toBe(0)
  expect(paceFor(12, 60)).toBe(0)
  expect(paceFor(120, 120)).toBeGreaterThanOrEqual(20)
  expect(paceFor(3_000, 3_000)).toBe(50)
  // Fifty small rooms cost a server as much as a large one.
  expect(paceFor(12, 600)).toBe(50)
})

/** What a newcomer has who applied these. */
const applied = (frames: readonly Frame[]): Y.Doc => {
  const doc = new Y.Doc()
  for (const { plain } of frames) {
    const decoder = decoding.createDecoder(plain)
    decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    Y.applyUpdate(doc, decoding.readVarUint8Array(decoder))
  }
  return doc
}

test('a large board stays encoded while others write, and every newcomer has it whole', () => {
  const doc = new Y.Doc()
  const snapshot = createSnapshot('board', doc)
  doc.on('update', (update: Uint8Array) => snapshot.changed(update))
  const items = doc.getMap('items')
  for (let item = 0; item < 2_000; item++)
    items.set(`item-${item}`, 'words that fill a note on a large board')
  const [first] = snapshot.frames()
  for (let turn = 0; turn < 1_000; turn++) {
    items.set(`item-${turn % 7}`, turn)
    if (turn % 20 !== 0) continue
    const frames = snapshot.frames()
    if (turn < 300) expect(frames[0]).toBe(first)
    if (turn % 200 === 0) expect(applied(frames).getMap('items').toJSON()).toEqual(items.toJSON())
  }
})

test('a small board comes in one message', () => {
  const doc = new Y.Doc()
  const snapshot = createSnapshot('board', doc)
  doc.on('update', (update: Uint8Array) => snapshot.changed(update))
  for (const value of [1, 2, 3]) {
    doc.getMap('items').set('a', value)
    expect(snapshot.frames()).toHaveLength(1)
    expect(applied(snapshot.frames()).getMap('items').toJSON()).toEqual({ a: value })
  }
})
