import { expect, test } from 'vitest'
import { farFrom } from '../../shared/geometry.ts'

test('a point is as far from a rectangle as from its nearest side or corner, and not at all within it', () => {
  const rect = { x: 10, y: 20, width: 100, height: 50 }
  expect(farFrom(rect, [50, 40])).toBe(0)
  expect(farFrom(rect, [50, 12])).toBe(8)
  expect(farFrom(rect, [116, 40])).toBe(6)
  expect(farFrom(rect, [113, 74])).toBe(5)
})
