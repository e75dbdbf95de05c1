/** Names and titles, as they may be sent. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorkshop, joinByCode } from '../../shared/api.ts'
import { command } from '../../shared/commands.ts'
import { cleanLine } from '../../shared/line.ts'

test.each([
  ['zero-width spaces', '\u200B\u200B'],
  ['joiners alone', '\u200D\u200D'],
  ['the empty Braille cell', '\u2800'],
  ['the Hangul filler', '\u3164'],
  ['a soft hyphen', '\u00AD'],
  ['marks of direction', '\u2066\u200F\u2069'],
  ['tags', '\u{E0041}'],
  ['controls', '\u0000\u0007'],
  ['half a character', '\uD800'],
  ['nothing but spaces', ' \u00A0\u3000\n'],
])('%s show nothing: that is no name, and no title', (_what, text) => {
  expect(joinByCode.parse({ code: 'ABCDEF', name: text }).name).toBe('')
  expect(createWorkshop.safeParse({ title: text }).success).toBe(false)
  expect(command.safeParse({ type: 'person.rename', name: text }).success).toBe(false)
})

test.each([
  ['a name turned around', '\u202Egnp.exe\u202C', 'gnp.exe'],
  ['controls', 'An\u0000n\u001B[31m', 'Ann[31m'],
  ['halves of characters', 'a\uDC00b', 'ab'],
  ['lines', 'a\nb\r\nc', 'a b c'],
])('what would disturb others is taken out of a name: %s', (_what, text, clean) => {
  expect(joinByCode.parse({ code: 'ABCDEF', name: text }).name).toBe(clean)
})

test.each(['👩‍👩‍👧‍👦 Family', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', 'نور‌الدین', 'דוד (ד״ר)\u200F', 'ศิริพร', 'Zoë', 'क्‍ष', '김'])(
  'a real name stays whole: %s',
  (text) => {
    expect(cleanLine(text)).toBe(text)
  },
)

test('a clean line is clean', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = cleanLine(text)
      expect(cleanLine(line)).toBe(line)
    }),
  )
})
