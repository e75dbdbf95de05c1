/** Breaks text into lines that fit a width, as a browser's field would. Pure: whoever calls it says how wide words are. */

/** Width of a text in board units, at 1 unit a pixel. */
export type Measure = (text: string) => number

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter() : null

/** A text's characters as people see them: an emoji of several parts, or a letter and its accents, is one. */
const charactersOf = (text: string): string[] =>
  segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : [...text]

/** Cuts one word that is wider than a line into pieces that fit; at least one character each. */
const cutWord = (word: string, width: number, measure: Measure): string[] => {
  const pieces: string[] = []
  let piece = ''
  for (const character of charactersOf(word)) {
    if (piece && measure(piece + character) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return piece ? [...pieces, piece] : pieces
}

const HYPHEN = /[-\u2010\u2013\u2014]$/
const LETTER = /^\p{L}/u
const IDEOGRAPH = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
/** Words in which there is nothing to break: nearly all. */
const WHOLE = /^[^-\u2010\u2013\u2014\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff]*$/

/** The parts of a word between which a line may break: after a hyphen, and between ideographs (Unicode annex 14, in short). */
const partsOf = (word: string): string[] => {
  if (WHOLE.test(word)) return [word]
  const parts: string[] = []
  let part = ''
  let before = ''
  for (const character of charactersOf(word)) {
    const breaks = HYPHEN.test(before)
      ? LETTER.test(character) && part.length > 1
      : IDEOGRAPH.test(before) && IDEOGRAPH.test(character)
    if (breaks) {
      parts.push(part)
      part = ''
    }
    part += character
    before = character
  }
  return [...parts, part]
}

/**
 * Lines of a text no wider than `width`: broken at spaces, after hyphens, at line breaks, and inside a word only when it fits
 * no line. As a browser's `pre-wrap` does, spaces at the end of a line hang over it. There is always at least one line.
 */
export const wrapText = (text: string, width: number, measure: Measure): string[] => {
  const lines: string[] = []
  const space = measure(' ')
  for (const paragraph of text.split('\n')) {
    let line = ''
    let used = 0
    const put = (word: string): void => {
      const wide = measure(word)
      if (line.trim() && used + wide > width) {
        lines.push(line.trimEnd())
        line = ''
        used = 0
      }
      if (wide > width) {
        const pieces = cutWord(word, width, measure)
        lines.push(...pieces.slice(0, -1))
        line = pieces.at(-1) ?? ''
        used = measure(line)
      } else {
        line += word
        used += wide
      }
    }
    for (const token of paragraph.match(/\S+\s*|\s+/g) ?? []) {
      const word = token.trimEnd()
      for (const part of partsOf(word)) put(part)
      const spaces = token.length - word.length
      line += token.slice(word.length)
      used += spaces * space
    }
    lines.push(line.trimEnd())
  }
  return lines
}
