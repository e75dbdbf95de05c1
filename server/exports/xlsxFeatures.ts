/** What the spreadsheet library leaves to its callers: the file's title and language, and how its sheets print. */
import type { Blob } from 'node:buffer'
import type Stream from 'node:stream'
import { sanitizeAttributeValue, sanitizeTextContent } from 'write-excel-file/utility'
import type { Feature } from 'write-excel-file/node'

/** What the library takes as the content of a part. */
export type PartContent = Stream | Buffer | Blob

interface Properties {
  readonly title: string
  readonly subject: string
  readonly language: string
  /** ISO date and time. */
  readonly made: string
}

const CORE = 'docProps/core.xml'

const coreXml = ({ title, subject, language, made }: Properties): string =>
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${sanitizeTextContent(title)}</dc:title>`,
    `<dc:subject>${sanitizeTextContent(subject)}</dc:subject>`,
    '<dc:creator>Kiteboard</dc:creator>',
    `<dc:language>${sanitizeTextContent(language)}</dc:language>`,
    `<dcterms:created xsi:type="dcterms:W3CDTF">${sanitizeTextContent(made)}</dcterms:created>`,
    '</cp:coreProperties>',
  ].join('')

/** Gives the file its title, subject, language and date. */
export const documentProperties = (properties: Properties): Feature<PartContent> => ({
  files: {
    transform: {
      '[Content_Types].xml': {
        insert: () =>
          `<Override PartName="/${CORE}" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`,
      },
      '_rels/.rels': {
        insert: () =>
          `<Relationship Id="rIdCoreProperties" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="${CORE}"/>`,
      },
    },
    write: { files: () => ({ [CORE]: coreXml(properties) }) },
  },
})

/** What stands at the foot of each printed page. */
interface Foot {
  readonly title: string
  /** The words of "Page 1 of 2". */
  readonly page: string
  readonly of: string
}

/** Narrow margins, in inches: the wider the page, the larger the letters. */
const MARGINS = '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'

/** In a foot's own little language, & begins a code: &L left, &R right, &A the sheet's name, &P and &N page and pages. */
const footXml = ({ title, page, of }: Foot): string => {
  const plain = (words: string) => words.replaceAll('&', '&&')
  // A foot may hold 255 characters.
  const words = `&L${plain(title.slice(0, 80))} · &A&R${plain(page)} &P ${plain(of)} &N`
  return `<headerFooter><oddFooter>${sanitizeTextContent(words)}</oddFooter></headerFooter>`
}

/** Makes each sheet as wide as a page, with its header row repeated on every page, and its name at the foot. */
export const printing = (names: readonly string[], foot: Foot): Feature<PartContent> => ({
  files: {
    transform: {
      'xl/workbook.xml': {
        transform: (xml) => {
          const titles = names
            .map(
              (name, index) =>
                `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${sanitizeTextContent(name.replaceAll("'", "''"))}'!$1:$1</definedName>`,
            )
            .join('')
          // The library leaves an empty list of names there; a second one would be a damaged file.
          const without = xml.replace(/<definedNames\s*\/>/, '')
          return without.replace('</sheets>', `</sheets><definedNames>${titles}</definedNames>`)
        },
      },
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml) => {
          const fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
          const led = xml.includes('<sheetPr') ? xml : xml.replace(/(<worksheet[^>]*>)/, `$1${fit}`)
          return led
            .replace(/<pageMargins[^>]*\/>/, MARGINS)
            .replace(
              /<pageSetup ([^>]*)\/>/,
              `<pageSetup ${attribute('fitToHeight', '0')} $1/>${footXml(foot)}`,
            )
        },
      },
    },
  },
})

const attribute = (name: string, value: string): string => `${name}="${sanitizeAttributeValue(value)}"`
