/** The pieces that the Word document is built from: paragraphs, lists and tables in our type and colours. */
import {
  AlignmentType,
  BorderStyle,
  HeadingLevel,
  LevelFormat,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  type IRunOptions,
} from 'docx'
import { undisturbed } from '../../shared/clean.ts'

/** From look.md; Word wants them without the number sign. */
export const COLOURS = {
  ink: '1F2430',
  soft: '4A4D56',
  accent: '0B6B6B',
  accentSoft: 'D9EDEA',
  line: 'DDD1BE',
  sunk: 'F2EADD',
} as const

/** Sizes in half points. */
export const SIZES = { title: 56, h1: 36, h2: 26, lead: 26, body: 22, small: 19 } as const

/** The first letter with a direction is from a script that runs right to left. */
const RIGHT_TO_LEFT =
  /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

export type Style = Pick<IRunOptions, 'bold' | 'color' | 'size'>

/** Runs of a text, its line breaks kept. */
export const runs = (text: string, style: Style = {}): TextRun[] => {
  const rightToLeft = RIGHT_TO_LEFT.test(text)
  return undisturbed(text)
    .split('\n')
    .map((line, index) => new TextRun({ text: line, rightToLeft, ...style, ...(index > 0 && { break: 1 }) }))
}

export interface ParagraphLook extends Style {
  /** Space after, in twentieths of a point. */
  readonly after?: number
  readonly before?: number
  readonly centred?: boolean
  readonly keepNext?: boolean
}

/** A paragraph; a text that runs right to left does so here too. */
export const paragraph = (text: string, look: ParagraphLook = {}): Paragraph => {
  const { after, before, centred, keepNext, ...style } = look
  return new Paragraph({
    children: runs(text, style),
    bidirectional: RIGHT_TO_LEFT.test(text),
    spacing: { ...(after !== undefined && { after }), ...(before !== undefined && { before }) },
    ...(centred && { alignment: AlignmentType.CENTER }),
    ...(keepNext && { keepNext }),
  })
}

/** A label in bold and what it says, on one line. */
export const labelled = (label: string, text: string, look: ParagraphLook = {}): Paragraph => {
  const { after, before, keepNext, ...style } = look
  return new Paragraph({
    children: [...runs(`${label}: `, { ...style, bold: true }), ...runs(text, style)],
    spacing: { ...(after !== undefined && { after }), ...(before !== undefined && { before }) },
    ...(keepNext && { keepNext }),
  })
}

const HEADINGS = { 0: HeadingLevel.TITLE, 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2 } as const

export const heading = (level: keyof typeof HEADINGS, text: string): Paragraph =>
  new Paragraph({
    heading: HEADINGS[level],
    children: runs(text),
    bidirectional: RIGHT_TO_LEFT.test(text),
    keepNext: true,
  })

const LIST = 'list'
/** What `bullet` is drawn with: Word's own dot is large, and stands far from its words. */
export const lists = {
  config: [
    {
      reference: LIST,
      levels: [
        {
          level: 0,
          format: LevelFormat.BULLET,
          text: '•',
          style: { paragraph: { indent: { left: 340, hanging: 227 } }, run: { color: COLOURS.accent } },
        },
      ],
    },
  ],
}

/** One line of a list; `extra` stands after it in a softer ink. */
export const bullet = (text: string, extra = ''): Paragraph =>
  new Paragraph({
    children: [...runs(text), ...(extra ? runs(`  ${extra}`, { color: COLOURS.soft }) : [])],
    numbering: { reference: LIST, level: 0 },
    bidirectional: RIGHT_TO_LEFT.test(text),
    spacing: { after: 60 },
  })

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
const HAIR = { style: BorderStyle.SINGLE, size: 4, color: COLOURS.line } as const

export interface TableColumn {
  readonly title: string
  /** Width, in twentieths of a point. */
  readonly width: number
  readonly centred?: boolean
}

const cell = (children: readonly Paragraph[], width: number, fill?: string): TableCell =>
  new TableCell({
    children: [...children],
    width: { size: width, type: WidthType.DXA },
    margins: { top: 90, bottom: 90, left: 110, right: 110 },
    verticalAlign: VerticalAlignTable.TOP,
    borders: { top: NONE, left: NONE, right: NONE, bottom: HAIR },
    ...(fill && { shading: { type: ShadingType.CLEAR, fill, color: 'auto' } }),
  })

/** A table whose header row is real, and stands again on every page; no row is torn in two. */
export const table = (
  columns: readonly TableColumn[],
  rows: readonly (readonly (string | readonly Paragraph[])[])[],
): Table =>
  new Table({
    layout: TableLayoutType.FIXED,
    width: { size: columns.reduce((sum, { width }) => sum + width, 0), type: WidthType.DXA },
    columnWidths: columns.map(({ width }) => width),
    borders: {
      top: NONE,
      bottom: NONE,
      left: NONE,
      right: NONE,
      insideHorizontal: NONE,
      insideVertical: NONE,
    },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ title, width, centred = false }) =>
          cell(
            [paragraph(title, { bold: true, color: COLOURS.accent, after: 0, centred, keepNext: true })],
            width,
            COLOURS.accentSoft,
          ),
        ),
      }),
      ...rows.map(
        (row) =>
          new TableRow({
            cantSplit: true,
            children: columns.map(({ width, centred = false }, index) => {
              const content = row[index] ?? ''
              return cell(
                typeof content === 'string' ? [paragraph(content, { after: 0, centred })] : content,
                width,
              )
            }),
          }),
      ),
    ],
  })
