/** The workplan as a Word document, for the project board's first meeting: upright pages, and wide ones for the actions. */
import {
  AlignmentType,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  TextRun,
  convertMillimetersToTwip,
  type FileChild,
  type ISectionOptions,
} from 'docx'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { Workplan } from '../../shared/outcome/workplanSchema.ts'
import { actionsPart, closingParts, openingParts } from './docxSections.ts'
import { COLOURS, SIZES } from './docxParts.ts'
import { localeOf, titleOf } from './phrases.ts'
import type { Rendered } from './render.ts'

const FONT = 'Calibri'
/** Margins of upright and of wide pages, in twentieths of a point. */
const MARGINS = { upright: convertMillimetersToTwip(20), wide: convertMillimetersToTwip(15) }
const A4 = { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) }
/** Width between the margins, upright and wide, in twentieths of a point. */
const WIDTHS = {
  upright: A4.width - 2 * MARGINS.upright,
  wide: A4.height - 2 * MARGINS.wide,
}

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

const footer = (title: string, t: Translate): Footer => {
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

const section = (
  children: readonly FileChild[],
  shape: keyof typeof MARGINS,
  foot: Footer,
): ISectionOptions => {
  const margin = MARGINS[shape]
  return {
    children: [...children],
    footers: { default: foot },
    properties: {
      type: SectionType.NEXT_PAGE,
      page: {
        size: { ...A4, orientation: shape === 'wide' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
        margin: { top: margin, bottom: margin, left: margin, right: margin },
      },
    },
  }
}

export const renderDocx = async (workplan: Workplan, t: Translate): Promise<Rendered> => {
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
    sections: [
      section(openingParts(workplan, t, WIDTHS.upright), 'upright', foot),
      section(actionsPart(workplan, t, WIDTHS.wide), 'wide', foot),
      section(closingParts(workplan, t, WIDTHS.upright), 'upright', foot),
    ],
  })
  return {
    body: await Packer.toBuffer(file),
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  }
}
