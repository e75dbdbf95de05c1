/** Cells and sheets of the spreadsheet. Every text is a typed text cell in the Text format, so it stays text even when edited. */
import type { CellObject, Sheet } from 'write-excel-file/node'
import type { Say } from '../say.ts'
import { undisturbed } from '../../shared/clean.ts'
import type { PartContent } from './xlsxFeatures.ts'

/** The most characters that a cell may hold; Excel calls a file with more of them damaged. */
const MAX_CELL = 32_767

const INK = '#1F2430'
const BASE = {
  alignVertical: 'top',
  wrap: true,
  textColor: INK,
  bottomBorderColor: '#DDD1BE',
  bottomBorderStyle: 'thin',
} as const

/**
 * At most so many characters. The library keeps its texts in a plain object, and so would take "constructor" for one that it had
 * already; a space after such a word keeps it apart.
 */
const fit = (value: string): string => {
  const clean = undisturbed(undisturbed(value).slice(0, MAX_CELL - 1))
  return clean in Object.prototype ? `${clean} ` : clean
}

export const text = (value: string): CellObject => ({ ...BASE, value: fit(value), type: String, format: '@' })

/** The text that a row is known by. */
export const bold = (value: string): CellObject => ({ ...text(value), fontWeight: 'bold' })

/** Several short lines in one cell. */
export const lines = (values: readonly string[]): CellObject => text(values.join('\n'))

export const number = (value: number | null, format = '0'): CellObject =>
  value === null || !Number.isFinite(value)
    ? text('')
    : {
        ...BASE,
        value,
        type: Number,
        format: Number.isInteger(value) && format === '0' ? '0' : '0.00',
        align: 'center',
      }

/** A real date from an ISO day; an empty cell for none, and the words themselves for what is no day. */
export const day = (iso: string): CellObject => {
  const value = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(value.getTime())
    ? text(iso)
    : { ...BASE, value, type: Date, format: 'd mmm yyyy', align: 'left' }
}

export const flag = (value: boolean, t: Say): CellObject => ({
  ...text(t(value ? 'export.yes' : 'export.no')),
  align: 'center',
})

export interface Column {
  readonly title: string
  /** In characters. */
  readonly width: number
  readonly align?: 'right' | 'center' | undefined
}

export interface SheetContent {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly CellObject[])[]
  /** How many columns stay in view. */
  readonly fixedColumns?: number
}

/** Height of a line of text and of the space around it, in points, and the most that a row may have. */
const LINE = 15
const AROUND = 8
const MAX_HEIGHT = 409

/** A row's height in points: spreadsheets do not all fit a row to its wrapped text by themselves. */
const heightOf = (row: readonly CellObject[], columns: readonly Column[]): number => {
  const linesIn = ({ value }: CellObject, width: number): number =>
    typeof value === 'string'
      ? value.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / (width - 1))), 0)
      : 1
  const most = row.reduce((max, one, index) => Math.max(max, linesIn(one, columns[index]?.width ?? 20)), 1)
  return Math.min(MAX_HEIGHT, most * LINE + AROUND)
}

/** A sheet's name may hold none of `\ / ? * [ ] :`, and 31 characters at the most. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)

/** A sheet with a bold header row that stays in view. */
export const sheet = ({ name, columns, rows, fixedColumns }: SheetContent): Sheet<PartContent> => ({
  sheet: sheetName(name),
  orientation: 'landscape',
  showGridLines: false,
  stickyRowsCount: 1,
  ...(fixedColumns && { stickyColumnsCount: fixedColumns }),
  columns: columns.map(({ width }) => ({ width })),
  data: [
    columns.map(({ title, align }) => ({
      value: title,
      type: String,
      fontWeight: 'bold' as const,
      textColor: '#FFFFFF',
      backgroundColor: '#0B6B6B',
      alignVertical: 'center' as const,
      wrap: true,
      height: 30,
      ...(align && { align }),
    })),
    ...rows.map((row) => {
      const height = heightOf(row, columns)
      return columns.map((_column, index) => ({ ...(row[index] ?? text('')), height }))
    }),
  ],
})
