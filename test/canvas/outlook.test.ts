import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { viewRect } from '../../client/canvas/camera.ts'
import { createOutlook } from '../../client/canvas/outlook.ts'
import { createCanvasState } from '../../client/canvas/state.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { contains, rectAt, type Point, type Size } from '../../shared/geometry.ts'
import { createTranslate } from '../../shared/i18n/translate.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'

const WIDE: Size = [1440, 836]
const BESIDE_A_PANEL: Size = [1024, 836]
const rect = (item: AnyItem) => rectAt(item.at, sizeOf(item))

/** A canvas that looks at notes at these places. */
const looking = (...places: readonly Point[]) => {
  const doc = new Y.Doc()
  for (const at of places) addItem(doc, { kind: 'note', at })
  const view = readBoard(doc)
  const state = createCanvasState()
  state.change({ viewport: WIDE })
  const outlook = createOutlook({
    state,
    layouts: { rect },
    last: { read: () => null, keep: () => undefined },
    view: () => view,
    surroundings: () => ({
      t: createTranslate('en'),
      calm: true,
      phone: false,
      writable: true,
      presenting: false,
      open: () => undefined,
      makeFigure: () => undefined,
      isMine: () => true,
      sure: () => undefined,
      say: () => undefined,
    }),
    rtl: () => false,
    ready: () => true,
  })
  /** The frame gets a new size, as when a panel is opened or closed. */
  const frame = (size: Size, held: readonly AnyItem[] = []) =>
    state.change({ camera: outlook.resized(size, held), viewport: size })
  const sees = (item: AnyItem): boolean => {
    const { camera, viewport } = state.get()
    const { x, y, width, height } = rect(item)
    const seen = viewRect(camera, viewport)
    return contains(seen, [x, y]) && contains(seen, [x + width, y + height])
  }
  return { state, frame, sees, items: view.shown }
}

test('what is chosen stays in view beside a panel, and the view is as before when the panel is gone', () => {
  const { state, frame, sees, items } = looking([1200, 100], [3000, 100])
  const before = state.get().camera
  frame(BESIDE_A_PANEL, items.slice(0, 1))
  expect(items.slice(0, 1).every(sees)).toBe(true)
  frame(WIDE, items.slice(0, 1))
  expect(state.get().camera).toEqual(before)
})

test('a board that was seen whole is seen whole beside a panel', () => {
  const { state, frame, sees, items } = looking([0, 0], [1200, 400])
  const before = state.get().camera
  frame(BESIDE_A_PANEL)
  expect(items.every(sees)).toBe(true)
  frame(WIDE)
  expect(state.get().camera).toEqual(before)
})

test('a board seen whole is so after any steps in between, however small', () => {
  const { state, frame, sees, items } = looking([0, 0], [1200, 400])
  const before = state.get().camera
  for (const width of [1200, 300, 80, 900, 1024]) frame([width, 836])
  expect(items.every(sees)).toBe(true)
  expect(state.get().camera.zoom).toBeGreaterThan(0.5)
  frame(WIDE)
  expect(state.get().camera).toEqual(before)
})

test('a view that somebody moved meanwhile is left to them', () => {
  const { state, frame, items } = looking([1200, 100], [3000, 100])
  frame(BESIDE_A_PANEL, items.slice(0, 1))
  const moved = { x: 2000, y: 0, zoom: 1 }
  state.change({ camera: moved })
  frame(WIDE)
  expect(state.get().camera).toEqual(moved)
})

test('a part of a large board is not moved by a panel', () => {
  const { state, frame } = looking([200, 100], [3000, 100])
  const before = state.get().camera
  frame(BESIDE_A_PANEL)
  expect(state.get().camera).toEqual(before)
})
