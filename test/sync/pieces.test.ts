/** What is large is taken in a piece at a time, over all documents, and the next when that is stored. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createIntake, type Intake } from '../../server/sync/room/intake.ts'
import { createPieces } from '../../server/sync/room/pieces.ts'
import type { Sender, Work } from '../../server/sync/room/queue.ts'
import { newId } from '../../shared/ids.ts'
import { nextTurn } from './turns.ts'

/** Bytes of what may take long. */
const MUCH = 10_000

/** A storage that a test lets write. */
const slowly = () => {
  let stored = (): void => {}
  let promise = new Promise<void>(() => {})
  const begin = (): void => {
    promise = new Promise((resolve) => (stored = resolve))
  }
  begin()
  return {
    settled: () => promise,
    async store() {
      stored()
      begin()
      for (let turns = 0; turns < 4; turns++) await nextTurn()
    },
  }
}

const somebody = (): Sender => ({
  person: newId(),
  fail(error) {
    throw error
  },
  waits: () => {},
})

/** Work of so many pieces, which says what it did; when all are done, that is found out. */
const inPieces = (done: string[], name: string, count: number): Work => {
  return () => {
    if (count === 0) return undefined
    done.push(name)
    return inPieces(done, name, count - 1)
  }
}

const start = (documents: number) => {
  const storage = slowly()
  const pieces = createPieces(storage.settled)
  const intakes = Array.from({ length: documents }, () =>
    createIntake<Sender>({
      doc: new Y.Doc(),
      pieces,
      isHere: () => true,
      onApplied: () => {},
      onAccepted: () => {},
    }),
  )
  const tick = async (): Promise<void> => {
    for (const intake of intakes) intake.tick()
    for (let turns = 0; turns < 4; turns++) await nextTurn()
  }
  return { storage, intakes, tick }
}

const all = (intakes: readonly Intake<Sender>[]): boolean => intakes.every((intake) => intake.isEmpty())

test('in however many documents much is under way, one piece of it is taken in before the last one is stored', async () => {
  const { storage, intakes, tick } = start(10)
  const done: string[] = []
  intakes.forEach((intake, n) => intake.submit(somebody(), MUCH, inPieces(done, `${n}`, 3)))
  for (let taken = 1; taken <= 20; taken++) {
    await tick()
    await tick()
    expect(done).toHaveLength(taken)
    await storage.store()
  }
  // Each in its turn.
  expect(new Set(done.slice(0, 12)).size).toBe(10)
  while (!all(intakes)) await storage.store()
  expect(done).toHaveLength(30)
})

test('what is short is taken in meanwhile, whoever wrote it', async () => {
  const { storage, intakes, tick } = start(2)
  const done: string[] = []
  const [one, other] = intakes
  one?.submit(somebody(), MUCH, inPieces(done, 'large', 3))
  await tick()
  for (const intake of intakes) intake.submit(somebody(), 10, () => void done.push('short'))
  await tick()
  expect(done).toEqual(['large', 'short', 'short'])
  other?.close()
  while (!all(intakes)) await storage.store()
  expect(done.slice(3)).toEqual(['large', 'large'])
})

test('what is long, but done at once, holds up nothing; nor does a document that is gone', async () => {
  const { storage, intakes, tick } = start(3)
  const done: string[] = []
  const [one, other, third] = intakes
  one?.submit(somebody(), MUCH, inPieces(done, 'large', 2))
  await tick()
  for (let n = 0; n < 3; n++) other?.submit(somebody(), MUCH, () => void done.push('long'))
  third?.submit(somebody(), MUCH, inPieces(done, 'never', 9))
  await tick()
  third?.close()
  expect(done).toEqual(['large'])
  await storage.store()
  await storage.store()
  expect(done.toSorted()).toEqual(['large', 'large', 'long', 'long', 'long'])
})
