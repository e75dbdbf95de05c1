/** Long words, cut so that a field or a note can hold each piece: where it hurts least, and never within a letter. Pure. */

/** Where a text may be cut, the best places first: after a paragraph, a line, a sentence. */
const BREAKS = [/\n\s*\n/g, /\n/g, /[.!?…]["'”’)\]]*\s+|[。！？।]/gu]
/** Where less room is left than this, or than half of what a field holds, no word is broken to fill it. */
const ENOUGH = 200
/** What belongs to the letter before it. */
const PART_OF_LETTER = /^[\p{M}\u{200d}\u{fe0f}\u{1f3fb}-\u{1f3ff}\u{dc00}-\u{dfff}]/u

const lastEnd = (head: string, pattern: RegExp): number =>
  [...head.matchAll(pattern)].reduce((_, found) => found.index + found[0].length, 0)

/**
 * As much of a text's beginning as fits into `most` characters, of `all` that a field holds; nothing when only a part of a word would
 * fill the last of it.
 */
export const headOf = (text: string, most: number, all = Infinity): string => {
  if (text.length <= most) return text
  const head = text.slice(0, Math.max(0, most))
  for (const pattern of BREAKS) {
    const end = lastEnd(head, pattern)
    // A far better place far away is no better place.
    if (end > most / 2) return text.slice(0, end)
  }
  if (/^\s/.test(text.slice(head.length, head.length + 1))) return head
  const words = lastEnd(head, /\s+/g)
  // Many languages write without spaces: then what is one word here is the text.
  if (words > most / 2 || most < Math.min(ENOUGH, all / 2)) return text.slice(0, words)
  let end = head.length
  while (end > most / 2 && (PART_OF_LETTER.test(text.slice(end, end + 2)) || text[end - 1] === '\u200d'))
    end--
  return text.slice(0, end)
}

/** All of a text, in pieces of so many characters at most; `most` is 200 or more. */
export const inPieces = (text: string, most: number): string[] => {
  const pieces: string[] = []
  for (let rest = text; rest;) {
    const head = headOf(rest, most)
    pieces.push(head)
    rest = rest.slice(head.length)
  }
  return pieces
}
