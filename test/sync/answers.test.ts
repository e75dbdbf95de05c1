/** Whoever says what they have gets what they lack: whole, in their turn, and not more often than they can take it. */
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createAnswers } from '../../server/sync/room/answers.ts'
import { createDeleted } from '../../server/sync/room/deleted.ts'
import { stepTwoFrame, type Frame } from '../../server/sync/frames.ts'
import { createShare } from '../../server/sync/share.ts'
import { turn } from '../../server/turn.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { BOARD_DOC, until } from './harness.ts'
import { countParts, openRoom, someVector } from './askers.ts'

test('whoever asks a hundred times while an answer is under way gets one more, to what they said last', async () => {
  const { room, write, join, hold } = await openRoom(400)
  const { ask, answers } = join()
  const letGo = hold()
  write(400, 401)
  const parts = countParts()
  for (let behind = 1; behind <= 100; behind++) ask(someVector(room.doc, 200 + behind))
  for (let each = 0; each < 10; each++) await turn()
  // What is not stored is told nobody.
  expect(answers()).toBe(0)
  const before = parts()
  expect(before).toBeLessThan(300)
  letGo()
  await until('both are answered', () => answers() === 2)
  for (let each = 0; each < 10; each++) await turn()
  expect(answers()).toBe(2)
  expect(parts() - before).toBeLessThan(400)
})

test('nothing is made for somebody who does not take what waits for them, until they do', async () => {
  const { room, join } = await openRoom(400)
  const { ask, answers, block, free } = join()
  const parts = countParts()
  block()
  for (let behind = 1; behind <= 100; behind++) {
    ask(someVector(room.doc, behind))
    await turn()
  }
  expect([parts(), answers()]).toEqual([0, 0])
  free()
  await until('they are answered', () => answers() === 2)
  expect(parts()).toBeLessThan(150)
})

test('an answer is work of whoever asks, also of who only reads', async () => {
  const { room, join } = await openRoom(400)
  const asked: number[] = []
  let left = 4
  const { ask, refused, answers } = join((steps) => {
    asked.push(steps)
    return left-- > 0
  })
  // To come is work too.
  expect(asked.splice(0)).toEqual([expect.any(Number)])
  const parts = countParts()
  for (const behind of [1, 50, 100, 150, 200]) {
    ask(someVector(room.doc, behind))
    for (let each = 0; each < 4; each++) await turn()
  }
  expect(answers()).toBe(3)
  expect(refused).toEqual([CLOSE.tooFast])
  // Who lacks more has more made for them.
  expect(asked).toEqual(asked.toSorted((a, b) => a - b))
  expect(asked.at(-1)).toBeGreaterThan(parts())
})

test('to be told who is here is work of whoever asks, once for however many times in one tick', async () => {
  const { join } = await openRoom(10)
  const other = join()
  other.say()
  await until('somebody is here', () => other.presence() > 0)
  const paid: number[] = []
  let may = true
  const { query, refused, presence } = join((steps) => {
    paid.push(steps)
    return may || steps === 0
  })
  await until('they are greeted', () => presence() === 1)
  paid.length = 0
  for (let each = 0; each < 100; each++) query()
  const [first, ...others] = paid
  expect(first).toBeGreaterThan(0)
  expect(others).toEqual(others.map(() => 0))
  await until('they are told', () => presence() === 2)
  may = false
  expect(query).toThrow(expect.objectContaining({ code: CLOSE.tooFast }))
  expect(() => join(() => false)).toThrow(expect.objectContaining({ code: CLOSE.tooFast }))
  expect([presence(), refused]).toEqual([2, []])
})

test('answers are made a few in a turn', async () => {
  const { room, join } = await openRoom(400)
  const people = Array.from({ length: 40 }, () => join())
  let turns = 0
  const busy = new Set<number>()
  countParts(() => {
    busy.add(turns)
    const began = performance.now()
    while (performance.now() - began < 0.2);
  })
  people.forEach(({ ask }, number) => ask(someVector(room.doc, 10 + number)))
  while (people.some(({ answers }) => answers() === 0)) {
    turns += 1
    await turn()
  }
  expect(busy.size).toBeGreaterThan(3)
})

test('a hall that comes back at once costs no more than one of them, when all lack the same', async () => {
  const { room, join } = await openRoom(400)
  const parts = countParts()
  const people = Array.from({ length: 120 }, () => join())
  for (const { ask } of people) ask(someVector(room.doc, 30))
  await until('all are answered', () => people.every(({ answers }) => answers() === 1))
  expect(parts()).toBeLessThan(60)
})

test('no more is read of what somebody says they have than can be true', async () => {
  const { room, join } = await openRoom(10)
  const { ask, refused } = join()
  const most = room.doc.store.clients.size + LIMITS.ids.brought
  const vector = (entries: number): Uint8Array =>
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, entries)
      for (let client = 1; client <= entries; client++) {
        encoding.writeVarUint(encoder, 2 ** 32 - client)
        encoding.writeVarUint(encoder, 2 ** 40)
      }
    })
  ask(vector(most))
  for (let each = 0; each < 5; each++) await turn()
  expect(refused).toEqual([])
  const long = vector(40 * most)
  expect(room.answers.enough()).toBeLessThan(long.byteLength / 10)
  ask(long)
  await until('it is refused', () => refused.length > 0)
  expect(refused).toEqual([CLOSE.tooLarge])
})

/** Answers of an empty document. */
const answersFrom = (frames: () => readonly Frame[]) => {
  const doc = new Y.Doc()
  return createAnswers({
    name: BOARD_DOC,
    doc,
    deleted: createDeleted(doc),
    snapshot: { frames, size: () => 0 },
    epoch: { isRetired: () => false },
    share: createShare(),
    isHere: () => true,
    whenDurable: (then) => then(),
  })
}

const nothing = stepTwoFrame(BOARD_DOC, Y.encodeStateAsUpdate(new Y.Doc()))

test('people are answered in turn: a hundred pages of one do not go before the only page of another', async () => {
  const answered: string[] = []
  const answers = answersFrom(() => [nothing])
  const ask = (person: string): void =>
    answers.answer(
      { person, send: () => void answered.push(person), whenFree: (then) => then(), fail: () => {} },
      new Map(),
      () => {},
    )
  for (let page = 0; page < 100; page++) ask('many')
  ask('one')
  ask('other')
  await until('all are answered', () => answered.length === 102)
  expect(answered.slice(0, 3)).toEqual(['many', 'one', 'other'])
})

test('an answer that fails, fails for who asked, and the next one is answered', async () => {
  const broken = new Error('broken')
  let made = 0
  const answers = answersFrom(() => {
    made += 1
    if (made === 1) throw broken
    return [nothing]
  })
  const told: unknown[] = []
  for (const person of ['one', 'other'])
    answers.answer(
      {
        person,
        send: () => void told.push(person),
        whenFree: (then) => then(),
        fail: (error) => void told.push(error),
      },
      new Map(),
      () => {},
    )
  await until('both are told', () => told.length === 2)
  expect(told).toEqual([broken, 'other'])
})
