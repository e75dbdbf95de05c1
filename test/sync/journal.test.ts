import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import { openJournal, type Journal } from '../../server/sync/journal/journal.ts'
import { docPrefix, readPoints } from '../../server/sync/stored.ts'
import { BOARD_DOC, WORKSHOP } from './harness.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

const count = async (storage: Storage, prefix: string): Promise<number> => {
  let entries = 0
  for await (const _ of storage.list(prefix)) entries += 1
  return entries
}

/** Opens a document as a fresh process would. */
const reopen = async (
  storage: Storage,
): Promise<{ doc: Y.Doc; journal: Journal; settle: () => Promise<void> }> => {
  const committer = createCommitter({ storage, log: quiet })
  const { snapshots, tail, journal } = await openJournal({ storage, committer }, WORKSHOP, BOARD_DOC)
  const doc = new Y.Doc()
  for (const update of [...snapshots, ...tail]) Y.applyUpdate(doc, update)
  doc.on('update', (update: Uint8Array) => journal.append(update))
  return { doc, journal, settle: () => committer.settled() }
}

const compact = ({ doc, journal }: { doc: Y.Doc; journal: Journal }): void =>
  journal.mark()({ state: Y.encodeStateAsUpdate(doc), point: null, anew: null })

type Step =
  | { type: 'insert'; at: number; text: string }
  | { type: 'delete'; at: number }
  | { type: 'compact' | 'restart' | 'settle' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('insert' as const),
      at: fc.nat(40),
      text: fc.string({ minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), at: fc.nat(40) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('compact' as const, 'restart' as const, 'settle' as const),
    }),
  },
)

test('what is read again is what was written, wherever it was folded into a snapshot', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const storage = createMemoryStorage()
      let open = await reopen(storage)
      const text = (): Y.Text => open.doc.getText('text')
      for (const each of steps)
        switch (each.type) {
          case 'insert':
            text().insert(Math.min(each.at, text().length), each.text)
            break
          case 'delete':
            if (each.at < text().length) text().delete(each.at, 1)
            break
          case 'compact':
            compact(open)
            break
          case 'settle':
            await open.settle()
            break
          case 'restart': {
            const before = text().toString()
            await open.settle()
            open = await reopen(storage)
            expect(text().toString()).toBe(before)
            expect(open.doc.store.pendingStructs).toBeNull()
            break
          }
          default:
            each satisfies never
        }
      await open.settle()
      const again = await reopen(storage)
      expect(again.doc.getText('text').toString()).toBe(text().toString())
    }),
    { numRuns: 60 },
  )
})

test('a snapshot takes the place of what it covers, and numbers go on after it', async () => {
  const storage = createMemoryStorage()
  const { doc, journal, settle } = await reopen(storage)
  for (const letter of 'abc') doc.getText('text').insert(0, letter)
  await settle()
  expect(await count(storage, `doc/${WORKSHOP}/${BOARD_DOC}/j/`)).toBe(3)
  compact({ doc, journal })
  await settle()
  expect(await count(storage, `doc/${WORKSHOP}/${BOARD_DOC}/j/`)).toBe(0)
  const again = await reopen(storage)
  again.doc.getText('text').insert(0, 'd')
  await again.settle()
  compact(again)
  await again.settle()
  expect(await count(storage, `doc/${WORKSHOP}/${BOARD_DOC}/`)).toBe(1)
  expect((await reopen(storage)).doc.getText('text').toString()).toBe('dcba')
})

test('of two marks only one is used: what the other covers is not there any more', async () => {
  const storage = createMemoryStorage()
  const { doc, journal, settle } = await reopen(storage)
  const marks = [...'ab'].map((letter) => {
    doc.getText('text').insert(0, letter)
    return { use: journal.mark(), state: Y.encodeStateAsUpdate(doc) }
  })
  const [early, late] = marks.map(
    ({ use, state }) =>
      () =>
        use({ state, point: null, anew: null }),
  )
  await settle()
  late?.()
  expect(() => early?.()).toThrow()
  await settle()
  expect((await reopen(storage)).doc.getText('text').toString()).toBe('ba')
})

