/** A document that was closed for now is asked for again: soon, then less often, and only where nobody has done so. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRetrying } from '../../../client/model/retrying.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const start = () => {
  const ask = vi.fn()
  return { ask, retrying: createRetrying(() => 0.5, ask) }
}

test('it is asked for less and less often; and soon again once it has gone well for long', () => {
  const { ask, retrying } = start()
  /** Milliseconds from when it is closed until it is asked for again. */
  const wait = (): number => {
    retrying.later()
    const began = Date.now()
    ask.mockImplementationOnce(retrying.asked)
    vi.advanceTimersToNextTimer()
    return Date.now() - began
  }
  expect([wait(), wait(), wait(), wait(), wait()]).toEqual([1_500, 3_000, 6_000, 10_000, 10_000])
  vi.advanceTimersByTime(16_000)
  expect(wait()).toBe(1_500)
})

test('what was asked for meanwhile is not asked for again', () => {
  const { ask, retrying } = start()
  retrying.later()
  retrying.asked()
  vi.advanceTimersByTime(60_000)
  expect(ask).not.toHaveBeenCalled()
})
