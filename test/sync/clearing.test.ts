/** What lay in one item is cleared away by parts, when that is much, and comes to what Yjs itself would leave. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createDoc } from '../../server/sync/clearUp.ts'
import { createClearing } from '../../server/sync/room/clearing.ts'

/** A board with two notes that were moved in turn so many times, and written in: Yjs keeps something of each time. */
const busyBoard = (times: number): { readonly update: Uint8Array; readonly without: Uint8Array } => {
  const page = new Y.Doc()
  const items = page.getMap<Y.Map<unknown>>('items')
  const notes = ['one', 'other'].map((id) => {
    const note = new Y.Map<unknown>([['text', new Y.Text('')]])
    items.set(id, note)
    return note
  })
  page.transact(() => {
    for (let time = 0; time < times; time++)
      for (const note of notes) {
        note.set('at', [time, time])
        const text = note.get('text')
        if (text instanceof Y.Text) text.insert(0, 'x')
      }
  })
  page.transact(() => {
    for (const note of notes) {
      const text = note.get('text')
      if (text instanceof Y.Text) text.delete(0, text.length)
    }
  })
  const update = Y.encodeStateAsUpdate(page)
  const before = Y.encodeStateVector(page)
  items.delete('one')
  return { update, without: Y.encodeStateAsUpdate(page, before) }
}

const structsOf = (doc: Y.Doc): readonly (Y.Item | Y.GC)[] => [...doc.store.clients.values()].flat()
const garbageIn = (doc: Y.Doc): number => {
  let steps = 0
  for (const struct of structsOf(doc)) if (struct instanceof Y.GC) steps += struct.length
  return steps
}

const TIMES = 300
const FEW = { inOne: 100, inATurn: 150 } as const

/** A server's document, whose turns a test takes. */
const server = () => {
  const doc = createDoc()
  const turns: (() => void)[] = []
  const clearing = createClearing(doc, FEW, (then) => turns.push(then))
  return { doc, clearing, turns, turn: () => turns.splice(0).forEach((then) => then()) }
}

test('all that a note ever was goes a part in each turn, and nothing of it is left', () => {
  const { update, without } = busyBoard(TIMES)
  const plain = new Y.Doc()
  const { doc, turn, turns } = server()
  for (const each of [plain, doc]) for (const part of [update, without]) Y.applyUpdate(each, part)
  let taken = 0
  let most = 0
  // What has ended before is little.
  expect(garbageIn(doc)).toBeLessThan(TIMES)
  for (let before = garbageIn(doc); turns.length > 0; before = garbageIn(doc)) {
    turn()
    taken += 1
    most = Math.max(most, garbageIn(doc) - before)
  }
  expect(taken).toBeGreaterThan(2)
  // Some stand for several steps.
  expect(most).toBeLessThan(2 * FEW.inATurn)
  expect(garbageIn(doc)).toBe(garbageIn(plain))
  expect(structsOf(doc).length).toBeLessThanOrEqual(structsOf(plain).length)
  expect(doc.getMap('items').toJSON()).toEqual(plain.getMap('items').toJSON())
})

test('what others do meanwhile, and whoever reads the document, comes to the same', () => {
  const { update, without } = busyBoard(TIMES)
  const plain = new Y.Doc()
  const { doc, turn, turns } = server()
  const late = new Y.Doc()
  Y.applyUpdate(late, update)
  for (const each of [plain, doc]) for (const part of [update, without]) Y.applyUpdate(each, part)
  // Somebody who does not know yet that it is gone writes in it, in each turn.
  const items = late.getMap<Y.Map<unknown>>('items')
  late.on('update', (more: Uint8Array) => {
    for (const each of [plain, doc]) Y.applyUpdate(each, more)
  })
  while (turns.length > 0) {
    items.get('one')?.set('at', [turns.length, 0])
    items.get('one')?.set(`field ${turns.length}`, 1)
    const text = items.get('one')?.get('text')
    if (text instanceof Y.Text) text.insert(0, 'still here')
    items.get('other')?.set('at', [0, 0])
    turn()
  }
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  Y.applyUpdate(late, Y.encodeStateAsUpdate(doc))
  const told = (each: Y.Doc): unknown => ({
    items: each.getMap('items').toJSON(),
    state: Y.decodeStateVector(Y.encodeStateVector(each)),
    deleted: [...Y.createDeleteSetFromStructStore(each.store).clients.values()].map((ranges) =>
      ranges.map(({ clock, len }) => [clock, len]),
    ),
  })
  expect(told(doc)).toEqual(told(plain))
  expect(told(copy)).toEqual(told(plain))
  expect(told(late)).toMatchObject({ items: plain.getMap('items').toJSON() })
})

test('a room that is let go of clears nothing more', () => {
  const { update, without } = busyBoard(TIMES)
  const { doc, turn, turns, clearing } = server()
  for (const part of [update, without]) Y.applyUpdate(doc, part)
  turn()
  clearing.stop()
  turn()
  expect(turns).toEqual([])
})
