import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapText } from '../../client/canvas/wrap.ts'

/** Each character is 10 wide. */
const measure = (text: string) => [...text].length * 10
const wrap = (text: string, width = 100) => wrapText(text, width, measure)

test('text breaks at spaces, and no line is wider than the paper', () => {
  expect(wrap('ask what helps first')).toEqual(['ask what', 'helps', 'first'])
})

test('an empty text is one empty line, and a line break makes a line', () => {
  expect(wrap('')).toEqual([''])
  expect(wrap('a\n\nb')).toEqual(['a', '', 'b'])
})

test('a word wider than the paper is cut, and what follows goes on after it', () => {
  expect(wrap('abcdefghijklmno p')).toEqual(['abcdefghij', 'klmno p'])
})

test('a line may break after a hyphen and between ideographs, as it does in the field', () => {
  expect(wrap('a co-production')).toEqual(['a co-', 'production'])
  expect(wrap('minus -5 or 3-4')).toEqual(['minus -5', 'or 3-4'])
  expect(wrap('会議は九時に始まりますから')).toEqual(['会議は九時に始まりま', 'すから'])
})

test('a character of several parts is never cut', () => {
  const family = '👩‍👩‍👧'
  expect(wrapText(family.repeat(3), 12, (text) => [...text].length * 1)).toEqual([family.repeat(2), family])
})

test('whatever is written, no letter is lost and no line is too wide', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 20, max: 300 }), (text, width) => {
      const lines = wrap(text, width)
      expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width)
    }),
  )
})
