import { expect, test } from 'vitest'
import { paceFor } from '../../server/sync/pace.ts'

test('a few people wait for nothing, many for 20 to 50 ms', () => {
  expect(paceFor(2, 2)).toBe(0)
  expect(paceFor(12, 60)).toBe(0)
  expect(paceFor(120, 120)).toBeGreaterThanOrEqual(20)
  expect(paceFor(3_000, 3_000)).toBe(50)
  // Fifty small rooms cost a server as much as a large one.
  expect(paceFor(12, 600)).toBe(50)
})
