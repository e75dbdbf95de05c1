import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { viewRect } from '../../client/canvas/camera.ts'
import { firstView, LEAST_FIRST } from '../../client/canvas/firstView.ts'
import { createLastView } from '../../client/canvas/lastView.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem, type NewItem } from '../../shared/boardItems.ts'
import { overlaps, rectAt, type Point } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'

const rectOf = (item: AnyItem) => rectAt(item.at, sizeOf(item))
/** A board with these on it. */
const boardOf = (...news: readonly NewItem[]) => {
  const doc = new Y.Doc()
  for (const item of news) addItem(doc, item)
  return readBoard(doc)
}
const note = (at: Point, theme: string | null = null) => ({ kind: 'note', at, theme }) as const
const PHONE = {
  rectOf,
  viewport: [390, 700],
  insets: { top: 44, right: 16, bottom: 88, left: 16 },
  phone: true,
  rtl: false,
} as const
const DESK = {
  rectOf,
  viewport: [1440, 836],
  insets: { top: 64, right: 56, bottom: 136, left: 56 },
  phone: false,
  rtl: false,
} as const

test('a small board opens whole', () => {
  const view = boardOf(note([0, 0]), note([300, 200]))
  const camera = firstView({ ...DESK, view })
  expect(camera?.zoom).toBe(1)
})

test('an empty board has no first view', () => {
  expect(firstView({ ...PHONE, view: boardOf() })).toBeNull()
})

test('however large the board, on a phone it opens large enough to read, with something to read in view', () => {
  const place = fc.tuple(fc.integer({ min: -9_000, max: 9_000 }), fc.integer({ min: -9_000, max: 9_000 }))
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 60 }), fc.boolean(), (places, rtl) => {
      const view = boardOf(...places.map((at) => note(at)))
      const camera = firstView({ ...PHONE, rtl, view })
      if (!camera) throw new Error('there is no view')
      expect(camera.zoom).toBeGreaterThanOrEqual(LEAST_FIRST.phone)
      const seen = viewRect(camera, PHONE.viewport)
      expect(view.shown.some((item) => overlaps(rectOf(item), seen))).toBe(true)
    }),
  )
})

test('a large board opens at its fullest theme, from the label on', () => {
  const doc = new Y.Doc()
  const few = addItem(doc, { kind: 'theme', at: [0, 0], size: [900, 700] })
  const many = addItem(doc, { kind: 'theme', at: [6_000, 5_000], size: [2_000, 1_800] })
  addItem(doc, note([40, 60], few))
  for (let index = 0; index < 40; index++)
    addItem(doc, note([6_040 + (index % 8) * 200, 5_080 + Math.floor(index / 8) * 180], many))
  const view = readBoard(doc)
  const camera = firstView({ ...PHONE, view })
  if (!camera) throw new Error('there is no view')
  const seen = viewRect(camera, PHONE.viewport)
  expect(seen.x).toBeLessThan(6_000)
  expect(seen.x).toBeGreaterThan(5_900)
  expect(seen.y).toBeLessThan(4_980)
  expect(seen.y).toBeGreaterThan(4_800)
  expect(camera.zoom).toBe(LEAST_FIRST.phone)
})

test('where I looked is found again, and nonsense is not', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const last = createLastView(storage, 'board')
  expect(last.read()).toBeNull()
  last.keep({ x: 3, y: 4, zoom: 0.5 })
  expect(createLastView(storage, 'board').read()).toEqual({ x: 3, y: 4, zoom: 0.5 })
  expect(createLastView(storage, 'other').read()).toBeNull()
  for (const broken of ['{', '{"x":1}', '{"x":1,"y":null,"zoom":1}']) {
    storage.setItem('kiteboard.view.board', broken)
    expect(last.read()).toBeNull()
  }
  expect(createLastView(null, 'board').read()).toBeNull()
})
