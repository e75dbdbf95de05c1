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

/** Makes each sheet as wide as a page, with its header row repeated on every page. */
export const printing = (names: readonly string[]): Feature<PartContent> => ({
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
          return led.replace(/<pageSetup /, `<pageSetup ${attribute('fitToHeight', '0')} `)
        },
      },
    },
  },
})

const attribute = (name: string, value: string): string => `${name}="${sanitizeAttributeValue(value)}"`
