import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { paceFor, presencePaceFor, untilTick } from '../../server/sync/room/pace.ts'

test('a few people wait for nothing, many for 20 to 50 ms', () => {
  expect(paceFor(2, 2)).toBe(0)
  expect(paceFor(12, 60)).toBe(0)
  expect(paceFor(120, 120)).toBeGreaterThanOrEqual(20)
  expect(paceFor(3_000, 3_000)).toBe(50)
  // Fifty small documents cost a server as much as a large one.
  expect(paceFor(12, 600)).toBe(50)
})

test('all documents of one pace tick at the same moments, never late by more than a pace and a half', () => {
  const times = fc.double({ min: 0, max: 1e7, noNaN: true })
  fc.assert(
    fc.property(times, times, fc.integer({ min: 20, max: 50 }), (ago, now, pace) => {
      const wait = untilTick(pace, now - ago, now)
      expect(wait).toBeGreaterThan(-1e-6)
      expect(wait).toBeLessThanOrEqual(1.5 * pace + 1e-6)
      const beats = (now + wait) / pace
      expect(Math.abs(beats - Math.round(beats))).toBeLessThan(1e-6)
      // A late tick does not make the next one follow on its heels.
      expect(wait + ago).toBeGreaterThanOrEqual(pace / 2 - 1e-6)
    }),
  )
  expect(untilTick(0, 5, 5)).toBe(0)
})

test('a thousand pointers are told ten times a second, a few as they come', () => {
  expect(presencePaceFor(1_000, 1_000)).toBe(100)
  expect(presencePaceFor(3_000, 3_000)).toBe(100)
  expect(presencePaceFor(12, 12)).toBeLessThan(paceFor(120, 120))
})
