/** The workplan as a Word document, for the project board's first meeting: upright pages that follow on, to be printed as they are. */
import {
  AlignmentType,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  SectionType,
  TextRun,
  convertMillimetersToTwip,
  type FileChild,
  type ISectionOptions,
} from 'docx'
import type { Say } from '../say.ts'
import type { Workplan } from '../../shared/outcome/workplanSchema.ts'
import { notesPart, planParts } from './docxSections.ts'
import { COLOURS, lists, SIZES } from './docxParts.ts'
import { localeOf, titleOf } from './phrases.ts'
import type { Rendered } from './render.ts'

const FONT = 'Calibri'
/** In twentieths of a point. */
const MARGIN = convertMillimetersToTwip(20)
const A4 = { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) }
const WIDTH = A4.width - 2 * MARGIN

const styles = (language: string) => {
  const head = (size: number, before: number, after: number, color: string) => ({
    run: { font: FONT, size, bold: true, color },
    paragraph: { spacing: { before, after, line: 264, lineRule: LineRuleType.AUTO }, keepNext: true },
  })
  return {
    default: {
      document: {
        run: { font: FONT, size: SIZES.body, color: COLOURS.ink, language: { value: localeOf(language) } },
        paragraph: { spacing: { after: 140, line: 276, lineRule: LineRuleType.AUTO } },
      },
      title: head(SIZES.title, 0, 120, COLOURS.ink),
      heading1: head(SIZES.h1, 380, 140, COLOURS.accent),
      heading2: head(SIZES.h2, 300, 80, COLOURS.ink),
    },
  }
}

const footer = (title: string, t: Say): Footer => {
  const small = { size: SIZES.small, color: COLOURS.soft }
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.END,
        children: [
          new TextRun({ ...small, text: `${title}   ·   ${t('export.page')} ` }),
          new TextRun({ ...small, children: [PageNumber.CURRENT] }),
          new TextRun({ ...small, text: ` ${t('export.page-of')} ` }),
          new TextRun({ ...small, children: [PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  })
}

/** Follows on from what stands before it; a new page is turned only where one is full. */
const section = (children: readonly FileChild[], foot: Footer, columns = 1): ISectionOptions => ({
  children: [...children],
  footers: { default: foot },
  properties: {
    type: SectionType.CONTINUOUS,
    page: { size: A4, margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN } },
    column: { count: columns, space: convertMillimetersToTwip(8) },
  },
})

export const renderDocx = async (workplan: Workplan, t: Say): Promise<Rendered> => {
  const title = titleOf(workplan, t)
  const foot = footer(title, t)
  const file = new Document({
    title,
    subject: t('export.workplan'),
    creator: 'Kiteboard',
    lastModifiedBy: 'Kiteboard',
    description: t('export.workplan'),
    styles: styles(workplan.language),
    features: { updateFields: false },
    numbering: lists,
    sections: [section(planParts(workplan, t, WIDTH), foot), section(notesPart(workplan, t), foot, 2)],
  })
  return {
    body: await Packer.toBuffer(file),
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  }
}
