/** One cleaning of text for every export, so that no character can break a file or act on its reader. */

/**
 * What no XML 1.0 document may hold, and so neither DOCX nor XLSX: control characters but tab and line feed, lone halves of
 * surrogate pairs, and the two noncharacters. Tab and line feed stay, as does all else that people write, in any direction.
 */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const ILLEGAL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu

/** Line ends of other systems and programs, e.g. the vertical tab that a spreadsheet copies for a break in a cell. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const LINE_END = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g

/** The text with line ends as `\n` and without what could break a file. */
export const cleanText = (text: string): string => text.replace(LINE_END, '\n').replace(ILLEGAL, '')

/** The text on one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim()

/** Cleans every text of a plain value, however deep. */
export const cleanDeep = (value: unknown): unknown => {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanDeep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [cleanText(key), cleanDeep(part)]))
}

/** What a spreadsheet takes for the start of a formula; white space before it does not hinder them all. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/

/** The text as a cell that no spreadsheet reads as a formula: a leading apostrophe marks it as text. */
export const safeCell = (text: string): string => {
  const clean = cleanText(text)
  return FORMULA.test(clean) || FORMULA.test(text) ? `'${clean}` : clean
}
