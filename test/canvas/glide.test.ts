import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createGlides,
  heardAt,
  isGliding,
  passes,
  shownAt,
  standing,
  type Glide,
} from '../../client/canvas/glide.ts'
import type { Point } from '../../shared/geometry.ts'

const FRAME = 1000 / 60

/** What is shown of a hand that moves half a unit a ms, and is heard of so often a second, frame by frame. */
const watch = (hz: number, ms: number): { readonly time: number; readonly x: number }[] => {
  let glide = standing([0, 0], 0)
  let told = 0
  const shown: { time: number; x: number }[] = []
  for (let time = 0; time < ms; time += FRAME) {
    while (((told + 1) * 1000) / hz <= time) {
      told++
      glide = heardAt(glide, [(told * 500) / hz, 0], time, 1)
    }
    shown.push({ time, x: shownAt(glide, time)[0] })
  }
  return shown
}

test.each([10, 15, 20])(
  'a hand heard of %i times a second is shown to move evenly, and close behind',
  (hz) => {
    const shown = watch(hz, 3_000).filter(({ time }) => time > 1_000)
    shown.slice(1).forEach(({ time, x }, index) => {
      const step = x - (shown[index]?.x ?? 0)
      // Heard of at once it would stand for most frames, then leap by 500 / hz.
      expect(step).toBeGreaterThan((FRAME / 2) * 0.4)
      expect(step).toBeLessThan((FRAME / 2) * 1.7)
      expect(time / 2 - x).toBeLessThan(500 * (2.3 / hz) + FRAME)
    })
  },
)

const place = fc.tuple(fc.integer({ min: 0, max: 250 }), fc.integer({ min: 0, max: 250 }))
const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 2_000 }), place), { minLength: 1, maxLength: 30 })

test('whenever something is heard, what is shown neither leaps nor leaves the way, and comes to where it is said to be', () =>
  fc.assert(
    fc.property(steps, (heard) => {
      let now = 0
      let glide: Glide = standing([0, 0], 0)
      for (const [pause, to] of heard) {
        now += pause
        const before = shownAt(glide, now)
        glide = heardAt(glide, to, now, 1)
        expect(shownAt(glide, now)).toEqual(before)
        const half = shownAt(glide, now + glide.ms / 2)
        for (const axis of [0, 1] as const) {
          expect(half[axis]).toBeGreaterThanOrEqual(Math.min(before[axis], to[axis]))
          expect(half[axis]).toBeLessThanOrEqual(Math.max(before[axis], to[axis]))
        }
        expect(glide.ms).toBeLessThanOrEqual(160)
        expect(isGliding(glide, now + glide.ms)).toBe(false)
        expect(shownAt(glide, now + glide.ms)).toEqual(to)
      }
    }),
  ))

test('hearing the same again changes nothing, so that rest is told from motion', () => {
  const glide = heardAt(standing([0, 0], 0), [50, 0], 70, 1)
  expect(heardAt(glide, [50, 0], 5_000, 1)).toBe(glide)
})

test('what went far is there at once, as seen at this zoom', () => {
  const glide = standing([0, 0], 0)
  expect(shownAt(heardAt(glide, [2_000, 0], 70, 1), 70)).toEqual([2_000, 0])
  expect(shownAt(heardAt(glide, [2_000, 0], 70, 0.1), 70)).toEqual([0, 0])
})

test('after a rest the way takes no longer than usual, however long the rest was', () => {
  const moving = heardAt(standing([0, 0], 0), [50, 0], 70, 1)
  expect(heardAt(moving, [60, 0], 60_000, 1).ms).toBeLessThan(100)
})

test('what is out of sight calls for no picture', () => {
  const seen = { x: 0, y: 0, width: 100, height: 100 }
  const way = (from: Point, to: Point): Glide => ({ ...standing(to, 0), from })
  expect(passes(seen, way([50, 50], [500, 50]))).toBe(true)
  expect(passes(seen, way([500, 50], [50, 50]))).toBe(true)
  expect(passes(seen, way([500, 50], [600, 50]))).toBe(false)
})

test('who is gone is forgotten, and stands where they come back', () => {
  const glides = createGlides<number>()
  glides.hear(new Map([[1, [0, 0]]]), 0, 1)
  glides.hear(new Map(), 70, 1)
  expect(glides.of(1)).toBeUndefined()
  glides.hear(new Map([[1, [90, 90]]]), 140, 1)
  expect(glides.of(1)).toEqual(standing([90, 90], 140))
})
