/** Words of people, as whoever reads them would have them: they show something, and disturb nothing around them. */
import * as z from 'zod'

/** Line ends of other systems and programs, e.g. the vertical tab that a spreadsheet copies for a break in a cell. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/gu
/**
 * Controls, halves of a character, and what turns the direction of all that comes after it; none of it may stand in an XML document
 * either. The marks that a right-to-left name may need beside its letters stay, and so does what joins several emoji to one.
 */
const DISTURBING = /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/gu
/** Besides what Unicode says to leave out where it is not known: the Braille cell without a dot. */
const SHOWING = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u

/** @returns the text with line ends as `\n`, without what disturbs */
export const undisturbed = (text: string): string => text.replace(LINE_ENDS, '\n').replace(DISTURBING, '')

/** @returns a text of several lines, trimmed; nothing where it would show nothing */
export const cleanText = (text: string): string => {
  const clean = undisturbed(text).trim()
  return SHOWING.test(clean) ? clean : ''
}

/** @returns a line that names something or somebody, trimmed; nothing where it would show nothing */
export const cleanLine = (text: string): string => cleanText(undisturbed(text).replace(/[\t\n]+/g, ' '))

/** @returns the text on one line, with single spaces, as it is compared and put into cells */
export const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ')

/** A line, cleaned; it may be empty unless told otherwise. @param most characters */
export const lineUpTo = (most: number) => z.string().overwrite(cleanLine).max(most)

/** A text, cleaned; it may be empty unless told otherwise. @param most characters */
export const textUpTo = (most: number) => z.string().overwrite(cleanText).max(most)
