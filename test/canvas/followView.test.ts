import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toScreen, type Camera } from '../../client/canvas/camera.ts'
import { glideTo, jumpTo } from '../../client/canvas/followView.ts'
import { contains, type Point, type Size } from '../../shared/geometry.ts'

const insets = { top: 64, right: 56, bottom: 136, left: 56 }
const viewport: Size = [1440, 836]
const camera: Camera = { x: 0, y: 0, zoom: 1 }
const MIDDLE: Point = [720, 382]

/** What bars leave free, and the part of it in whose middle nothing moves. */
const free = { x: 56, y: 64, width: 1328, height: 636 }
const zone = { x: 388, y: 223, width: 664, height: 318 }

const anyCamera = fc.record({
  x: fc.double({ min: -5000, max: 5000, noNaN: true }),
  y: fc.double({ min: -5000, max: 5000, noNaN: true }),
  zoom: fc.double({ min: 0.1, max: 4, noNaN: true }),
})
const anyPoint = fc.tuple(
  fc.integer({ min: -20_000, max: 20_000 }),
  fc.integer({ min: -20_000, max: 20_000 }),
)

test('the view rests while they point near its middle', () => {
  for (const at of [MIDDLE, [400, 230], [1050, 540]] satisfies Point[])
    expect(glideTo(camera, { viewport, insets, at, ms: 16 })).toBe(camera)
})

test('from anywhere the view comes to rest with the pointer near its middle, at the zoom that it had', () => {
  fc.assert(
    fc.property(anyCamera, anyPoint, fc.integer({ min: 4, max: 50 }), (from, at, ms) => {
      let now = from
      for (let step = 0; step < 2_000; step++) {
        const next = glideTo(now, { viewport, insets, at, ms })
        if (next === now) break
        now = next
      }
      expect(glideTo(now, { viewport, insets, at, ms })).toBe(now)
      expect(now.zoom).toBe(from.zoom)
      const [x, y] = toScreen(now, at)
      // Half a pixel off is as good.
      expect(
        contains({ x: zone.x - 1, y: zone.y - 1, width: zone.width + 2, height: zone.height + 2 }, [x, y]),
      ).toBe(true)
    }),
  )
})

test('it glides without overshooting, fast at first and then more slowly', () => {
  const at: Point = [1800, 382]
  let now = camera
  const steps: number[] = []
  for (let step = 0; step < 30; step++) {
    const next = glideTo(now, { viewport, insets, at, ms: 16 })
    steps.push(next.x - now.x)
    now = next
  }
  expect(now.x).toBeLessThanOrEqual(at[0] - (zone.x + zone.width))
  for (const [index, by] of steps.entries()) {
    expect(by).toBeGreaterThan(0)
    if (index > 0) expect(by).toBeLessThan(steps[index - 1] ?? 0)
  }
})

test('to somebody who points farther off than two views it goes at once', () => {
  const at: Point = [9_000, -4_000]
  const next = glideTo(camera, { viewport, insets, at, ms: 16 })
  expect(toScreen(next, at)).toEqual(MIDDLE)
})

test('in calm mode nothing moves while the pointer is in view, and else all at once', () => {
  fc.assert(
    fc.property(anyCamera, anyPoint, (from, at) => {
      const next = jumpTo(from, { viewport, insets, at })
      if (contains(free, toScreen(from, at))) {
        expect(next).toBe(from)
        return
      }
      const [x, y] = toScreen(next, at)
      expect(x).toBeCloseTo(MIDDLE[0])
      expect(y).toBeCloseTo(MIDDLE[1])
      expect(next.zoom).toBe(from.zoom)
    }),
  )
})
