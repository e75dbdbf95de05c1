/** Names, titles, questions and texts, as they may be sent. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorkshop, joinByCode, openRound } from '../../shared/api.ts'
import { command } from '../../shared/commands.ts'
import { cleanLine, cleanText } from '../../shared/clean.ts'
import { createTranslate } from '../../shared/i18n/translate.ts'
import { describe, exportText } from '../../shared/kinds/registry.ts'

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

test.each(['step', 'member.join', 'writing.start', 'writing.share', 'note.rewrite', 'round'] as const)(
  'what would disturb others is taken out of every text that is sent: %s',
  (type) => {
    const words = ' \u202EWho\u0000 is\u2028here\uD800? '
    const note = { id: 'abcdefghijklmnop', text: words }
    const sent = {
      step: { type, step: { number: 1, name: words, question: words } },
      'member.join': { type, name: words, contact: words, showName: true, showContact: true },
      'writing.start': { type, board: note.id, question: words },
      'writing.share': { type, board: note.id, notes: [note] },
      'note.rewrite': { type, board: note.id, item: note.id, text: words },
      round: {
        question: words,
        method: { type: 'score' },
        candidates: [{ board: note.id, item: note.id }],
      },
    }[type]
    const taken = JSON.stringify(type === 'round' ? openRound.parse(sent) : command.parse(sent))
    expect(taken).toMatch(/"Who is( |\\n)here\?"/)
    expect(taken).not.toMatch(/[\p{Cc}\u202E]|\\u|\\ud800/iu)
  },
)

test('what shows nothing is no question to vote on, and no note', () => {
  const [board, text] = ['abcdefghijklmnop', '\u200B\u2800']
  const round = { question: text, method: { type: 'score' }, candidates: [{ board, item: board }] }
  expect(openRound.safeParse(round).success).toBe(false)
  const late = { type: 'writing.share', board, notes: [{ id: board, text }] }
  expect(command.safeParse(late).success).toBe(false)
  const item = { id: board, at: [0, 0] as const, order: '', theme: null, from: null, trashed: false }
  const note = { ...item, kind: 'note' as const, text, colour: 'sky' as const, principles: [] }
  expect(exportText({ ...note, asks: 'idea' })).toBe(null)
  expect(describe({ ...note, asks: 'idea' }, createTranslate('en'))).toBe('An empty note')
})

test('a text keeps its lines and its tabs', () => {
  expect(cleanText('one\r\n\ttwo\u2029three\n')).toBe('one\n\ttwo\nthree')
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
      for (const clean of [cleanLine, cleanText]) expect(clean(clean(text))).toBe(clean(text))
    }),
  )
})
