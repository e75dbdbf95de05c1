import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createNoKeep, type Keep } from '../../../client/model/keep.ts'
import { createLater } from '../../../client/model/later.ts'
import { openByHand } from './documentByHand.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A device that is asked to hold a document, and answers when it is told to. */
const slowKeep = (words: () => string) => {
  const asked: ((isSafe: boolean) => void)[] = []
  let safe = ''
  const none = createNoKeep()
  const keep: Keep = {
    ...none,
    open: (...args) => ({
      ...none.open(...args),
      flush: () =>
        new Promise((resolve) => {
          const now = words()
          asked.push((isSafe) => {
            if (isSafe) safe = now
            resolve(isSafe)
          })
        }),
    }),
  }
  return {
    keep,
    answer: (isSafe: boolean) => asked.shift()?.(isSafe),
    asks: () => asked.length > 0,
    safe: () => safe,
  }
}

test('the server hears of what is done apart once this device holds it, however many do so at once', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('apart', 'held', 'type', 'wait'), { maxLength: 16 }),
      async (steps) => {
        const device = slowKeep(() => page.words())
        const page = openByHand({
          keep: device.keep,
          later: createLater(),
          server: new Y.Doc(),
          name: 'board:one',
          copy: 'copy',
        })
        await vi.advanceTimersByTimeAsync(100)
        let begun = 0
        let done = 0
        for (const step of steps) {
          if (step === 'held') device.answer(true)
          else if (step === 'type') page.type('t')
          else if (step === 'apart') {
            begun++
            void page.document.apart(() => page.type('a')).then(() => done++)
          }
          await vi.advanceTimersByTimeAsync(step === 'wait' ? 500 : 5)
          // What is done apart, by its count.
          const isHeld = (words: string) =>
            words.replaceAll('t', '').length <= device.safe().replaceAll('t', '').length
          expect(isHeld(page.stored())).toBe(true)
          if (device.asks()) expect(done).toBeLessThan(begun)
        }
        while (device.asks()) {
          device.answer(true)
          await vi.advanceTimersByTimeAsync(5)
        }
        expect(page.stored()).toBe(page.words())
        expect(done).toBe(begun)
        await page.close()
      },
    ),
  ))

test('what this device can’t hold is done apart all the same, and is over once the server has it', async () => {
  const device = slowKeep(() => page.words())
  const page = openByHand({
    keep: device.keep,
    later: createLater(),
    server: new Y.Doc(),
    name: 'board:one',
    copy: 'copy',
  })
  await vi.advanceTimersByTimeAsync(100)
  let done = 0
  for (const word of ['One. ', 'Two.']) void page.document.apart(() => page.type(word)).then(() => done++)
  device.answer(true)
  await vi.advanceTimersByTimeAsync(0)
  expect([page.stored(), done]).toEqual(['', 0])
  device.answer(false)
  await vi.advanceTimersByTimeAsync(0)
  expect([page.stored(), done]).toEqual(['One. Two.', 0])
  await vi.advanceTimersByTimeAsync(5)
  expect(done).toBe(2)
  await page.close()
})
