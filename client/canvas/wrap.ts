/** Breaks text into lines that fit a width. Pure: whoever calls it says how wide words are. */

/** Width of a text in board units, at 1 unit a pixel. */
export type Measure = (text: string) => number

/** Cuts one word that is wider than a line into pieces that fit; at least one character each. */
const cutWord = (word: string, width: number, measure: Measure): string[] => {
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece && measure(piece + character) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return piece ? [...pieces, piece] : pieces
}

/**
 * Lines of a text no wider than `width`: broken at spaces, at line breaks, and inside a word only when it fits no line. As a
 * browser's `pre-wrap` does, spaces at the end of a line hang over it. There is always at least one line.
 */
export const wrapText = (text: string, width: number, measure: Measure): string[] => {
  const lines: string[] = []
  const space = measure(' ')
  for (const paragraph of text.split('\n')) {
    let line = ''
    let used = 0
    for (const token of paragraph.match(/\S+\s*|\s+/g) ?? []) {
      const word = token.trimEnd()
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
      const spaces = token.length - word.length
      line += token.slice(word.length)
      used += spaces * space
    }
    lines.push(line.trimEnd())
  }
  return lines
}
