import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { itemsOf, readBoard, readItem, watchBoard, type BoardView } from '../../shared/board.ts'
import {
  addItem,
  addItems,
  copyItems,
  moveItems,
  pasteItems,
  reorder,
  setFields,
  setTheme,
} from '../../shared/boardItems.ts'
import { editText, replaceText, textOf } from '../../shared/boardTexts.ts'
import { binnedTogether, createUndo, restore, trash } from '../../shared/bin.ts'

/** Two devices that hold one board; `meet` lets each have what the other has. */
const twoDevices = () => {
  const a = new Y.Doc()
  const b = new Y.Doc()
  const meet = () => {
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)))
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)))
  }
  return { a, b, meet }
}

const at = [0, 0] as const
const addNote = (doc: Y.Doc, text: string) => addItem(doc, { kind: 'note', at, text })
const noteText = (doc: Y.Doc, id: string) => {
  const item = readItem(doc, id)
  return item?.kind === 'note' ? item.text : null
}

describe('an item', () => {
  test('needs no more than its kind, version, place and text: all else has defaults', () => {
    const doc = new Y.Doc()
    const map = new Y.Map<unknown>()
    map.set('kind', 'note')
    map.set('v', 1)
    map.set('at', [10, 20])
    map.set('text', new Y.Text('Ask me first'))
    itemsOf(doc).set('abcdefghijklmnop', map)
    expect(readItem(doc, 'abcdefghijklmnop')).toMatchObject({
      kind: 'note',
      at: [10, 20],
      text: 'Ask me first',
      colour: 'straw',
      asks: 'idea',
      principles: [],
      theme: null,
      trashed: false,
    })
  })

  test('of a kind or version that this code does not know becomes a placeholder, and is not lost', () => {
    const doc = new Y.Doc()
    const unknown = (fields: Record<string, unknown>) =>
      itemsOf(doc).set('abcdefghijklmnop', new Y.Map(Object.entries({ at: [1, 2], ...fields })))
    unknown({ kind: 'hologram', v: 1 })
    expect(readItem(doc, 'abcdefghijklmnop')).toMatchObject({ kind: 'unknown', at: [1, 2] })
    unknown({ kind: 'note', v: 99, text: new Y.Text('from the future') })
    expect(readItem(doc, 'abcdefghijklmnop')).toMatchObject({ kind: 'unknown' })
    expect(textOf(doc, 'abcdefghijklmnop', 'text')?.toString()).toBe('from the future')
  })

  test('whatever a peer wrote, reading never throws', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('kind', 'v', 'at', 'text', 'colour', 'size', 'order', 'principles', 'trashed'),
          fc.anything({ maxDepth: 2 }),
        ),
        (fields) => {
          const doc = new Y.Doc()
          const map = new Y.Map<unknown>()
          itemsOf(doc).set('abcdefghijklmnop', map)
          for (const [key, value] of Object.entries(fields)) {
            try {
              map.set(key, value)
            } catch {
              // Yjs itself refuses what cannot be encoded, so no peer can send it.
            }
          }
          readBoard(doc)
        },
      ),
    )
  })
})

describe('the bin', () => {
  test('takes an item off the board, and gives it back whole', () => {
    const doc = new Y.Doc()
    const id = addNote(doc, 'Keep me')
    trash(doc, [id])
    expect(readBoard(doc)).toMatchObject({ shown: [], bin: [{ id }] })
    restore(doc, [id])
    expect(readBoard(doc).shown).toMatchObject([{ id, text: 'Keep me' }])
  })

  test('an item comes back by itself when somebody typed in it meanwhile', () => {
    const { a, b, meet } = twoDevices()
    const id = addNote(a, 'Half a')
    meet()
    trash(a, [id])
    const text = textOf(b, id, 'text')
    if (text) editText(text, text.length, 0, ' thought')
    meet()
    for (const doc of [a, b])
      expect(readItem(doc, id)).toMatchObject({ trashed: false, text: 'Half a thought' })
  })

  test('keeps an item that nobody typed in, though somebody moved it', () => {
    const { a, b, meet } = twoDevices()
    const id = addNote(a, 'Going')
    meet()
    trash(a, [id])
    moveItems(b, new Map([[id, [50, 50]]]))
    meet()
    expect(readItem(b, id)?.trashed).toBe(true)
  })

  test('a theme that goes leaves its notes on the board', () => {
    const doc = new Y.Doc()
    const mat = addItem(doc, { kind: 'theme', at, title: 'Being heard' })
    const id = addNote(doc, 'Listen')
    setTheme(doc, [id], mat)
    trash(doc, [mat])
    expect(readBoard(doc).shown.map((item) => item.id)).toEqual([id])
  })
})

