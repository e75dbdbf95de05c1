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

/** Somebody's work of so many pieces, each of which changes the document; when all are done, that is found out. */
const inPieces = (
  intake: Intake<Sender>,
  from: Sender,
  done: string[],
  name: string,
  count: number,
): Work => {
  return () => {
    if (count === 0) return undefined
    done.push(name)
    const page = new Y.Doc()
    page.getMap('items').set(newId(), 1)
    intake.apply(Y.encodeStateAsUpdate(page), [page.clientID], from)
    return inPieces(intake, from, done, name, count - 1)
  }
}

/** Sends so many pieces. */
const sendMuch = (intake: Intake<Sender> | undefined, done: string[], name: string, count: number): void => {
  const from = somebody()
  if (intake) intake.submit(from, MUCH, inPieces(intake, from, done, name, count))
}

const start = (documents: number) => {
  const storage = slowly()
  const pieces = createPieces(storage.settled, () => new Promise(() => {}))
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
  intakes.forEach((intake, n) => sendMuch(intake, done, `${n}`, 3))
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
  sendMuch(one, done, 'large', 3)
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
  sendMuch(one, done, 'large', 2)
  await tick()
  for (let n = 0; n < 3; n++) other?.submit(somebody(), MUCH, () => void done.push('long'))
  sendMuch(third, done, 'never', 9)
  await tick()
  third?.close()
  expect(done).toEqual(['large'])
  await storage.store()
  await storage.store()
  expect(done.toSorted()).toEqual(['large', 'large', 'long', 'long', 'long'])
})

test('a slow storage is not waited for without end, and what changed nothing waits for none', async () => {
  let letGo = (): void => {}
  const pieces = createPieces(
    () => new Promise(() => {}),
    () => new Promise((resolve) => (letGo = resolve)),
  )
  const mayTake = async (): Promise<boolean> => {
    for (let turns = 0; turns < 4; turns++) await nextTurn()
    return pieces.mayTake(() => {})
  }
  pieces.took(false)
  expect(pieces.mayTake(() => {})).toBe(false)
  expect(await mayTake()).toBe(true)
  pieces.took(true)
  expect(await mayTake()).toBe(false)
  letGo()
  expect(await mayTake()).toBe(true)
})
