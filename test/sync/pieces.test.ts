/** What is large is taken in a piece in a turn, over all documents. */
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createIntake, type Intake } from '../../server/sync/room/intake.ts'
import { createPieces } from '../../server/sync/room/pieces.ts'
import type { Sender, Work } from '../../server/sync/room/queue.ts'
import { newId } from '../../shared/ids.ts'
import { nextTurn } from './workHard.ts'

/** Bytes of what may take long. */
const MUCH = 10_000

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
  const pieces = createPieces()
  const intakes = Array.from({ length: documents }, () =>
    createIntake<Sender>({
      doc: new Y.Doc(),
      pieces,
      isHere: () => true,
      onApplied: () => {},
      onAccepted: () => {},
    }),
  )
  const tick = (): void => intakes.forEach((intake) => intake.tick())
  return { intakes, tick }
}

const all = (intakes: readonly Intake<Sender>[]): boolean => intakes.every((intake) => intake.isEmpty())

test('in however many documents much is under way, one piece of it is taken in a turn', async () => {
  const { intakes, tick } = start(10)
  const done: string[] = []
  intakes.forEach((intake, n) => sendMuch(intake, done, `${n}`, 3))
  tick()
  expect(done).toHaveLength(1)
  for (let before = done.length; !all(intakes); before = done.length) {
    tick()
    await nextTurn()
    expect(done.length - before).toBeLessThanOrEqual(1)
  }
  expect(done).toHaveLength(30)
  // Each in its turn.
  expect(new Set(done.slice(0, 12)).size).toBe(10)
})

test('what is short is taken in meanwhile, whoever wrote it', async () => {
  const { intakes, tick } = start(2)
  const done: string[] = []
  const [one] = intakes
  sendMuch(one, done, 'large', 3)
  tick()
  for (const intake of intakes) intake.submit(somebody(), 10, () => void done.push('short'))
  tick()
  expect(done).toEqual(['large', 'short', 'short'])
  while (!all(intakes)) await nextTurn()
  expect(done.slice(3)).toEqual(['large', 'large'])
})

test('what is long, but done at once, holds up nothing; nor does a document that is gone', async () => {
  const { intakes, tick } = start(3)
  const done: string[] = []
  const [one, other, third] = intakes
  sendMuch(one, done, 'large', 2)
  tick()
  for (let n = 0; n < 3; n++) other?.submit(somebody(), MUCH, () => void done.push('long'))
  sendMuch(third, done, 'never', 9)
  tick()
  third?.close()
  expect(done).toEqual(['large'])
  while (!all(intakes)) await nextTurn()
  expect(done.toSorted()).toEqual(['large', 'large', 'long', 'long', 'long'])
})

test('while somebody waits for what they wrote, a piece makes room for three times as long as it took, up to a while', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const pieces = createPieces()
  let times = 0
  const ask = (): boolean => pieces.mayTake(() => void (times += 1))
  let store = (): void => {}
  const settled = new Promise<void>((resolve) => (store = resolve))

  pieces.makeRoomUntil(settled)
  pieces.took(10)
  expect(ask()).toBe(false)
  await vi.advanceTimersByTimeAsync(29)
  expect(times).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(times).toBe(1)

  // As where the machine stood still.
  pieces.took(10_000)
  expect(ask()).toBe(false)
  await vi.advanceTimersByTimeAsync(50)
  expect(times).toBe(2)

  store()
  await settled
  pieces.took(10)
  expect(ask()).toBe(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(times).toBe(3)
})

test('who began to wait later is waited for too', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const pieces = createPieces()
  let store = (): void => {}
  const first = Promise.resolve()
  const later = new Promise<void>((resolve) => (store = resolve))
  pieces.makeRoomUntil(first)
  pieces.makeRoomUntil(later)
  await first
  pieces.took(10)
  let taken = false
  expect(pieces.mayTake(() => (taken = true))).toBe(false)
  await vi.advanceTimersByTimeAsync(29)
  expect(taken).toBe(false)
  store()
  await vi.advanceTimersByTimeAsync(1)
  expect(taken).toBe(true)
})
