/** Under load a tick holds many changes of one place, and whoever hears of it sees the last alone. That is all that anybody misses. */
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { joinStock, readStored, startHarness, until, type StockClient } from './harness.ts'

// A busy machine takes its time for sixteen documents at once.
vi.setConfig({ testTimeout: 60_000 })

/** More than a dozen, from where on a document has ticks. */
const WRITERS = 14
const NOTES = 2
const ROUNDS = 10
/** Changes that a writer makes at once, so that they lie in one tick. */
const AT_ONCE = 5

/** What somebody saw of others' notes: by note, the numbers of the changes, in the order in which they came. */
const watch = ({ items }: StockClient): ReadonlyMap<string, readonly number[]> => {
  const seen = new Map<string, number[]>()
  items.observeDeep((events, { local }) => {
    if (local) return
    for (const { target } of events) {
      if (!(target instanceof Y.Map) || target === items) continue
      const id = target._item?.parentSub ?? ''
      seen.set(id, [...(seen.get(id) ?? []), Number([target.get('at')].flat()[1])])
    }
  })
  return seen
}

const stateOf = (doc: Y.Doc): string =>
  JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort())

test('of all changes in a busy room each reaches everybody; unseen are only those that a later one of the same place overtook', async () => {
  const harness = await startHarness()
  onTestFinished(() => harness.close())
  const join = (): StockClient => {
    const client = joinStock(harness, harness.add().token)
    onTestFinished(() => client.destroy())
    return client
  }
  const writers = Array.from({ length: WRITERS }, join)
  await Promise.all(writers.map((writer) => writer.synced()))
  const own = writers.map((writer) => Array.from({ length: NOTES }, () => writer.note('')))
  await until('all see all notes', () => writers.every(({ items }) => items.size === WRITERS * NOTES))
  const seen = writers.map(watch)

  let last = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (let time = 0; time < AT_ONCE; time++) {
      last++
      writers.forEach(({ items }, index) => {
        for (const id of own[index] ?? []) items.get(id)?.set('at', [0, last])
      })
    }
    // Sockets get their turn, so that changes go out while others still come in.
    await new Promise((resolve) => setImmediate(resolve))
  }

  const clocks = new Map(writers.map(({ doc }) => [doc.clientID, Y.getState(doc.store, doc.clientID)]))
  const has = (doc: Y.Doc): boolean =>
    [...clocks].every(([client, clock]) => Y.getState(doc.store, client) === clock)
  await until('every change has reached everybody', () => writers.every(({ doc }) => has(doc)))
  const newcomer = join()
  await newcomer.synced()
  const docs = [...writers.map(({ doc }) => doc), newcomer.doc, await readStored(harness.storage)]
  for (const doc of docs) {
    expect(stateOf(doc)).toBe(stateOf(newcomer.doc))
    expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(newcomer.doc))).toBe(true)
    expect(doc.getMap('items').toJSON()).toEqual(newcomer.items.toJSON())
  }
  seen.forEach((byNote, index) => {
    for (const [other, ids] of own.entries())
      for (const id of other === index ? [] : ids) {
        const numbers = byNote.get(id) ?? []
        // What was left out is less than what was seen next: it was overtaken, not lost.
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
        expect(numbers.at(-1)).toBe(last)
      }
  })
})
