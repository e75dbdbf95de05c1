import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { all, letIn, settle, waiting } from '../../../client/list/held.ts'
import { flatten, isLong, windowOf } from '../../../client/list/flat.ts'
import { filterSections, nextAfter, sectionsOf, stepIn, wordsOf } from '../../../client/list/rows.ts'
import { readBoard } from '../../../shared/board.ts'
import { addItem, arrange } from '../../../shared/boardItems.ts'
import { trash } from '../../../shared/bin.ts'
import { createTranslate } from '../../../shared/i18n/translate.ts'

const t = createTranslate('en')

const boardWith = () => {
  const doc = new Y.Doc()
  const heard = addItem(doc, { kind: 'theme', at: [0, 0], title: 'Being heard', statement: 'We listen' })
  const there = addItem(doc, { kind: 'theme', at: [700, 0], title: 'Getting there' })
  const note = (text: string, theme: string | null) =>
    addItem(doc, { kind: 'note', at: [10, 10], text, theme })
  return { doc, heard, there, note }
}

describe('sections', () => {
  test('each thing stands once, under its theme, in order; what has no theme comes last', () => {
    const { doc, heard, there, note } = boardWith()
    const a = note('a', heard)
    const b = note('b', null)
    const c = note('c', there)
    const d = note('d', heard)
    const sections = sectionsOf(readBoard(doc).shown)
    expect(sections.map(({ theme, items }) => [theme?.id ?? null, items.map((item) => item.id)])).toEqual([
      [heard, [a, d]],
      [there, [c]],
      [null, [b]],
    ])
  })

  test('the things of a theme in the bin count as in none', () => {
    const { doc, heard, note } = boardWith()
    const a = note('a', heard)
    trash(doc, [heard])
    const sections = sectionsOf(readBoard(doc).shown)
    expect(sections.at(-1)?.items.map((item) => item.id)).toEqual([a])
  })

  test('words are found without capitals and accents, also by the title of the theme', () => {
    const { doc, heard, note } = boardWith()
    const cafe = note('A Café by the door', null)
    const plain = note('One person', heard)
    const find = (query: string) =>
      filterSections(sectionsOf(readBoard(doc).shown), wordsOf(query), t).flatMap(({ items }) =>
        items.map((item) => item.id),
      )
    expect(find('cafe DOOR')).toEqual([cafe])
    expect(find('heard')).toEqual([plain])
    expect(find('nothing of the kind')).toEqual([])
    expect(find('  ')).toEqual([plain, cafe])
  })
})

describe('order', () => {
  test('a step up and a step down lead back; the ends have no step further', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2 }), fc.nat(), (ids, n) => {
        const id = ids[n % ids.length] ?? ''
        const down = stepIn(ids, id, 1)
        if (down) expect(stepIn(down, id, -1)).toEqual(ids)
        else expect(id).toBe(ids.at(-1))
      }),
    ))

  test('things are arranged among each other, also where their keys collide', () => {
    const { doc, heard, note } = boardWith()
    const ids = ['a', 'b', 'c'].map((text) => note(text, heard))
    const order = () =>
      sectionsOf(readBoard(doc).shown)[0]?.items.map((item) => (item.kind === 'note' ? item.text : ''))
    arrange(doc, [ids[1], ids[0], ids[2]].map(String))
    expect(order()).toEqual(['b', 'a', 'c'])
    for (const id of ids) doc.getMap<Y.Map<unknown>>('items').get(id)?.set('order', 'a0')
    arrange(doc, [ids[2], ids[0], ids[1]].map(String))
    expect(order()).toEqual(['c', 'a', 'b'])
  })

  test('after some go, the focus goes to the next that stays', () => {
    expect(nextAfter(['a', 'b', 'c', 'd'], new Set(['b', 'c']))).toBe('d')
    expect(nextAfter(['a', 'b', 'c'], new Set(['c']))).toBe('b')
    expect(nextAfter(['a'], new Set(['a']))).toBeNull()
  })
})

describe('what others make while I read', () => {
  test('waits until it is let in, but mine appears at once', () => {
    const { doc, note } = boardWith()
    note('there before', null)
    const known = all(readBoard(doc).shown)
    const theirs = note('theirs', null)
    const mine = note('mine', null)
    const { shown } = readBoard(doc)
    const after = settle(shown, known, (item) => item.id === mine)
    expect(letIn(shown, after).map((item) => item.id)).toContain(mine)
    expect(letIn(shown, after).map((item) => item.id)).not.toContain(theirs)
    expect(waiting(shown, after).map((item) => item.id)).toEqual([theirs])
    expect(waiting(shown, all(shown))).toEqual([])
  })

  test('no longer waits once it was deleted', () => {
    const { doc, note } = boardWith()
    const known = all(readBoard(doc).shown)
    const theirs = note('theirs', null)
    trash(doc, [theirs])
    expect(waiting(readBoard(doc).shown, known)).toEqual([])
  })

  test('while the list settles everything is let in', () => {
    const { doc } = boardWith()
    const { shown } = readBoard(doc)
    expect(letIn(shown, null)).toBe(shown)
  })
})

describe('drawing only what is in view', () => {
  test('the space of what is not drawn is kept, to the pixel', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.boolean())), (rows) => {
        const starts = rows.map((_, index) => rows.slice(0, index).reduce((sum, [height]) => sum + height, 0))
        const heightOf = (index: number) => rows[index]?.[0] ?? 0
        const { cells, rest } = windowOf(
          0,
          rows.length,
          (index) => rows[index]?.[1] ?? false,
          (index) => starts[index] ?? 0,
          (index) => (starts[index] ?? 0) + heightOf(index),
        )
        const drawn = cells.reduce((sum, { index, gap }) => sum + gap + heightOf(index), 0)
        expect(drawn + rest).toBe(rows.reduce((sum, [height]) => sum + height, 0))
      }),
    ))

  test('every section gives a head, its things and an end', () => {
    const { doc, heard, note } = boardWith()
    const a = note('a', heard)
    const { rows, heads, indexOf } = flatten(sectionsOf(readBoard(doc).shown))
    expect(rows.map((row) => row.type)).toEqual([
      ...['head', 'item', 'foot'],
      ...['head', 'foot'],
      ...['head', 'foot'],
    ])
    expect(heads).toEqual([0, 3, 5])
    expect(indexOf.get(a)).toBe(1)
  })
})

test('only a note of many words or many lines is shown in part', () => {
  expect(isLong('Ask first. '.repeat(70))).toBe(false)
  expect(isLong('Ask first. '.repeat(80))).toBe(true)
  expect(isLong(Array.from({ length: 9 }, () => 'a').join('\n'))).toBe(false)
  expect(isLong(Array.from({ length: 10 }, () => 'a').join('\n'))).toBe(true)
})
