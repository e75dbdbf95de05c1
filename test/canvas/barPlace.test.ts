import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barPlace } from '../../client/canvas/barPlace.ts'
import type { Rect } from '../../shared/geometry.ts'

const viewport = [1440, 836] as const
const bar = [400, 46] as const
const dock = 124
const note = (x: number, y: number): Rect => ({ x, y, width: 184, height: 164 })
const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

test('the bar lies above what is chosen, in its middle, where nothing is in the way', () => {
  expect(barPlace({ chosen: note(600, 300), others: [], bar, viewport, dock })).toEqual([492, 246])
})

test('it goes below where above there is no room', () => {
  const at = barPlace({ chosen: note(600, 20), others: [], bar, viewport, dock })
  expect(at?.[1]).toBe(192)
})

test('it goes below rather than cover a row of notes', () => {
  const at = barPlace({
    chosen: note(600, 300),
    others: [note(410, 130), note(600, 130), note(790, 130)],
    bar,
    viewport,
    dock,
  })
  expect(at?.[1]).toBe(472)
})

test('it stays above when both sides are as full: it does not hop', () => {
  const at = barPlace({
    chosen: note(600, 300),
    others: [note(600, 130), note(600, 470), note(800, 470)],
    bar,
    viewport,
    dock,
  })
  expect(at?.[1]).toBe(246)
})

test('it is not shown for what is out of view', () => {
  expect(barPlace({ chosen: note(600, -300), others: [], bar, viewport, dock })).toBeNull()
  expect(barPlace({ chosen: note(1600, 300), others: [], bar, viewport, dock })).toBeNull()
})

test('it is always in view, clear of the dock, and never over what is chosen if that leaves any room', () => {
  const length = (max: number) => fc.integer({ min: 20, max })
  const rect = fc.record({
    x: fc.integer({ min: -300, max: 1500 }),
    y: fc.integer({ min: -300, max: 900 }),
    width: length(500),
    height: length(500),
  })
  fc.assert(
    fc.property(rect, fc.array(rect, { maxLength: 12 }), (chosen, others) => {
      const at = barPlace({ chosen, others, bar, viewport, dock })
      if (!at) return
      const lies = { x: at[0], y: at[1], width: bar[0], height: bar[1] }
      expect(lies.x).toBeGreaterThanOrEqual(0)
      expect(lies.x + lies.width).toBeLessThanOrEqual(viewport[0])
      expect(lies.y).toBeGreaterThanOrEqual(4)
      expect(lies.y + lies.height).toBeLessThanOrEqual(viewport[1] - dock)
      const roomAbove = chosen.y - bar[1] - 16 >= 0
      const roomBelow = chosen.y + chosen.height + bar[1] + 16 <= viewport[1] - dock
      if (roomAbove || (roomBelow && chosen.y + chosen.height >= 0)) expect(meet(lies, chosen)).toBe(false)
    }),
  )
})