describe('what was deleted together', () => {
  const together = (doc: Y.Doc) =>
    binnedTogether(doc, readBoard(doc).bin).map((group) => group.map((item) => item.id))

  test('is told apart from what went before, newest first, on every device', () => {
    const { a, b, meet } = twoDevices()
    const ids = ['one', 'two', 'three', 'four', 'five'].map((words) => addNote(a, words))
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids
    meet()
    trash(a, [second, first])
    moveItems(a, new Map([[third, [7, 7]]]))
    trash(a, [third])
    trash(b, [fourth, fifth])
    meet()
    for (const doc of [a, b]) {
      const groups = together(doc)
      expect(groups).toContainEqual([fourth, fifth])
      expect(groups.filter(([id]) => id !== fourth)).toEqual([[third], [second, first]])
    }
    restore(b, [second, first])
    meet()
    expect(together(a).flat()).not.toContain(first)
  })

  test('is what one step deleted, however many steps follow one another', () => {
    const steps = fc.array(fc.record({ byA: fc.boolean(), count: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(steps, (taken) => {
        const { a, b, meet } = twoDevices()
        const ids = taken.map(({ count }) => Array.from({ length: count }, (_, n) => addNote(a, `note ${n}`)))
        meet()
        taken.forEach(({ byA }, step) => trash(byA ? a : b, ids[step] ?? []))
        meet()
        const of = (mine: boolean) => ids.filter((_, step) => taken[step]?.byA === mine).reverse()
        for (const doc of [a, b]) {
          const groups = together(doc)
          expect([
            [...of(true), ...of(false)],
            [...of(false), ...of(true)],
          ]).toContainEqual(groups)
        }
      }),
    )
  })

  test('is undone and done again in one step, and parted from what goes next', () => {
    const doc = new Y.Doc()
    const [first, second, third] = [addNote(doc, 'one'), addNote(doc, 'two'), addNote(doc, 'three')]
    const undo = createUndo(doc)
    trash(doc, [first, second])
    undo.undo()
    expect(readBoard(doc).bin).toEqual([])
    undo.redo()
    undo.stopCapturing()
    trash(doc, [third])
    expect(together(doc)).toEqual([[third], [first, second]])
    undo.undo()
    expect(together(doc)).toEqual([[first, second]])
  })
})

describe('two people at once', () => {
  test('who type in one note leave both strings whole', () => {
    const { a, b, meet } = twoDevices()
    const id = addNote(a, 'care')
    meet()
    const [ours, theirs] = [textOf(a, id, 'text'), textOf(b, id, 'text')]
    if (ours) editText(ours, 0, 0, 'good ')
    if (theirs) editText(theirs, 4, 0, ' for all')
    meet()
    expect(noteText(a, id)).toBe('good care for all')
    expect(noteText(b, id)).toBe('good care for all')
  })

  test('who drag one item see it at one of the two places, never at a mix', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (seedA, seedB) => {
        const { a, b, meet } = twoDevices()
        a.clientID = Math.abs(seedA)
        b.clientID = a.clientID + 1 + Math.abs(seedB % 1000)
        const id = addNote(a, 'here')
        meet()
        moveItems(a, new Map([[id, [1, 1]]]))
        moveItems(b, new Map([[id, [2, 2]]]))
        meet()
        const place = readItem(a, id)?.at
        expect([
          [1, 1],
          [2, 2],
        ]).toContainEqual(place)
        expect(readItem(b, id)?.at).toEqual(place)
      }),
    )
  })
})

describe('copies', () => {
  test('remember what they were copied from, and follow the copy of their theme', () => {
    const doc = new Y.Doc()
    const mat = addItem(doc, { kind: 'theme', at, title: 'Getting there' })
    const id = addNote(doc, 'Evening slots')
    setTheme(doc, [id], mat)
    const [newMat, newNote] = pasteItems(doc, copyItems(doc, [mat, id]), [16, 16])
    expect(readItem(doc, newNote ?? '')).toMatchObject({
      from: id,
      theme: newMat,
      text: 'Evening slots',
      at: [16, 16],
    })
    expect(readItem(doc, id)).toMatchObject({ theme: mat })
  })

  test('of one note stay in its theme when the theme was not copied', () => {
    const doc = new Y.Doc()
    const mat = addItem(doc, { kind: 'theme', at })
    const id = addNote(doc, 'x')
    setTheme(doc, [id], mat)
    const [copy] = pasteItems(doc, copyItems(doc, [id]), [16, 16])
    expect(readItem(doc, copy ?? '')?.theme).toBe(mat)
  })
})

