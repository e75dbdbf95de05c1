import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  membershipAfter,
  readingOrder,
  takersOf,
  themeAt,
  withMembers,
} from '../../client/canvas/membership.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { rectAt, type Point } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'

const rectOf = (item: AnyItem) => rectAt(item.at, sizeOf(item))

const setUp = () => {
  const doc = new Y.Doc()
  const near = addItem(doc, { kind: 'theme', at: [0, 0], size: [600, 400], title: 'Near' })
  const far = addItem(doc, { kind: 'theme', at: [1000, 0], size: [600, 400], title: 'Far' })
  const inside = addItem(doc, { kind: 'note', at: [100, 100], theme: near, text: 'inside' })
  const loose = addItem(doc, { kind: 'note', at: [700, 600], text: 'loose' })
  return { doc, near, far, inside, loose, view: readBoard(doc) }
}
const moved = (...places: [string, Point][]) => new Map(places)

test('an item dropped in a theme belongs to it', () => {
  const { view, loose, far } = setUp()
  expect(membershipAfter(view, moved([loose, [1100, 100]]), rectOf)).toEqual(new Map([[loose, far]]))
})

test('an item dropped on the bare table leaves its theme', () => {
  const { view, inside } = setUp()
  expect(membershipAfter(view, moved([inside, [700, 700]]), rectOf)).toEqual(new Map([[inside, null]]))
})

test('what moves within its theme, or along with it, stays in it', () => {
  const { view, inside, near } = setUp()
  expect(membershipAfter(view, moved([inside, [200, 200]]), rectOf).size).toBe(0)
  expect(membershipAfter(view, moved([near, [3000, 0]], [inside, [3100, 100]]), rectOf).size).toBe(0)
})

test('while things move, each theme that would take one is known', () => {
  const { view, loose, inside, near, far } = setUp()
  const takers = (...places: [string, Point][]) =>
    [...takersOf(view, moved(...places), rectOf)].map(({ id }) => id)
  expect(takers([loose, [1100, 100]], [inside, [200, 200]])).toEqual([far, near])
  expect(takers([loose, [700, 700]])).toEqual([])
  expect(takers([near, [1000, 0]], [inside, [1100, 100]])).toEqual([])
})

test('a theme takes its items along', () => {
  const { view, near, inside, loose } = setUp()
  expect(withMembers(view, [near])).toEqual(new Set([near, inside]))
  expect(withMembers(view, [loose])).toEqual(new Set([loose]))
})

test('of two themes that overlap, the upper one holds the point', () => {
  const { doc } = setUp()
  const over = addItem(doc, { kind: 'theme', at: [50, 50], size: [300, 300] })
  const view = readBoard(doc)
  expect(themeAt(view, [100, 100], rectOf)?.id).toBe(over)
  expect(themeAt(view, [100, 100], rectOf, new Set([over]))?.title).toBe('Near')
  expect(themeAt(view, [5000, 5000], rectOf)).toBeNull()
})

test('reading goes theme by theme, then over what lies loose', () => {
  const { view } = setUp()
  const names = readingOrder(view, rectOf).map((item) =>
    'title' in item ? item.title : 'text' in item ? item.text : '',
  )
  expect(names).toEqual(['Near', 'inside', 'Far', 'loose'])
})
