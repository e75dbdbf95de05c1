/** How late the event loop is told to be. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { watchLag } from '../../server/lag.ts'
import { turn } from '../../server/turn.ts'

test('however many read how late the loop was, each is told the same; after two minutes it is forgotten', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const gauges = new Map<string, () => number>()
  const end = watchLag({ gauge: (name, read) => void gauges.set(name, read) })
  onTestFinished(end)
  const read = (what: string): number => gauges.get(`kiteboard_loop_lag_${what}_seconds`)?.() ?? NaN
  // These turns are held up, and the loop notices in the next of each.
  for (let count = 0; count < 3; count++) {
    const began = performance.now()
    while (performance.now() < began + 100);
    await turn()
  }
  const [first, second] = [read('max'), read('max')]
  expect(first).toBeGreaterThan(0.05)
  expect(second).toBe(first)
  vi.advanceTimersByTime(60_000)
  expect(read('max')).toBeGreaterThan(0.05)
  expect(read('p99')).toBeGreaterThan(0.05)
  vi.advanceTimersByTime(60_000)
  expect([read('max'), read('p99'), read('p50')]).toEqual([0, 0, 0])
})