describe('order', () => {
  test('what goes to the front lies above all, to the back below all but themes', () => {
    const doc = new Y.Doc()
    const [first = '', second = '', third = ''] = addItems(
      doc,
      [1, 2, 3].map((n) => ({ kind: 'note' as const, at, text: `${n}` })),
    )
    const order = () => readBoard(doc).shown.map((item) => item.id)
    expect(order()).toEqual([first, second, third])
    reorder(doc, [first], 'front')
    expect(order()).toEqual([second, third, first])
    reorder(doc, [first, third], 'back')
    expect(order()).toEqual([third, first, second])
    addItem(doc, { kind: 'theme', at })
    expect(readBoard(doc).shown[0]?.kind).toBe('theme')
  })

  test('is the same on every device, whatever keys peers wrote', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('a0', 'a1', 'a0', '!'))),
        (keys) => {
          const { a, b, meet } = twoDevices()
          keys.forEach((key, index) => {
            const id = addNote(index % 2 ? a : b, `${index}`)
            itemsOf(index % 2 ? a : b)
              .get(id)
              ?.set('order', key)
          })
          meet()
          expect(readBoard(a).shown.map((item) => item.id)).toEqual(readBoard(b).shown.map((item) => item.id))
          const last = addNote(a, 'newest')
          expect(readItem(a, last)).not.toBeNull()
        },
      ),
    )
  })
})

describe('undo', () => {
  test('takes back my own changes and leaves those of others', () => {
    const { a, b, meet } = twoDevices()
    const id = addNote(a, 'ours')
    meet()
    const undo = createUndo(a)
    setFields(a, 'note', [id], { colour: 'sky' })
    replaceText(b, id, 'text', 'theirs')
    meet()
    undo.undo()
    meet()
    expect(readItem(b, id)).toMatchObject({ colour: 'straw', text: 'theirs' })
    undo.redo()
    expect(readItem(a, id)).toMatchObject({ colour: 'sky', text: 'theirs' })
    undo.destroy()
  })
})

describe('watching a board', () => {
  /** One random change by one of two people. */
  const step = fc.record({
    who: fc.boolean(),
    what: fc.constantFrom('add', 'move', 'trash', 'restore', 'type', 'colour', 'theme', 'front', 'meet'),
    pick: fc.nat(),
    number: fc.integer({ min: -500, max: 500 }),
  })

  test('shows at each moment what reading it anew would, and keeps what did not change', () => {
    fc.assert(
      // Few changes among many things take another way than many among few.
      fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(0, 60), (steps, many) => {
        const { a, b, meet } = twoDevices()
        for (let n = 0; n < many; n++) addItem(a, { kind: n % 9 ? 'note' : 'theme', at: [n, n] })
        meet()
        let seen: BoardView = readBoard(a)
        const stop = watchBoard(a, (view) => {
          for (const [id, item] of view.items) {
            const before = seen.items.get(id)
            if (before !== item) continue
            expect(item).toEqual(readItem(a, id))
          }
          seen = view
        })
        for (const { who, what, pick, number } of steps) {
          const doc = who ? a : b
          const ids = [...itemsOf(doc).keys()]
          const id = ids[pick % Math.max(1, ids.length)] ?? ''
          if (what === 'add') addItem(doc, { kind: pick % 3 ? 'note' : 'theme', at: [number, pick % 99] })
          else if (what === 'move') moveItems(doc, new Map([[id, [number, number]]]))
          else if (what === 'trash') trash(doc, [id])
          else if (what === 'restore') restore(doc, [id])
          else if (what === 'colour') setFields(doc, 'note', [id], { colour: 'leaf' })
          else if (what === 'front') reorder(doc, [id], pick % 2 ? 'front' : 'back')
          else if (what === 'theme') setTheme(doc, [id], ids[number % Math.max(1, ids.length)] ?? null)
          else if (what === 'type') {
            const text = textOf(doc, id, 'text')
            if (text) editText(text, pick % (text.length + 1), 0, 'x')
          } else meet()
          const anew = readBoard(a)
          expect([...seen.items.values()]).toEqual([...anew.items.values()])
          expect(seen.shown).toEqual(anew.shown)
          expect(seen.bin).toEqual(anew.bin)
        }
        meet()
        expect(seen.shown).toEqual(readBoard(b).shown)
        stop()
      }),
    )
  })
})

test('words that I take back in what another person deleted meanwhile do not bring it back', () => {
  const doc = new Y.Doc()
  const undo = createUndo(doc)
  const id = addItem(doc, { kind: 'note', at: [0, 0] })
  undo.stopCapturing()
  replaceText(doc, id, 'text', 'mine')
  undo.stopCapturing()
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  trash(other, [id])
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  expect(readItem(doc, id)?.trashed).toBe(true)
  undo.undo()
  expect(readItem(doc, id)).toMatchObject({ trashed: true, text: '' })
  undo.redo()
  expect(readItem(doc, id)).toMatchObject({ trashed: true, text: 'mine' })
})

test('what I deleted myself comes back by undo, with its words', () => {
  const doc = new Y.Doc()
  const undo = createUndo(doc)
  const id = addItem(doc, { kind: 'note', at: [0, 0], text: 'mine' })
  undo.stopCapturing()
  trash(doc, [id])
  undo.undo()
  expect(readItem(doc, id)).toMatchObject({ trashed: false, text: 'mine' })
  undo.redo()
  expect(readItem(doc, id)?.trashed).toBe(true)
})
