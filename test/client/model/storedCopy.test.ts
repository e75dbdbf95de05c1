import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createIndexedDbKeep } from '../../../client/model/keep.ts'
import { createLater } from '../../../client/model/later.ts'
import { openByHand, wordsIn } from './documentByHand.ts'
import { createFaultyIndexedDb, fakeRanges, FAULTS, type Fault } from './faultyIndexedDb.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const NAME = 'board:one'
const COPY = 'kiteboard:w:board:one'

/** What somebody else has written before. */
const THEIRS = 'Theirs. '

/** What a device would read that opens the copy now. */
const readAnew = async (keep: ReturnType<typeof createIndexedDbKeep>) => {
  const doc = new Y.Doc()
  const kept = keep.open(COPY, doc)
  await vi.advanceTimersByTimeAsync(100)
  const isRead = await kept.loaded
  await kept.close()
  return { isRead, text: wordsIn(doc) }
}

/** A page with a document open, and a device that fails as told. */
const start = (faults: Fault[] = []) => {
  // The time is the test's own, which alone moves it.
  const later = createLater()
  const device = createFaultyIndexedDb(() => faults.shift() ?? 'none', later)
  const keep = createIndexedDbKeep(device.factory, fakeRanges)
  const server = new Y.Doc()
  server.getMap('items').set('-1', THEIRS)
  return { device, keep, ...openByHand({ keep, later, server, name: NAME, copy: COPY }) }
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A device is well more often than not, and then slow. */
const step = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<Fault>('none', 'slow') },
  fc.constantFrom(...FAULTS),
)

describe('a document’s copy on this device', () => {
  test('whatever the device does, at any moment, what is typed is sent and acknowledged; and kept again once it can', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.array(
          fc.oneof(
            { weight: 3, arbitrary: fc.record({ does: fc.constant('type'), ms: fc.nat(5) }) },
            fc.record({
              does: fc.constantFrom('wipe', 'flush', 'read'),
              ms: fc.constantFrom(0, 5, 1_000, 20_000),
            }),
            fc.record({ does: fc.constant('wait'), ms: fc.constantFrom(1, 2, 3, 1_000, 3_000) }),
          ),
          { maxLength: 15 },
        ),
        async (faults, steps) => {
          const left = [...faults]
          const page = start(left)
          let letters = 0
          const mine = () => page.words().replace(THEIRS, '')
          for (const { does, ms } of steps) {
            if (does === 'wipe') page.device.wipe()
            else if (does === 'type') page.type(String(letters++ % 10))
            else if (does !== 'wait') void page.document.settled()
            await wait(ms)
            expect(mine()).toHaveLength(letters)
          }
          // By then the server is asked, whatever the copy does.
          await wait(4_000)
          expect(page.stored()).toBe(page.words())
          expect(page.document.waiting.get()).toBe(0)

          // The device is well again.
          left.length = 0
          await wait(100_000)
          expect(page.keeps()).toBe(true)
          expect(await readAnew(page.keep)).toEqual({ isRead: true, text: page.words() })
          page.type('!')
          await wait(100)
          expect(page.stored()).toBe(page.words())
          expect(page.keeps()).toBe(true)
          expect(await readAnew(page.keep)).toEqual({ isRead: true, text: page.words() })
          await page.close()
          expect(page.device.openNow()).toBe(0)
        },
      ),
      { numRuns: 40 },
    ))

  test('what is settled outlasts a power cut, whatever the device did before', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...FAULTS.filter((fault) => fault !== 'wiped')), { maxLength: 20 }),
        fc.array(
          fc.record({ does: fc.constantFrom('type', 'settle'), ms: fc.constantFrom(0, 5, 1_000, 20_000) }),
          { maxLength: 12 },
        ),
        async (faults, steps) => {
          const page = start(faults)
          // Nothing is safe at the server.
          page.refuseToAcknowledge()
          let settled = ''
          let letters = 0
          for (const { does, ms } of steps) {
            if (does === 'type') page.type(String(letters++ % 10))
            else {
              const now = page.words()
              void page.document.settled().then(() => {
                if (now.length > settled.length) settled = now
              })
            }
            await wait(ms)
          }
          const isSettled = settled.replace(THEIRS, '')
          page.device.cutPower()
          faults.length = 0
          await page.close()
          expect((await readAnew(page.keep)).text).toContain(isSettled)
        },
      ),
      { numRuns: 40 },
    ))

  test('what comes while the copy is read is kept, and what builds on it: a slow device, the server first', async () => {
    const page = start(['slow', 'slow'])
    await wait(3_500)
    expect(page.words()).toBe(THEIRS)
    page.type('Mine.')
    await wait(10_000)
    expect(page.keeps()).toBe(true)
    expect(await readAnew(page.keep)).toEqual({ isRead: true, text: `${THEIRS}Mine.` })
    await page.close()
  })

  test('the device hangs once: it keeps again once it is well, though nothing is typed any more', async () => {
    const faults: Fault[] = []
    const page = start(faults)
    await wait(20_000)
    faults.push('never', 'never')
    page.type('One. ')
    // When the first is given up, the second still waits.
    await wait(14_000)
    page.type('Two.')
    await wait(100_000)
    expect(page.keeps()).toBe(true)
    expect(await readAnew(page.keep)).toEqual({ isRead: true, text: `${THEIRS}One. Two.` })
    await page.close()
  })

  test('on a board that is never quiet, and flushed again and again, rows are put together all the same', async () => {
    const page = start()
    await wait(100)
    for (let change = 0; change < 600; change++) {
      page.type('.')
      if (change % 10 === 0) void page.document.settled()
      await wait(500)
      expect(page.device.rowsIn(COPY, 'updates')).toBeLessThan(510)
    }
    expect((await readAnew(page.keep)).text).toBe(page.words())
    await page.close()
  })

  test('site data that are cleared under an open page are written anew, with what waits', async () => {
    const page = start()
    await wait(100)
    page.refuseToAcknowledge()
    page.type('Before. ')
    await wait(300)
    page.device.wipe()
    page.forget()
    page.type('After.')
    await wait(100)
    expect(page.document.waiting.get()).toBe(2)
    expect(JSON.stringify(page.remembered())).toContain('items')
    expect(page.listed()).toEqual([page.document.doc.clientID])
    expect(page.keeps()).toBe(true)
    expect(await readAnew(page.keep)).toEqual({ isRead: true, text: `${THEIRS}Before. After.` })
    await page.close()
  })

  test.each(FAULTS.filter((fault) => fault !== 'none' && fault !== 'slow'))(
    'a device that fails again and again (%s) is told of, until it keeps again',
    async (fault) => {
      const faults: Fault[] = []
      const page = start(faults)
      // It was well for long.
      await wait(60_000)
      expect(page.keeps()).toBe(true)
      faults.push(...Array.from({ length: 6 }, () => fault))
      page.type('Is it kept?')
      for (let waited = 0; page.keeps() && waited < 60_000; waited += 100) await wait(100)
      // What is closed or wiped is there again at once.
      if (fault !== 'wiped' && fault !== 'closes') expect(page.keeps()).toBe(false)
      expect(page.document.waiting.get()).toBe(0)
      await wait(150_000)
      expect(page.keeps()).toBe(true)
      expect(await readAnew(page.keep)).toEqual({ isRead: true, text: `${THEIRS}Is it kept?` })
      await page.close()
    },
  )
})