test('where points are kept, the next change after ten minutes is time for one; elsewhere there is none', async () => {
  const storage = createMemoryStorage()
  const committer = createCommitter({ storage, log: quiet })
  let time = 0
  const due = async (name: string): Promise<boolean[]> => {
    const { journal } = await openJournal({ storage, committer, now: () => time }, WORKSHOP, name)
    const states: boolean[] = []
    const note = (): void => void states.push(journal.due())
    journal.append(Uint8Array.of(0, 0))
    time += 599_999
    note()
    time += 1
    journal.append(Uint8Array.of(0, 0))
    note()
    journal.mark()({
      state: Uint8Array.of(0, 0),
      point: journal.pointDue() ? Uint8Array.of(3, 0) : null,
      anew: null,
    })
    journal.append(Uint8Array.of(0, 0))
    note()
    return states
  }
  expect(await due(BOARD_DOC)).toEqual([false, true, false])
  expect(await due('plan')).toEqual([false, false, false])
  expect(await due('stage')).toEqual([false, false, false])
  expect(await due(`draft:${'w'.repeat(20)}:${'p'.repeat(20)}`)).toEqual([false, false, false])
})

test('a board that is only ever used for a few minutes has its points too, and no more than one in ten minutes', async () => {
  const MINUTE = 60_000
  const storage = createMemoryStorage()
  const committer = createCommitter({ storage, log: quiet })
  let time = Date.UTC(2026, 10, 22)
  const taken: number[] = []
  for (let spell = 0; spell < 100; spell++) {
    const { journal } = await openJournal({ storage, committer, now: () => time }, WORKSHOP, BOARD_DOC)
    for (let minute = 0; minute < 9; minute++, time += MINUTE) {
      journal.append(Uint8Array.of(0, 0))
      if (!journal.due()) continue
      expect(journal.pointDue()).toBe(true)
      journal.mark()({ state: Uint8Array.of(0, 0), point: Uint8Array.of(3, 0), anew: null })
      taken.push(time)
    }
    await committer.settled()
    time += MINUTE
  }
  // A thousand minutes.
  expect(taken.length).toBeGreaterThan(90)
  expect(taken.slice(1).every((at, index) => at - (taken[index] ?? 0) >= 10 * MINUTE)).toBe(true)
})

test('a clock that was ahead, when a board changed or a point was made, holds back no later point', async () => {
  const DAY = 86_400_000
  const storage = createMemoryStorage()
  const committer = createCommitter({ storage, log: quiet })
  const right = Date.UTC(2026, 10, 22)
  let time = right + DAY
  const { journal } = await openJournal({ storage, committer, now: () => time }, WORKSHOP, BOARD_DOC)
  const taken: number[] = []
  const changeAt = (at: number): void => {
    time = at
    journal.append(Uint8Array.of(0, 0))
    if (!journal.due()) return
    journal.mark()({ state: Uint8Array.of(0, 0), point: Uint8Array.of(3, 0), anew: null })
    taken.push(at)
  }
  changeAt(right + DAY)
  // Put right, with no point yet; then wrong again for a moment, in which one is made.
  changeAt(right)
  expect(taken).toEqual([right])
  changeAt(right + DAY)
  expect(taken).toEqual([right, right + DAY])
  for (let minute = 1; minute < 60; minute++) changeAt(right + minute * 60_000)
  expect(taken.slice(2)).toEqual([1, 11, 21, 31, 41, 51].map((minute) => right + minute * 60_000))
  await committer.settled()
  const kept = await readPoints(storage, docPrefix(WORKSHOP, BOARD_DOC))
  expect(kept.map(({ at }) => at).sort((a, b) => a - b)).toEqual(taken.slice(1).sort((a, b) => a - b))
})

test('a journal is due for folding after many entries, or many bytes', async () => {
  const storage = createMemoryStorage()
  const { doc, journal } = await reopen(storage)
  expect(journal.due()).toBe(false)
  doc.getText('text').insert(0, 'x'.repeat(300_000))
  expect(journal.due()).toBe(true)
  compact({ doc, journal })
  for (let entry = 0; entry < 1_999; entry++) doc.getText('text').insert(0, 'y')
  expect(journal.due()).toBe(false)
  doc.getText('text').insert(0, 'z')
  expect(journal.due()).toBe(true)
})
