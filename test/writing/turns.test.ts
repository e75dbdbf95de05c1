/** How much of the work of sharing is done in one turn of the event loop: whoever is at something else meanwhile hardly notices. */
import { expect, onTestFinished, test } from 'vitest'
import { addItem, addItems } from '../../shared/boardItems.ts'
import { itemsOf } from '../../shared/board.ts'
import { draftDoc } from '../../shared/docs.ts'
import { newReceipt } from '../../shared/receipts.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { NOTES_A_TURN } from '../../server/writing/plan.ts'
import { startWriting } from './support.ts'

/** Calls back at each turn of the event loop. */
const eachTurn = (work: () => void): void => {
  let next = setImmediate(function again() {
    work()
    next = setImmediate(again)
  })
  onTestFinished(() => clearImmediate(next))
}

/** Counts what it hands out, and what it is given to write. */
const counting = (storage: Storage) => {
  const counts = { read: 0, written: 0 }
  return {
    counts,
    storage: {
      ...storage,
      async *list(prefix) {
        for await (const entry of storage.list(prefix)) {
          counts.read += 1
          yield entry
        }
      },
      async commit(writes) {
        counts.written += writes.length
        return storage.commit(writes)
      },
    } satisfies Storage,
  }
}

test('of many notes, a turn reads, puts, and stores no more than a few, however many there are', async () => {
  const { storage, counts } = counting(createMemoryStorage())
  const { house, workshop, writers, writing, room, reveal } = await startWriting({ storage }, 10)
  for (const { id } of writers) {
    const { doc } = await house.sync.open(workshop.id, draftDoc(writing, id))
    for (let index = 0; index < 30; index++)
      addItem(doc, { kind: 'note', at: [0, 0], id: newReceipt().item, text: `note ${index}` })
  }
  const board = await room()
  addItems(board, Array(700).fill({ kind: 'note', at: [0, 0], text: 'was there before' }))
  await house.committer.settled()

  const most = { read: 0, written: 0, put: 0 }
  let before = { ...counts, put: 700 }
  let turns = 0
  eachTurn(() => {
    const now = { ...counts, put: itemsOf(board).size }
    for (const what of ['read', 'written', 'put'] as const)
      most[what] = Math.max(most[what], now[what] - before[what])
    before = now
    turns += 1
  })
  expect((await reveal()).body.revealed).toBe(300)
  expect(itemsOf(board).size).toBe(1_000)
  expect(most.put).toBe(NOTES_A_TURN)
  expect(most.read).toBeLessThanOrEqual(100)
  expect(most.written).toBeLessThanOrEqual(300)
  // One for each draft, twice for each part, and for what is read.
  expect(turns).toBeGreaterThan(10 + 2 * (300 / NOTES_A_TURN))
})
