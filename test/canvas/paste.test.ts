import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readClipping, writeClipping } from '../../client/canvas/paste.ts'
import { textsToPaste } from '../../client/model/pastedTexts.ts'
import { MOST_ADDED } from '../../client/model/boardWork.ts'
import { LIMITS } from '../../shared/protocol.ts'

test('each line makes a note, and empty lines make none', () => {
  expect(textsToPaste('one\r\ntwo\n\n  three  \n')).toEqual(['one', 'two', 'three'])
})

test('one long paragraph stays one note', () => {
  const text = 'A long thought. '.repeat(40).trim()
  expect(textsToPaste(text)).toEqual([text])
})

test("a spreadsheet's column makes a note of each cell, line breaks and quotes inside kept", () => {
  expect(textsToPaste('"a ""big"" thing\nof two lines"\nplain\n"tab\there"')).toEqual([
    'a "big" thing\nof two lines',
    'plain',
    'tab\there',
  ])
})

test('a row of several cells makes one note', () => {
  expect(textsToPaste('Ask first\tSam\t\nListen\tAmina\t')).toEqual(['Ask first · Sam', 'Listen · Amina'])
})

test('the marks that lists begin with are left out', () => {
  expect(textsToPaste('• one\n- two\n3. three\n2024 was a year')).toEqual([
    'one',
    'two',
    'three',
    '2024 was a year',
  ])
})

test('a quote that never closes loses nothing', () => {
  expect(textsToPaste('"open\nnext')).toEqual(['"open', 'next'])
})

test('whatever is pasted, plain lines come out as they went in', () =>
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z][a-z ]{0,30}[a-z]$/), { maxLength: 300 }), (lines) => {
      expect(textsToPaste(lines.join('\n'))).toEqual(lines)
    }),
  ))

test('what is longer than a note becomes several, and nothing of it is lost', () => {
  const words = 'A kinder room. '.repeat(1_000).trim()
  const pieces = textsToPaste(`short\n${words}`)
  expect(pieces).toHaveLength(3)
  expect(pieces.slice(1).join(' ')).toBe(words)
  for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(LIMITS.text)
  expect(textsToPaste('x\n'.repeat(3_000))).toHaveLength(3_000)
})

test('of more copies than one paste makes, the number left is told', () => {
  const items = Array.from({ length: MOST_ADDED + 50 }, () => ({
    kind: 'note' as const,
    at: [0, 0] as const,
  }))
  const read = readClipping(writeClipping({ board: 'b', items }))
  expect(read?.items).toHaveLength(MOST_ADDED)
  expect(read?.more).toBe(50)
})

test('our own copies come back as they were, and anything else is refused', () => {
  const id = 'a'.repeat(21)
  const note = {
    kind: 'note' as const,
    at: [1, 2] as const,
    text: 'hello',
    colour: 'sky' as const,
    from: id,
    theme: null,
  }
  const read = readClipping(writeClipping({ board: 'b', items: [note] }))
  expect(read?.items[0]).toMatchObject({ kind: 'note', at: [1, 2], text: 'hello', colour: 'sky', from: id })
  expect(readClipping('not json')).toBeNull()
  expect(readClipping('{"board":"b","items":[{"kind":"bomb","at":[0,0]}]}')).toBeNull()
})

test('a forged clipping does no harm', () =>
  fc.assert(
    fc.property(fc.json(), (json) => {
      const read = readClipping(json)
      expect(read === null || read.items.length > 0).toBe(true)
    }),
  ))
