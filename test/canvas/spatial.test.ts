import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createSpatial } from '../../client/canvas/spatial.ts'
import { itemsOf, readBoard, watchBoard } from '../../shared/board.ts'
import { addItem, moveItems, reorder, setTheme } from '../../shared/boardItems.ts'
import { restore, trash } from '../../shared/bin.ts'
import { rectAt } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'

const layouts = { rect: (item: AnyItem) => rectAt(item.at, sizeOf(item)) }
const EVERYWHERE = { x: -9_999, y: -9_999, width: 19_998, height: 19_998 }

const step = fc.record({
  what: fc.constantFrom('add', 'move', 'trash', 'restore', 'theme', 'front', 'back'),
  pick: fc.nat(),
  x: fc.integer({ min: -800, max: 800 }),
})

test('after any changes it finds what a tree built anew would, in the same order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const doc = new Y.Doc()
      for (let n = 0; n < 12; n++) addItem(doc, { kind: n % 5 ? 'note' : 'theme', at: [n * 40, 0] })
      const followed = createSpatial(layouts)
      const stop = watchBoard(doc, (view) => void followed.sync(view))
      for (const { what, pick, x } of steps) {
        const ids = [...itemsOf(doc).keys()]
        const id = ids[pick % ids.length] ?? ''
        if (what === 'add') addItem(doc, { kind: pick % 4 ? 'note' : 'theme', at: [x, pick % 99] })
        else if (what === 'move') moveItems(doc, new Map([[id, [x, x]]]))
        else if (what === 'trash') trash(doc, [id])
        else if (what === 'restore') restore(doc, [id])
        else if (what === 'theme') setTheme(doc, [id], ids[0] ?? null)
        else reorder(doc, [id], what)
        const view = readBoard(doc)
        const anew = createSpatial(layouts)
        anew.rebuild(view)
        const idsOf = (items: readonly AnyItem[]) => items.map((item) => item.id)
        expect(idsOf(followed.inside(EVERYWHERE))).toEqual(idsOf(anew.inside(EVERYWHERE)))
        expect(idsOf(followed.at([x, x]))).toEqual(idsOf(anew.at([x, x])))
      }
      stop()
    }),
  )
})
