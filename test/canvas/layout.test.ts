import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createLayouts, layNote, noteType } from '../../client/canvas/layout.ts'
import { createSpatial } from '../../client/canvas/spatial.ts'
import { picturable, pictureScale } from '../../client/canvas/picture.ts'
import { readBoard } from '../../shared/board.ts'
import { addItem, moveItems } from '../../shared/boardItems.ts'
import { trash } from '../../shared/bin.ts'
import { roughNoteHeight } from '../../shared/kinds/note/note.ts'
import { paperOf } from '../../shared/kinds/note/paper.ts'
import { figureArt, figureBounds, wholeFigure } from '../../shared/kinds/figure/art.ts'
import { AIDS, HEADS, HELD, MOODS, PATTERNS } from '../../shared/kinds/figure/figure.ts'
import { readStage, setCredits } from '../../shared/stage.ts'

const noteOf = (text: string) => {
  const doc = new Y.Doc()
  const id = addItem(doc, { kind: 'note', at: [0, 0], text })
  const item = readBoard(doc).items.get(id)
  if (item?.kind !== 'note') throw new Error('no note')
  return item
}
const lay = (text: string) => layNote(noteOf(text), (size) => (words) => words.length * size * 0.5)
const layouts = () =>
  createLayouts({
    context: { font: '', measureText: (text: string) => ({ width: text.length * 9 }) as TextMetrics },
    font: () => '',
  })

test('a few words lie on a short note, and longer text makes it grow downwards', () => {
  expect(lay('Time to think').height).toBe(96)
  expect(lay('Ask what helps before you tell me what is wrong').height).toBe(164)
  expect(lay('word '.repeat(60)).height).toBeGreaterThan(164)
})

test('however long a text, a note grows to twelve lines: eleven are its words, the last leads to all of them', () => {
  const longest = lay('word '.repeat(2_000))
  expect(longest).toMatchObject({ cut: true, height: 38 + 11 * 22 + 44 })
  expect(longest.lines).toHaveLength(11)
  expect(longest.lines.at(-1)).toMatch(/…$/)
  expect(lay('a\n'.repeat(50)).height).toBe(38 + 11 * 24 + 44)
  const whole = lay(Array.from({ length: 12 }, () => 'line').join('\n'))
  expect(whole.cut).toBe(false)
  expect(whole.lines).toHaveLength(12)
})

test('where nothing can be measured, a note is taken to be as high as it is drawn, or a little higher', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('ask', 'listening', 'to', 'people', '\n'), { maxLength: 120 }),
      (words) => {
        const text = words.join(' ')
        const drawn = lay(text).height
        expect(roughNoteHeight(text)).toBeGreaterThanOrEqual(drawn)
        expect(roughNoteHeight(text)).toBeLessThanOrEqual(drawn + 120)
      },
    ),
  ))

test('past 160 characters the type is smaller', () => {
  expect(noteType('x'.repeat(160)).size).toBe(18)
  expect(noteType('x'.repeat(161)).size).toBe(16)
})

test('more words never make a shorter note, while the type stays', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('ask', 'listening', 'to', 'people'), { maxLength: 24 }), (words) => {
      const height = (count: number) => lay(words.slice(0, count).join(' ')).height
      expect(height(words.length)).toBeGreaterThanOrEqual(height(Math.max(0, words.length - 1)))
    }),
  ))

test('paper is cut alike each time, and its corners are off by a little only', () =>
  fc.assert(
    fc.property(fc.string({ minLength: 16, maxLength: 32 }), (id) => {
      const { outline } = paperOf(id, [184, 96], null)
      expect(outline).toBe(paperOf(id, [184, 96], null).outline)
      const [x, y] = outline.slice(1).split(/[ Q]/).map(Number)
      expect(Math.abs(x ?? 9)).toBeLessThanOrEqual(1)
      expect(Math.abs(y ?? 9)).toBeLessThanOrEqual(1)
    }),
  ))

