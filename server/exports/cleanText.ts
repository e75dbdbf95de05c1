/** Cleaning for exports, so that no text can act on whoever opens the file. */
import { undisturbed } from '../../shared/clean.ts'

/** Cleans every text of a plain value, however deep. */
export const cleanDeep = (value: unknown): unknown => {
  if (typeof value === 'string') return undisturbed(value)
  if (Array.isArray(value)) return value.map(cleanDeep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [undisturbed(key), cleanDeep(part)]))
}

/** What a spreadsheet takes for the start of a formula; white space before it does not hinder them all. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/

/** The text as a cell that no spreadsheet reads as a formula: a leading apostrophe marks it as text. */
export const safeCell = (text: string): string => {
  const clean = undisturbed(text)
  return FORMULA.test(clean) || FORMULA.test(text) ? `'${clean}` : clean
}
