import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createPlacing } from '../../client/canvas/placing.ts'
import { createSpatial } from '../../client/canvas/spatial.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { overlaps, rectAt, type Rect } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'

const layouts = { rect: (item: AnyItem) => rectAt(item.at, sizeOf(item)) }

const placingOn = (doc: Y.Doc) => {
  const spatial = createSpatial(layouts)
  spatial.rebuild(readBoard(doc))
  return createPlacing({ spatial, layouts, view: () => readBoard(doc), start: () => [0, 0] })
}

test('notes that are made one after the other by key hide none of each other, and stay near', () => {
  const doc = new Y.Doc()
  const made: Rect[] = []
  for (let n = 0; n < 30; n++) {
    const { at } = placingOn(doc)(184, 164)
    const rect = rectAt(at, [184, 164])
    expect(made.filter((other) => overlaps(other, rect))).toEqual([])
    made.push(rect)
    addItem(doc, { kind: 'note', at, text: 'x'.repeat(60) })
  }
  for (const { x, y } of made) expect(Math.hypot(x, y)).toBeLessThan(1_200)
})

test('a note may lie on a theme, and belongs to it; another theme may not', () => {
  const doc = new Y.Doc()
  const theme = addItem(doc, { kind: 'theme', at: [-300, -200] })
  expect(placingOn(doc)(184, 164).theme).toBe(theme)
  const { at } = placingOn(doc)(640, 440)
  const [mat] = readBoard(doc).shown
  expect(mat && overlaps(layouts.rect(mat), rectAt(at, [640, 440]))).toBe(false)
})

test('a note that is made by key never lies across the edge of a theme', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700, max: 100 }), fc.integer({ min: -500, max: 100 }), (x, y) => {
      const doc = new Y.Doc()
      addItem(doc, { kind: 'theme', at: [x, y] })
      addItem(doc, { kind: 'theme', at: [x + 660, y] })
      const { at } = placingOn(doc)(184, 164)
      const note = rectAt(at, [184, 164])
      for (const mat of readBoard(doc).shown.map(layouts.rect)) {
        const within = [note.x, note.x + 184].every((side) => side >= mat.x && side <= mat.x + mat.width)
        const between = [note.y, note.y + 164].every((side) => side >= mat.y && side <= mat.y + mat.height)
        expect(!overlaps(mat, note) || (within && between)).toBe(true)
      }
    }),
    { numRuns: 50 },
  )
})

test('where a hand points is where it goes, but for a step aside from what lies just there', () => {
  const doc = new Y.Doc()
  expect(placingOn(doc)(184, 96, [100, 100]).at).toEqual([8, 52])
  addItem(doc, { kind: 'note', at: [8, 52] })
  expect(placingOn(doc)(184, 96, [100, 100]).at).toEqual([32, 76])
})
