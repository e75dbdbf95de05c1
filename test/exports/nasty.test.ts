/** Texts that would break a file, or act on whoever opens it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRow } from '../../shared/plan.ts'
import { undisturbed } from '../../shared/clean.ts'
import { safeCell } from '../../server/exports/cleanText.ts'
import { createWorkshop, type Workshop } from '../outcome/sample.ts'
import { everyText, openOffice, openSheets, parseCsv, render } from './open.ts'

const OPENERS = ['=', '+', '-', '@', '\t', '\r', '\n=', ' =', '\u0000=', '＝', '＋', '－', '＠']
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .tuple(fc.constantFrom(...OPENERS), fc.string({ maxLength: 12 }))
    .map(([opener, rest]) => `${opener}${rest}HYPERLINK("http://x","y")`),
  fc.constantFrom(
    '\ud800',
    'a\udc00b',
    '\u0000\u0001\u0008\u000b\u000c\u001f\u007f\u0085\ufffe\uffff',
    ']]>',
    '<w:p/>&amp;&#0;',
    '<script>alert(1)</script>',
    'שלום עולם',
    'مرحبا بالعالم',
    '\u202eright to left\u2066',
    '👩🏽‍🦽🏳️‍🌈',
    '| a | b |\n|---|---|',
    '"; DROP TABLE notes; --',
    'BEGIN:VEVENT\r\nEND:VCALENDAR',
    '_x0000__x003D_1',
    '__proto__',
    'constructor',
  ),
)

/** A workshop in which every text that people can write is one of these. */
const fillWith = (texts: readonly string[]): Workshop => {
  const text = (index: number): string => texts[index % texts.length] ?? ''
  const shop = createWorkshop(text(0))
  const theme = shop.addTheme(text(1), text(2), { consent: 'named', author: text(3) })
  const ids = [4, 5, 6].map((index) =>
    shop.addNote({
      text: text(index),
      theme,
      consent: 'named',
      author: text(index + 1),
      principles: [1, 99],
    }),
  )
  shop.addNote({ text: text(7), theme, asks: 'indicator' })
  shop.addNote({ text: text(8), theme, asks: 'evidence' })
  shop.addFigure(text(9), text(10), text(11))
  shop.vote(
    text(0),
    { type: 'dots', budget: 5, cap: 3 },
    [theme, ...ids],
    [{ [theme]: 1, [ids[0] ?? '']: 2 }],
  )
  shop.members.push({
    id: 'm',
    name: text(1),
    organisation: text(2),
    contact: text(3),
    colead: true,
    joinedAt: 1,
  })
  shop.derive()
  addRow(shop.plan, 'actions', {
    action: text(4),
    outcome: text(5),
    lead: text(6),
    support: text(7),
    due: '2026-12-01',
  })
  addRow(shop.plan, 'meetings', {
    title: text(8),
    date: '2026-09-05',
    time: '10:30',
    timeZone: text(9),
    place: text(10),
  })
  addRow(shop.plan, 'meetings', { type: 'report', date: '2026-10-05', committee: text(11) })
  return shop
}

const texts = fc.array(nasty, { minLength: 1, maxLength: 12 })
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r]/

test('DOCX and XLSX stay well-formed, and no cell is a formula', { timeout: 60_000 }, () =>
  fc.assert(
    fc.asyncProperty(texts, async (some) => {
      const shop = fillWith(some)
      expect([...(await openOffice(await render(shop, 'workplan.docx'))).keys()]).toContain(
        'word/document.xml',
      )
      for (const { rows } of await openSheets(await render(shop, 'workplan.xlsx')))
        for (const cell of rows.flat()) {
          expect(cell.formula).toBe(false)
          // Text cells are typed as text and formatted as text, so that they stay text when somebody edits them.
          if (FORMULA.test(cell.value))
            expect(cell).toMatchObject({ type: 'text', format: expect.stringMatching(/^(@|49)$/) })
        }
    }),
    { numRuns: 15 },
  ),
)

test('no cell of the CSV can become a formula, and its rows stay whole', () =>
  fc.assert(
    fc.asyncProperty(texts, async (some) => {
      const source = (await render(fillWith(some), 'workplan.csv')).toString('utf8')
      const rows = parseCsv(source.slice(1))
      for (const row of rows) {
        expect(row).toHaveLength(rows[0]?.length ?? 0)
        for (const cell of row) expect(cell).not.toMatch(FORMULA)
      }
    }),
    { numRuns: 100 },
  ))

test('a calendar has its two events and its folded lines, whatever they are called', () =>
  fc.assert(
    fc.asyncProperty(texts, async (some) => {
      const lines = (await render(fillWith(some), 'meetings.ics')).toString('utf8').split('\r\n')
      expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2)
      expect(lines.filter((line) => line === 'END:VCALENDAR')).toHaveLength(1)
      for (const line of lines) expect(line).not.toMatch(/[\r\n]/)
    }),
    { numRuns: 100 },
  ))

test('Markdown has the headings that we gave it, and no others', () =>
  fc.assert(
    fc.asyncProperty(texts, async (some) => {
      const headings = (await render(fillWith(some), 'workplan.md')).toString('utf8').match(/^# .*/gm)
      expect(headings).toHaveLength(1)
    }),
    { numRuns: 100 },
  ))

test('a very long text breaks nothing', { timeout: 60_000 }, async () => {
  const shop = fillWith(['=x'.repeat(50_000), 'word '.repeat(10_000)])
  for (const { rows } of await openSheets(await render(shop, 'workplan.xlsx')))
    for (const { value } of rows.flat()) expect(value.length).toBeLessThan(32_768)
  await openOffice(await render(shop, 'workplan.docx'))
  expect([...(await everyText(shop)).keys()]).toHaveLength(8)
})

test('cleaning twice is cleaning once, and what is left is sound', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = undisturbed(text)
      expect(undisturbed(clean)).toBe(clean)
      expect(clean.isWellFormed?.() ?? true).toBe(true)
      expect(safeCell(text)).not.toMatch(FORMULA)
    }),
  ))

test('ordinary writing is left as it is', () => {
  for (const text of ['Zoë’s café – 50 % of “it”', 'مرحبا', '👩🏽‍🦽', 'two\nlines', 'a\tb'])
    expect(safeCell(text)).toBe(text)
})
