/** Who is told what was stored, and together with what. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMetrics } from '../../server/metrics.ts'
import type { Frame } from '../../server/sync/frames.ts'
import { createFanOut } from '../../server/sync/room/fanOut.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const PACE = 40

/** Two people at a document; what each was told, and small changes to tell. */
const start = () => {
  const told = { a: 0, b: 0 }
  const a = { send: (_frame: Frame) => void (told.a += 1) }
  const b = { send: (_frame: Frame) => void (told.b += 1) }
  const receivers = new Set([a, b])
  const fanOut = createFanOut({ name: 'board', receivers, pace: () => PACE, metrics: createMetrics() })
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const changeOf = (...from: readonly (typeof a | null)[]) => {
    doc.getMap('items').set('moved', updates.length)
    return { update: updates.at(-1) ?? new Uint8Array(), from }
  }
  return { a, b, told, fanOut, changeOf }
}

test('whoever alone wrote what goes out is not told it; what several wrote goes to all, in one frame', () => {
  const { a, b, told, fanOut, changeOf } = start()
  fanOut.stored([changeOf(a), changeOf(a)], true)
  expect(told).toEqual({ a: 0, b: 1 })
  fanOut.stored([changeOf(a), changeOf(b)], true)
  expect(told).toEqual({ a: 1, b: 2 })
  fanOut.stored([changeOf(null)], true)
  expect(told).toEqual({ a: 2, b: 3 })
})

test('what is stored shortly after one another goes out together, and what has waited for a tick at once', () => {
  const { a, told, fanOut, changeOf } = start()
  fanOut.stored([changeOf(a)], false)
  fanOut.stored([changeOf(a)], false)
  fanOut.stored([changeOf(a)], false)
  expect([told.b, fanOut.isEmpty()]).toEqual([1, false])
  vi.advanceTimersByTime(PACE)
  expect([told.b, fanOut.isEmpty()]).toEqual([2, true])
  fanOut.stored([changeOf(a)], false)
  fanOut.stored([changeOf(a)], true)
  expect([told.b, fanOut.isEmpty()]).toEqual([3, true])
  vi.advanceTimersByTime(PACE)
  expect(told.b).toBe(3)
})

test('what is called off is not told any more', () => {
  const { a, told, fanOut, changeOf } = start()
  fanOut.stored([changeOf(a)], true)
  fanOut.stored([changeOf(a)], false)
  fanOut.stop()
  vi.advanceTimersByTime(10 * PACE)
  expect(told.b).toBe(1)
})
