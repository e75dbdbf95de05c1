import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headOf, inPieces } from '../../../client/model/pieces.ts'

test('what fits stays whole', () => {
  expect(headOf('one two', 7)).toBe('one two')
})

test('a text is cut after a paragraph, a line, a sentence or a word', () => {
  expect(headOf('One two.\n\nThree four. Five', 18)).toBe('One two.\n\n')
  expect(headOf('One two three\nfour five', 20)).toBe('One two three\n')
  expect(headOf('One two. Three four five', 14)).toBe('One two. ')
  expect(headOf('One two three', 10)).toBe('One two ')
  expect(headOf('One two three', 7)).toBe('One two')
})

test('where only a part of a word would fit, nothing is taken', () => {
  expect(headOf('waiting rooms', 4)).toBe('')
  expect(headOf('waiting', 0)).toBe('')
  expect(headOf('waiting', -5)).toBe('')
})

test('a word without end is cut between letters, also in a small field that is not half full', () => {
  const name = '点字ブロックのある道を考える会'
  expect(headOf(name, 10, 10)).toBe('点字ブロックのある道')
  expect(headOf(name, 5, 10)).toBe('点字ブロッ')
  expect(headOf(name, 4, 10)).toBe('')
  expect(headOf(`会 ${name}`, 10, 10)).toBe('会 点字ブロックのあ')
  expect(headOf('Two extraordinarily', 10, 20)).toBe('Two extrao')
  expect(headOf('Two extraordinarily', 9, 20)).toBe('Two ')
  expect(headOf('x'.repeat(600), 500)).toBe('x'.repeat(500))
  expect(headOf('👩🏽'.repeat(200), 401)).toBe('👩🏽'.repeat(100))
})

test('a far better place far away is no better place', () => {
  expect(headOf(`One.\n\n${'word '.repeat(90)}`, 300).length).toBeGreaterThan(250)
})

test.each([
  ['a hand keeps its skin', '👍🏽'],
  ['a family stays together', '👨‍👩‍👧'],
  ['an accent stays on its letter', 'e\u0301'],
])('%s, wherever the cut would fall', (_what, letter) => {
  for (let before = 190; before <= 200; before++)
    for (const piece of inPieces('x'.repeat(before) + letter.repeat(30), 200))
      expect(piece.replaceAll(letter, '')).toMatch(/^x*$/)
})

test('all pieces together are the text, each fits, and none begins within a letter', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom(' ', '. ', '\n', '\n\n')),
        {
          maxLength: 40,
        },
      ),
      fc.integer({ min: 200, max: 2_000 }),
      (parts, most) => {
        const text = parts.join('')
        const pieces = inPieces(text, most)
        expect(pieces.join('')).toBe(text)
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0)
          expect(piece.length).toBeLessThanOrEqual(most)
          expect(piece).not.toMatch(/^[\udc00-\udfff]/)
        }
      },
    ),
  ))
