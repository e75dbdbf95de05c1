import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bareAfter, bareAround, createBackdrop } from '../../client/canvas/backdrop.ts'
import type { Camera } from '../../client/canvas/camera.ts'
import { readBoard } from '../../shared/board.ts'
import { addItems } from '../../shared/boardItems.ts'
import { overlaps, rectAt, type Rect } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'

const WIDE = 800
const HIGH = 600

/** Which pixels of a small view are covered how often, by columns and rows. */
const covered = (bands: readonly Rect[], [width, height]: readonly [number, number]): number[] => {
  const counts = new Array<number>(width * height).fill(0)
  for (const band of bands)
    for (let y = band.y; y < band.y + band.height; y++)
      for (let x = band.x; x < band.x + band.width; x++)
        counts[y * width + x] = (counts[y * width + x] ?? 0) + 1
  return counts
}

test('what was shifted and what is painted anew cover each pixel of the view once', () => {
  fc.assert(
    fc.property(fc.integer({ min: -14, max: 14 }), fc.integer({ min: -14, max: 14 }), (dx, dy) => {
      const size = [12, 9] as const
      const bands = bareAfter([dx, dy], size)
      const kept: Rect = {
        x: Math.max(0, dx),
        y: Math.max(0, dy),
        width: Math.max(0, size[0] - Math.abs(dx)),
        height: Math.max(0, size[1] - Math.abs(dy)),
      }
      const all = kept.width && kept.height ? [...bands, kept] : bands
      expect(covered(all, size).every((count) => count === 1)).toBe(true)
    }),
  )
})

test('round a stretched bitmap every pixel that it does not fill is painted once', () => {
  const at = fc.integer({ min: -20, max: 20 })
  const length = fc.integer({ min: 1, max: 30 })
  fc.assert(
    fc.property(at, at, length, length, (x, y, width, height) => {
      const size = [12, 9] as const
      const counts = covered(bareAround({ x, y, width, height }, size), size)
      counts.forEach((count, index) => {
        const [column, row] = [index % 12, Math.floor(index / 12)]
        const filled = column >= x && column < x + width && row >= y && row < y + height
        expect(count).toBe(filled ? 0 : 1)
      })
    }),
  )
})

const isContext = (value: object): value is CanvasRenderingContext2D => 'drawImage' in value

/** A bitmap that paints nothing. */
const bitmap = (): CanvasRenderingContext2D => {
  const nothing = () => undefined
  const ctx = {
    canvas: { width: 1, height: 1 },
    save: nothing,
    restore: nothing,
    setTransform: nothing,
    clearRect: nothing,
    beginPath: nothing,
    rect: nothing,
    clip: nothing,
    drawImage: nothing,
  }
  if (!isContext(ctx)) throw new Error('this paints nothing')
  return ctx
}

/** A board of notes in a grid, and a backdrop of it that tells what it paints. */
const scene = (count: number, cost = 1) => {
  const doc = new Y.Doc()
  addItems(
    doc,
    Array.from({ length: count }, (_, index) => ({
      kind: 'note' as const,
      at: [(index % 20) * 200, Math.floor(index / 20) * 200] as const,
    })),
  )
  const items = readBoard(doc).shown
  const rectOf = (item: AnyItem): Rect => rectAt(item.at, sizeOf(item))
  let painted: { readonly id: string; readonly haste: boolean }[] = []
  let time = 0
  const backdrop = createBackdrop({
    inside: (rect) => items.filter((item) => overlaps(rectOf(item), rect)),
    paint: (_ctx, item, _zoom, haste) => void painted.push({ id: item.id, haste }),
    cost: () => cost,
    bitmap,
    now: () => time,
  })
  const screen = bitmap()
  Object.assign(screen.canvas, { width: WIDE, height: HIGH })
  return {
    backdrop,
    items,
    rectOf,
    /** Draws after so many ms. @returns what was painted, and when it wants to be drawn again. */
    draw: (camera: Camera, after = 16) => {
      time += after
      painted = []
      const wait = backdrop.draw(screen, camera, 1)
      return { painted, wait }
    },
    /** Draws until it is as it should be. */
    settle: (camera: Camera) => {
      const all: typeof painted = []
      for (let draws = 0; draws < 200; draws++) {
        time += 100
        painted = []
        const wait = backdrop.draw(screen, camera, 1)
        all.push(...painted)
        if (wait === null) return all
      }
      throw new Error('it never comes to rest')
    },
  }
}

test('a view that pans paints only what comes into view', () => {
  const { draw, settle } = scene(400)
  settle({ x: 0, y: 0, zoom: 1 })
  const { painted, wait } = draw({ x: 30, y: 0, zoom: 1 })
  expect(wait).toBeNull()
  expect(painted.length).toBeGreaterThan(0)
  expect(painted.length).toBeLessThanOrEqual(4)
  expect(draw({ x: 30, y: 0, zoom: 1 }).painted).toEqual([])
})

test('a change is painted at once, where it is', () => {
  const { backdrop, items, rectOf, draw, settle } = scene(400)
  settle({ x: 0, y: 0, zoom: 0.5 })
  const [item] = items
  if (!item) throw new Error('there is no item')
  backdrop.spoil([rectOf(item)])
  expect(draw({ x: 0, y: 0, zoom: 0.5 }).painted).toEqual([{ id: item.id, haste: false }])
})

test('what costs too much for a frame is painted over several, each item once, and in haste meanwhile', () => {
  const { settle } = scene(400, 50)
  const painted = settle({ x: 0, y: 0, zoom: 0.15 })
  const crisp = painted.filter(({ haste }) => !haste).map(({ id }) => id)
  expect(new Set(crisp).size).toBe(400)
  expect(crisp.length).toBe(400)
  expect(painted.some(({ haste }) => haste)).toBe(true)
})

test('what changes while all is painted anew is in it, and so is a change of everything', () => {
  const { backdrop, items, rectOf, draw, settle } = scene(400, 50)
  const camera = { x: 0, y: 0, zoom: 0.15 }
  expect(draw(camera).wait).toBe(0)
  const [item] = items
  if (!item) throw new Error('there is no item')
  backdrop.spoil([rectOf(item)])
  const crisp = settle(camera).filter(({ haste }) => !haste)
  expect(crisp.filter(({ id }) => id === item.id).length).toBeGreaterThanOrEqual(1)
  backdrop.spoil(null)
  expect(draw(camera).wait).toBe(0)
  backdrop.spoil(null)
  const again = settle(camera).filter(({ haste }) => !haste)
  // What was left of the first time, and all of a second.
  expect(again.length).toBeGreaterThan(400)
})

test('while the hand zooms a dear view is stretched; when it rests it is made crisp', () => {
  const { draw, settle } = scene(400, 50)
  settle({ x: 0, y: 0, zoom: 0.2 })
  settle({ x: 0, y: 0, zoom: 0.21 })
  draw({ x: 0, y: 0, zoom: 0.22 }, 200)
  settle({ x: 0, y: 0, zoom: 0.22 })
  draw({ x: 0, y: 0, zoom: 0.23 })
  const zoomed = draw({ x: 0, y: 0, zoom: 0.24 })
  expect(zoomed.wait).not.toBeNull()
  const rested = settle({ x: 0, y: 0, zoom: 0.24 })
  expect(rested.filter(({ haste }) => !haste).length).toBeGreaterThan(0)
  expect(draw({ x: 0, y: 0, zoom: 0.24 })).toEqual({ painted: [], wait: null })
})
