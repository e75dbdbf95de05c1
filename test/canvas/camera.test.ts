import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fit, panBy, reveal, toBoard, toScreen, viewRect, zoomAt, ZOOM } from '../../client/canvas/camera.ts'
import { contains } from '../../shared/geometry.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const camera = fc.record({ x: number(-1e4, 1e4), y: number(-1e4, 1e4), zoom: number(ZOOM.least, ZOOM.most) })
const point = fc.tuple(number(-2000, 2000), number(-2000, 2000))

test('a board point comes back from the screen where it was', () =>
  fc.assert(
    fc.property(camera, point, (at, [x, y]) => {
      const [bx, by] = toBoard(at, toScreen(at, [x, y]))
      expect(bx).toBeCloseTo(x, 4)
      expect(by).toBeCloseTo(y, 4)
    }),
  ))

test('zooming keeps what is under the hand where it is, and stays within bounds', () =>
  fc.assert(
    fc.property(camera, point, number(0.001, 100), (at, hand, zoom) => {
      const next = zoomAt(at, hand, zoom)
      const before = toBoard(at, hand)
      const after = toBoard(next, hand)
      expect(after[0]).toBeCloseTo(before[0], 4)
      expect(after[1]).toBeCloseTo(before[1], 4)
      expect(next.zoom).toBeGreaterThanOrEqual(ZOOM.least)
      expect(next.zoom).toBeLessThanOrEqual(ZOOM.most)
    }),
  ))

test('fitting shows the whole rectangle clear of the bars', () => {
  const insets = { top: 60, right: 50, bottom: 130, left: 50 }
  const rect = { x: -300, y: 100, width: 2400, height: 900 }
  const at = fit(rect, [1440, 836], insets)
  const [left, top] = toScreen(at, [rect.x, rect.y])
  const [right, bottom] = toScreen(at, [rect.x + rect.width, rect.y + rect.height])
  expect(left).toBeGreaterThanOrEqual(49.9)
  expect(top).toBeGreaterThanOrEqual(59.9)
  expect(right).toBeLessThanOrEqual(1390.1)
  expect(bottom).toBeLessThanOrEqual(706.1)
})

test('a small board is never shown larger than life', () => {
  expect(
    fit({ x: 0, y: 0, width: 10, height: 10 }, [1440, 836], { top: 0, right: 0, bottom: 0, left: 0 }).zoom,
  ).toBe(1)
})

test('revealing moves the view only when it must', () => {
  const insets = { top: 10, right: 10, bottom: 10, left: 10 }
  const at = { x: 0, y: 0, zoom: 1 }
  expect(reveal(at, { x: 50, y: 50, width: 100, height: 100 }, [800, 600], insets)).toBe(at)
  const moved = reveal(at, { x: 900, y: 50, width: 100, height: 100 }, [800, 600], insets)
  expect(contains(viewRect(moved, [800, 600]), [1000, 150])).toBe(true)
  expect(moved.y).toBe(0)
})

test('panning moves the board with the hand', () => {
  expect(panBy({ x: 0, y: 0, zoom: 2 }, [20, -10])).toEqual({ x: -10, y: 5, zoom: 2 })
})
