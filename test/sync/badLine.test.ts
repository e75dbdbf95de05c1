/** The app's connection and the server's documents, however the line between them delays and breaks. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { itemsOf } from '../../shared/board.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { happening, liveOnBadLines, type Happening } from './badLine.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Nothing is called saved that is not stored; and at the end all is stored, and all have it. */
const expectAllSaved = async (happenings: readonly Happening[], chance: number): Promise<void> => {
  const { people, stored } = await liveOnBadLines(happenings, chance, (storedNow, all) => {
    for (const { made, waiting } of all)
      for (const id of made.slice(0, made.length - waiting())) expect(storedNow).toContain(id)
  })
  const made = people.flatMap((person) => person.made).sort()
  expect(people.map(({ waiting, refused }) => [waiting(), refused])).toEqual(people.map(() => [0, []]))
  expect([...stored].sort()).toEqual(made)
  for (const { doc } of people) expect([...itemsOf(doc).keys()].sort()).toEqual(made)
}

test('however often a document is closed for now, and its line breaks, nothing is called saved early and all of it comes in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 10, maxLength: 60 }),
      fc.constantFrom(0, 0.5, 0.99),
      expectAllSaved,
    ),
    { numRuns: 150 },
  )
}, 60_000)

const all = { who: 0, up: 9, down: 9 } as const
const both = (ms: number): Happening[] => [
  { type: 'carry', ...all },
  { type: 'wait', ms },
  { type: 'carry', ...all },
]

test('a line that comes back before a closed document is asked for again opens it once, and what is written later is stored', async () => {
  await expectAllSaved(
    [
      ...both(0),
      { type: 'write', who: 0 },
      ...both(0),
      { type: 'end', code: CLOSE.storageFailed },
      ...both(0),
      { type: 'break', who: 0, code: 1006 },
      ...both(1_000),
      { type: 'write', who: 0 },
      ...both(3_000),
      { type: 'write', who: 0 },
    ],
    0.99,
  )
})

test('what is on its way to somebody who is in step, and of whom nothing waits, comes in at the end, too', async () => {
  await expectAllSaved(
    [
      { type: 'carry', who: 1, up: 99, down: 1 },
      { type: 'wait', ms: 16_000 },
      { type: 'write', who: 0 },
      { type: 'carry', who: 0, up: 0, down: 99 },
      { type: 'carry', who: 0, up: 99, down: 2 },
      { type: 'carry', who: 1, up: 0, down: 99 },
      { type: 'wait', ms: 1_000 },
      { type: 'carry', who: 0, up: 0, down: 99 },
    ],
    0,
  )
})

test('what was written last, by whoever is carried last, comes to the others, too', async () => {
  await expectAllSaved(
    [
      { type: 'carry', who: 1, up: 0, down: 99 },
      { type: 'carry', who: 1, up: 2, down: 0 },
      { type: 'write', who: 0 },
      { type: 'end', code: CLOSE.storageFailed },
      { type: 'wait', ms: 16_000 },
      { type: 'wait', ms: 16_000 },
      { type: 'wait', ms: 0 },
      { type: 'carry', who: 0, up: 0, down: 0 },
      { type: 'carry', who: 1, up: 0, down: 2 },
      { type: 'write', who: 1 },
      { type: 'write', who: 0 },
    ],
    0,
  )
})
