/** What the documents that people take home say of a vote. */
import { expect } from 'vitest'
import type { openOffice, openSheets } from '../../exports/open.ts'
import { all } from '../../exports/xml.ts'

interface Line {
  readonly rank: number
  readonly text: string
}

/** By place; ideas on a shared place may stand in any order. */
export const inOrder = <Each extends Line>(lines: readonly Each[]): readonly Each[] =>
  [...lines].sort((a, b) => a.rank - b.rank || (a.text < b.text ? -1 : 1))

/** The one decision in a Word document, line by line. */
export const decidedIn = (docx: Awaited<ReturnType<typeof openOffice>>) => {
  const body = docx.get('word/document.xml') ?? expect.fail('the document has no body')
  const decision = all(body, 'w:tbl').find(({ text }) => text.startsWith('PlaceIdeaTotal'))
  const rows = decision ? all(decision, 'w:tr').map((one) => all(one, 'w:tc').map(({ text }) => text)) : []
  return rows.slice(1).map(([place = '', text = '', total = '']) => ({
    rank: Number.parseInt(place, 10),
    shared: place.endsWith('(shared)'),
    text,
    total: Number(total),
  }))
}

/** The sheet of decisions, line by line; every total is a number, not words. */
export const countedIn = (sheets: Awaited<ReturnType<typeof openSheets>>) => {
  const decisions = sheets.find(({ name }) => name === 'Decisions')
  const [head = [], ...lines] = decisions?.rows ?? []
  const column = (title: string): number => head.findIndex(({ value }) => value === title)
  expect(lines.every((line) => line[column('Total')]?.type === 'number')).toBe(true)
  return lines.map((line) => ({
    rank: Number(line[column('Place')]?.value),
    text: line[column('Idea')]?.value ?? '',
    total: Number(line[column('Total')]?.value),
  }))
}