test('only a note that stays in the room has a folded corner', () => {
  expect(paperOf('a', [184, 96], null).fold).toBeNull()
  expect(paperOf('a', [184, 96], 'right').fold).toMatch(/^M160 96/)
  expect(paperOf('a', [184, 96], 'left').fold).toMatch(/^M24 96/)
})

test('the tree finds what lies where, topmost first, also after moves and deletions', () => {
  const doc = new Y.Doc()
  const sizes = layouts()
  const spatial = createSpatial(sizes)
  const low = addItem(doc, { kind: 'note', at: [0, 0], text: 'low' })
  const high = addItem(doc, { kind: 'note', at: [20, 20], text: 'high' })
  spatial.sync(readBoard(doc))
  expect(spatial.at([50, 50]).map((item) => item.id)).toEqual([high, low])
  expect(spatial.at([5, 5]).map((item) => item.id)).toEqual([low])
  moveItems(doc, new Map([[high, [1000, 1000]]]))
  spatial.sync(readBoard(doc))
  expect(spatial.at([50, 50]).map((item) => item.id)).toEqual([low])
  expect(spatial.inside({ x: 990, y: 990, width: 20, height: 20 }).map((item) => item.id)).toEqual([high])
  trash(doc, [low])
  spatial.sync(readBoard(doc))
  expect(spatial.at([50, 50])).toEqual([])
})

test('the tree agrees with looking at every item', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 2000 })), {
        maxLength: 60,
      }),
      fc.tuple(fc.integer({ min: 0, max: 2200 }), fc.integer({ min: 0, max: 2200 })),
      (places, [x, y]) => {
        const doc = new Y.Doc()
        for (const at of places) addItem(doc, { kind: 'note', at, text: 'n' })
        const view = readBoard(doc)
        const sizes = layouts()
        const spatial = createSpatial(sizes)
        spatial.sync(view)
        const plain = view.shown.filter((item) => {
          const { x: left, y: top, width, height } = sizes.rect(item)
          return x >= left && x <= left + width && y >= top && y <= top + height
        })
        expect(spatial.at([x, y])).toEqual([...plain].reverse())
      },
    ),
  ))

test('every figure has a drawing within its bounds, whatever its parts', () => {
  const scheme = { edge: '#000', cast: '#000', castOpacity: 0.2 }
  for (const head of HEADS)
    for (const aid of AIDS)
      for (const held of HELD)
        for (const mood of MOODS)
          for (const pattern of PATTERNS) {
            const fields = wholeFigure({ head, aid, held, mood, pattern, placard: 'ASK ME\nFIRST' })
            const { shapes, letters, over } = figureArt(fields, scheme)
            expect(shapes.every((shape) => shape.d.startsWith('M'))).toBe(true)
            expect(over.length).toBeGreaterThan(0)
            expect(letters).toHaveLength(held === 'placard' ? 2 : 0)
            expect(figureBounds(fields).width).toBeGreaterThan(70)
          }
})

test('a picture leaves out what stays in the room, and copies of it', () => {
  const doc = new Y.Doc()
  const stage = new Y.Doc()
  const secret = addItem(doc, { kind: 'note', at: [0, 0], text: 'secret' })
  const copy = addItem(doc, { kind: 'note', at: [0, 0], text: 'secret', from: secret })
  const open = addItem(doc, { kind: 'note', at: [0, 0], text: 'open' })
  setCredits(stage, new Map([[secret, { room: true }]]))
  const ids = picturable(readBoard(doc), readStage(stage)).map((item) => item.id)
  expect(ids).toEqual([open])
  expect(ids).not.toContain(copy)
})

test('a picture of a huge board stays within what a browser can hold', () => {
  for (const [width, height] of [
    [100, 100],
    [50_000, 400],
    [30_000, 30_000],
  ] as const) {
    const scale = pictureScale({ x: 0, y: 0, width, height })
    expect(width * scale).toBeLessThanOrEqual(8_193)
    expect(width * scale * height * scale).toBeLessThanOrEqual(16_000_001)
  }
})
