import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { freePlace, moveToTheme, themePlace } from '../../../client/model/place.ts'
import { readBoard } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { overlaps, rectAt } from '../../../shared/geometry.ts'
import { sizeOf } from '../../../shared/kinds/registry.ts'

const NOTE = [184, 164] as const

test('whatever is added without a pointer hides nothing, in a theme or out of any', () =>
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 25 }), (inTheme) => {
      const doc = new Y.Doc()
      const theme = addItem(doc, { kind: 'theme', at: [0, 0] })
      for (const inside of inTheme) {
        const home = inside ? theme : null
        addItem(doc, {
          kind: 'note',
          at: freePlace(readBoard(doc), home, NOTE),
          theme: home,
          text: 'Words enough for a full note',
        })
      }
      const notes = readBoard(doc).shown.filter((item) => item.kind === 'note')
      for (const a of notes)
        for (const b of notes)
          if (a !== b) expect(overlaps(rectAt(a.at, sizeOf(a)), rectAt(b.at, sizeOf(b)))).toBe(false)
    }),
    { numRuns: 30 },
  ))

test('beside long notes there is room for all of them, on a mat and off it', () => {
  const long = { kind: 'note', text: 'many words about the door '.repeat(30) } as const
  const doc = new Y.Doc()
  const theme = addItem(doc, { kind: 'theme', at: [0, 0] })
  const ids = Array.from({ length: 6 }, () => addItem(doc, { ...long, at: [900, 900] }))
  moveToTheme(doc, readBoard(doc), ids.slice(3), theme)
  moveToTheme(doc, readBoard(doc), ids.slice(0, 3), null)
  addItem(doc, { ...long, at: freePlace(readBoard(doc), null, NOTE) })
  const rects = readBoard(doc).shown.flatMap(({ kind, at }) =>
    kind === 'note' ? rectAt(at, [184, 324]) : [],
  )
  for (const a of rects) for (const b of rects) if (a !== b) expect(overlaps(a, b)).toBe(false)
})

test('what moves to a theme lies on its mat, which grows when it is full', () => {
  const doc = new Y.Doc()
  const theme = addItem(doc, { kind: 'theme', at: [1000, 500], title: 'Here' })
  const ids = Array.from({ length: 12 }, (_, index) =>
    addItem(doc, { kind: 'note', at: [index * 5, 0], text: 'A note with some words in it' }),
  )
  moveToTheme(doc, readBoard(doc), ids, theme)
  const view = readBoard(doc)
  const mat = view.items.get(theme)
  expect(mat?.kind).toBe('theme')
  if (mat?.kind !== 'theme') return
  const box = rectAt(mat.at, mat.size)
  for (const id of ids) {
    const note = view.items.get(id)
    expect(note?.theme).toBe(theme)
    if (!note) continue
    const { x, y, width, height } = rectAt(note.at, sizeOf(note))
    expect(x >= box.x && x + width <= box.x + box.width).toBe(true)
    expect(y >= box.y && y + height <= box.y + box.height).toBe(true)
  }
})

test('a new mat lies beside what is there', () => {
  const doc = new Y.Doc()
  expect(themePlace(readBoard(doc))).toEqual([0, 0])
  addItem(doc, { kind: 'theme', at: [0, 40] })
  expect(themePlace(readBoard(doc))).toEqual([688, 40])
})

test('sixty notes on a mat lie about as a screen does; what lies beside the mat is not covered', () => {
  for (const beside of [false, true]) {
    const doc = new Y.Doc()
    const mat = addItem(doc, { kind: 'theme', at: [0, 0], title: 'Waiting' })
    if (beside) addItem(doc, { kind: 'theme', at: [700, 0], title: 'Next to it' })
    const ids = Array.from({ length: 60 }, (_, n) =>
      addItem(doc, { kind: 'note', at: [n * 10, 5_000], text: `Something about the waiting room ${n}` }),
    )
    moveToTheme(doc, readBoard(doc), ids, mat)
    const theme = readBoard(doc).items.get(mat)
    const [width, height] = theme?.kind === 'theme' ? theme.size : [0, 0]
    if (beside) expect(width).toBeLessThanOrEqual(700)
    else expect(width / height).toBeGreaterThan(1.2)
    expect(width / height).toBeLessThan(2.2)
  }
})
