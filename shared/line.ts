/** A line of words that names something or somebody, as whoever reads it would have it: it shows something, and disturbs nothing around it. */
import * as z from 'zod'

/** Each would begin another line. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu
/**
 * Controls, halves of a character, and what turns the direction of all that comes after it. The marks that a right-to-left name may
 * need beside its letters stay, and so does what joins several emoji to one.
 */
const DISTURBING = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/gu
/** Besides what Unicode says to leave out where it is not known: the Braille cell without a dot. */
const SHOWING = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u

/** @returns the line, trimmed; nothing where it would show nothing */
export const cleanLine = (text: string): string => {
  const line = text.replace(BREAKS, ' ').replace(DISTURBING, '').trim()
  return SHOWING.test(line) ? line : ''
}

/** Such a line, cleaned; it may be empty unless told otherwise. @param most characters */
export const lineUpTo = (most: number) => z.string().overwrite(cleanLine).max(most)
