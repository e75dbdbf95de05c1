/** What each export holds, read again by readers of our own. */
import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { EXPORTS } from '../../shared/api.ts'
import { addRow, readPlan, setRow } from '../../shared/plan.ts'
import { renderExport } from '../../server/exports/render.ts'
import { createWorkshop, fullWorkshop, KEPT_WORDS, UNNAMED } from '../outcome/sample.ts'
import { everyText, exportInput, openOffice, openSheets, parseCsv, render, type OpenSheet } from './open.ts'
import { all, child, type XmlNode } from './xml.ts'

const IDEAS = [
  'Ask what helps before asking what is wrong',
  'One named person from start to finish',
  'Evening appointments, and one on Saturdays',
  'A quiet room to wait in',
]

const unescape = (text: string): string => text.replace(/\\([\\`*_[\]<>|~&#+\-=:.)])/g, '$1')

test('every voted idea stands in each workplan', async () => {
  for (const [name, text] of await everyText(fullWorkshop()))
    if (name.startsWith('workplan.') && name !== 'workplan.schema.json')
      for (const idea of IDEAS) expect(name.endsWith('.md') ? unescape(text) : text, name).toContain(idea)
})

test('words kept in the room, and names that were not given, are in no export', async () => {
  for (const [name, text] of await everyText(fullWorkshop())) {
    expect(text, name).not.toContain(KEPT_WORDS)
    expect(text, name).not.toContain(UNNAMED)
  }
})

test('an empty workshop gives every export', async () => {
  for (const name of EXPORTS) {
    const { body, type } = await renderExport(name, exportInput(createWorkshop('')))
    expect(body.length, name).toBeGreaterThan(0)
    expect(type).toMatch(/^[a-z]+\/[a-z.+-]+/)
  }
})

test('where too few voted for means, each table of decisions says so', async () => {
  const shop = createWorkshop('Few')
  const ideas = [shop.addNote({ text: 'One' }), shop.addNote({ text: 'Two' })]
  shop.vote('What first?', { type: 'score' }, ideas, [{ [ideas[0] ?? '']: 5 }])
  const [few, many] = await Promise.all([everyText(shop), everyText(fullWorkshop())])
  for (const name of ['workplan.docx', 'workplan.xlsx', 'workplan.md'] as const) {
    expect(few.get(name), name).toContain('Fewer than 5 people voted')
    expect(many.get(name), name).not.toContain('Fewer than 5 people voted')
  }
})

describe('workplan.docx', () => {
  const open = async () => {
    const parts = await openOffice(await render(fullWorkshop(), 'workplan.docx'))
    const part = (name: string): XmlNode => parts.get(name) ?? expect.fail(`there is no ${name}`)
    return {
      core: part('docProps/core.xml'),
      styles: part('word/styles.xml'),
      body: part('word/document.xml'),
    }
  }
  const styleOf = (paragraph: XmlNode) =>
    child(child(paragraph, 'w:pPr'), 'w:pStyle')?.attributes['w:val'] ?? ''

  test('has a title and a language', async () => {
    const { core, styles } = await open()
    expect(child(core, 'dc:title')?.text).toBe('A better front door')
    const defaults = all(styles, 'w:docDefaults').flatMap((one) => all(one, 'w:lang'))
    expect(defaults.map(({ attributes }) => attributes['w:val'])).toEqual(['en-GB'])
  })

  test('has real headings, in order', async () => {
    const { body } = await open()
    const headings = all(body, 'w:p').filter((one) => styleOf(one) === 'Heading1')
    expect(all(body, 'w:p').filter((one) => styleOf(one) === 'Title')).toHaveLength(1)
    expect(headings.map(({ text }) => text)).toEqual([
      'Dates',
      'The project board',
      'The principles, and what serves them',
      'Criteria of the kitemark',
      'Actions, in order of priority',
      'Decisions',
      'Ideas that drew no votes',
      'The figures, and what they stand for',
      'The notes behind this plan',
    ])
  })

  test('repeats the header row of every table, and tears no row in two', async () => {
    const { body } = await open()
    const tables = all(body, 'w:tbl')
    expect(tables.length).toBeGreaterThan(3)
    for (const table of tables) {
      const [head, ...rows] = all(table, 'w:tr').map((row) => child(row, 'w:trPr'))
      expect(child(head, 'w:tblHeader')).toBeDefined()
      for (const row of rows) expect(child(row, 'w:tblHeader')).toBeUndefined()
      for (const row of rows) expect(child(row, 'w:cantSplit')).toBeDefined()
    }
  })

  test('turns a page only where one is full, and never the paper', async () => {
    const { body } = await open()
    const sections = all(body, 'w:sectPr')
    expect(sections.length).toBeGreaterThan(0)
    for (const section of sections) {
      expect(child(section, 'w:type')?.attributes['w:val']).toBe('continuous')
      expect(child(section, 'w:pgSz')?.attributes['w:orient']).not.toBe('landscape')
    }
    for (const one of all(body, 'w:br')) expect(one.attributes['w:type']).not.toBe('page')
  })

  test('tells method, turnout and shared places of a decision', async () => {
    const { body } = await open()
    expect(body.text).toContain(
      'Each person had 5 dots and could put at most 3 on one idea. 5 of 7 people voted.',
    )
    const decision = all(body, 'w:tbl').find(({ text }) => text.startsWith('PlaceIdeaTotal'))
    const rows = decision && all(decision, 'w:tr').map((row) => all(row, 'w:tc').map(({ text }) => text))
    expect(rows?.slice(1).map(([place, idea, total]) => [place, idea, total])).toEqual([
      ['1 (shared)', IDEAS[0], '5'],
      ['1 (shared)', IDEAS[1], '5'],
      ['1 (shared)', IDEAS[2], '5'],
      ['4', 'An idea kept in the room', '3'],
      ['5', IDEAS[3], '0'],
    ])
  })
})

describe('workplan.xlsx', () => {
  const sheetsOf = async (shop = fullWorkshop()) => openSheets(await render(shop, 'workplan.xlsx'))
  const sheetOf = async (name: string, shop = fullWorkshop()): Promise<OpenSheet> =>
    (await sheetsOf(shop)).find((sheet) => sheet.name === name) ?? expect.fail(`there is no sheet ${name}`)
  const values = ({ rows }: OpenSheet) => rows.slice(1).map((row) => row.map(({ value }) => value.trim()))

  test('has a sheet each, with a header row that stays in view', async () => {
    const sheets = await sheetsOf()
    expect(sheets.map(({ name }) => name)).toEqual([
      'Actions',
      'Where from',
      'Ideas left out',
      'Criteria',
      'Decisions',
      'Notes',
      'The project board',
      'Dates',
    ])
    for (const { xml } of sheets)
      expect(all(xml, 'pane')[0]?.attributes).toMatchObject({ ySplit: '1', state: 'frozen' })
  })

  test('has its title, its language, and one list of names', async () => {
    const parts = await openOffice(await render(fullWorkshop(), 'workplan.xlsx'))
    const core = parts.get('docProps/core.xml')
    expect(child(core, 'dc:title')?.text).toBe('A better front door')
    expect(child(core, 'dc:language')?.text).toBe('en')
    const book = parts.get('xl/workbook.xml')
    expect(book?.children.filter(({ name }) => name === 'definedNames')).toHaveLength(1)
  })

  test('types its cells: places and totals are numbers, days are dates', async () => {
    const shop = fullWorkshop()
    const [first] = readPlan(shop.plan).actions
    setRow(shop.plan, 'actions', first?.id ?? '', { due: '2026-12-01' })
    const [head, row] = (await sheetOf('Actions', shop)).rows
    const cell = (title: string) => row?.[head?.findIndex(({ value }) => value === title) ?? -1]
    expect(cell('Place')).toMatchObject({ type: 'number', value: '1' })
    expect(cell('Votes')).toMatchObject({ type: 'number', value: '5' })
    // Days since 1899-12-30, as spreadsheets count them.
    const days = (Date.UTC(2026, 11, 1) - Date.UTC(1899, 11, 30)) / 86_400_000
    expect(cell('Due')).toMatchObject({ type: 'number', value: String(days), format: 'd mmm yyyy' })
    const dates = await sheetOf('Dates', shop)
    expect(dates.rows[1]?.map(({ value, type }) => [value, type])).toContainEqual(['10:30', 'text'])
  })

  test('compares with what was voted', async () => {
    const told = values(await sheetOf('Decisions'))
    expect(told.map((row) => [row[1], row[3], row[5]])).toEqual([
      ['1', IDEAS[0], '5'],
      ['1', IDEAS[1], '5'],
      ['1', IDEAS[2], '5'],
      ['4', 'An idea kept in the room', '3'],
      ['5', IDEAS[3], '0'],
    ])
  })

  test('leads each action back to the words that were voted on, its question, and its notes', async () => {
    const rows = values(await sheetOf('Where from'))
    expect(rows).toContainEqual(['1', IDEAS[0], IDEAS[0], 'What should we do first?', '5', IDEAS[0], 'Amina'])
    expect(values(await sheetOf('Ideas left out'))).toEqual([
      [IDEAS[3], 'Idea without votes', 'What should we do first?'],
    ])
  })

  test('prints on wide pages of A4: as wide as the page, letters not too small, name and number at the foot', async () => {
    for (const { name, xml } of await sheetsOf()) {
      expect(all(xml, 'pageSetUpPr')[0]?.attributes).toMatchObject({ fitToPage: '1' })
      expect(all(xml, 'pageSetup')[0]?.attributes).toMatchObject({
        orientation: 'landscape',
        paperSize: '9',
        fitToHeight: '0',
      })
      const [foot] = all(xml, 'oddFooter')
      expect(foot?.text).toBe('&LA better front door · &A&RPage &P of &N')
      // Between margins of 0.4 inches, 148 characters of 11 points fit.
      const width = all(xml, 'col').reduce((sum, { attributes }) => sum + Number(attributes.width), 0)
      expect(11 * (148 / width), name).toBeGreaterThanOrEqual(7.5)
    }
  })

  test('a title with an ampersand stays a title at the foot', async () => {
    const [sheet] = await sheetsOf(createWorkshop('Tea & cake'))
    expect(all(sheet?.xml ?? expect.fail(), 'oddFooter')[0]?.text).toContain('&LTea && cake')
  })

  test('words that every object knows are words like others', async () => {
    const shop = createWorkshop()
    const theme = shop.addTheme('constructor')
    for (const text of ['__proto__', 'toString', 'valueOf']) shop.addNote({ text, theme })
    expect(values(await sheetOf('Notes', shop)).map((row) => row.slice(0, 2))).toEqual([
      ['constructor', '__proto__'],
      ['constructor', 'toString'],
      ['constructor', 'valueOf'],
    ])
  })
})

describe('workplan.csv', () => {
  test('has a mark for Excel, a header row, and a line for each action and each idea without votes', async () => {
    const source = (await render(fullWorkshop(), 'workplan.csv')).toString('utf8')
    expect(source.charCodeAt(0)).toBe(0xfeff)
    const [head, ...rows] = parseCsv(source.slice(1))
    expect(head?.slice(0, 4)).toEqual(['Line', 'Place', 'Votes', 'Action'])
    expect(rows).toHaveLength(5)
    for (const row of rows) expect(row).toHaveLength(head?.length ?? 0)
    expect(rows.at(-1)).toContain('A quiet room to wait in')
    expect(rows.at(-1)?.[0]).toBe('Idea without votes')
  })
})

describe('meetings.ics', () => {
  const linesOf = async (shop = fullWorkshop()) => {
    const source = (await render(shop, 'meetings.ics')).toString('utf8')
    expect(source.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of source.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    return source.replace(/\r\n[ \t]/g, '').split('\r\n')
  }

  test('a meeting has its moment, a report its whole day', async () => {
    const lines = await linesOf()
    expect(lines).toContain('DTSTART:20260905T093000Z')
    expect(lines).toContain('DTEND:20260905T103000Z')
    expect(lines).toContain('LOCATION:St George’s Centre\\, Leeds')
    expect(lines).toContain('DTSTART;VALUE=DATE:20261014')
    expect(lines).toContain('SUMMARY:Report due to Health and Wellbeing Board')
  })

  test('winter and summer, east and west: the moment is that of the wall clock there', async () => {
    const shop = createWorkshop()
    const add = (date: string, time: string, timeZone: string) =>
      addRow(shop.plan, 'meetings', { type: 'meeting', date, time, timeZone })
    add('2026-01-15', '10:00', 'Europe/London')
    add('2026-07-15', '10:00', 'America/New_York')
    add('2026-07-16', '00:30', 'Asia/Kolkata')
    const lines = await linesOf(shop)
    expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual([
      'DTSTART:20260115T100000Z',
      'DTSTART:20260715T140000Z',
      'DTSTART:20260715T190000Z',
    ])
  })

  test('a time or a zone that makes no sense leaves the day; no day leaves nothing', async () => {
    const shop = createWorkshop()
    const add = (date: string, time: string, timeZone: string) =>
      addRow(shop.plan, 'meetings', { type: 'meeting', date, time, timeZone })
    add('2026-01-15', '99:99', 'Europe/London')
    add('2026-01-16', '10:00', 'Nowhere/At all')
    add('', '10:00', 'Europe/London')
    add('2026-99-99', '', 'Europe/London')
    const lines = await linesOf(shop)
    expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual([
      'DTSTART;VALUE=DATE:20260115',
      'DTSTART;VALUE=DATE:20260116',
    ])
  })
})

describe('the JSON exports', () => {
  test('the workplan names its schema and its version', async () => {
    const plan: unknown = JSON.parse((await render(fullWorkshop(), 'workplan.json')).toString('utf8'))
    expect(plan).toMatchObject({ $schema: 'workplan.schema.json', version: 1, title: 'A better front door' })
  })

  test('the schema speaks of every field that the workplan has', async () => {
    const read = async (name: 'workplan.json' | 'workplan.schema.json') =>
      JSON.parse((await render(fullWorkshop(), name)).toString('utf8')) as Record<string, object>
    const schema = await read('workplan.schema.json')
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(
      Object.keys(await read('workplan.json')).sort(),
    )
  })

  test('the workplan is as its published schema says, by a validator that is not ours; what differs is not', async () => {
    const read = async (name: 'workplan.json' | 'workplan.schema.json', shop = fullWorkshop()) =>
      JSON.parse((await render(shop, name)).toString('utf8')) as Record<string, object>
    // Fastify's own validator is Ajv, told here to change nothing of what it judges.
    const app = Fastify({
      ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    })
    app.post('/', { schema: { body: await read('workplan.schema.json') } }, () => 'valid')
    const judge = async (payload: object) => (await app.inject({ method: 'POST', url: '/', payload })).body
    const plan = await read('workplan.json')
    expect(await judge(plan)).toBe('valid')
    expect(await judge(await read('workplan.json', createWorkshop('')))).toBe('valid')
    const { actions: _actions, ...less } = plan
    for (const other of [less, { ...plan, title: 7 }, { ...plan, made: null }, { ...plan, notes: [{}] }])
      expect(await judge(other)).toContain('body')
  })

  test('the backup says that it is one', async () => {
    const backup: unknown = JSON.parse((await render(fullWorkshop(), 'board.json')).toString('utf8'))
    expect(backup).toMatchObject({ about: expect.stringMatching(/^All of this workshop, as data/) })
  })
})
