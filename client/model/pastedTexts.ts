/** Pasted text, parted into notes. Pure. */
import { LIMITS } from '../../shared/protocol.ts'
import { inPieces } from './pieces.ts'

/** Rows of cells, as a spreadsheet copies them: a cell that holds a line break or a tab stands in double quotes. */
const cellsOf = (text: string): string[][] => {
  const rows: string[][] = [[]]
  const quoted = /"((?:[^"]|"")*)"(?=\t|\n|$)/y
  const plain = /[^\t\n]*/y
  let index = 0
  while (index < text.length) {
    quoted.lastIndex = plain.lastIndex = index
    const cell = text[index] === '"' ? quoted.exec(text) : null
    const whole = cell?.[0] ?? plain.exec(text)?.[0] ?? ''
    rows.at(-1)?.push(cell?.[1] === undefined ? whole : cell[1].replaceAll('""', '"'))
    index += whole.length
    if (text[index] === '\n') rows.push([])
    index++
  }
  return rows
}

/** Marks that lists begin their lines with. */
const BULLET = /^\s*(?:[-*•‣◦–]|\d{1,3}[.)])\s+/

/**
 * Texts of the notes that pasted text makes. Several lines, or a spreadsheet's column, make one each; of a wider table each
 * row makes one, its cells joined. A single paragraph stays one note, as long as a note can hold it; else it makes several.
 */
export const textsToPaste = (pasted: string): string[] => {
  const text = pasted.replace(/\r\n?/g, '\n').replaceAll('\0', '')
  return cellsOf(text)
    .map((cells) =>
      cells
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(' · ')
        .replace(BULLET, '')
        .trim(),
    )
    .flatMap((line) => inPieces(line, LIMITS.text))
    .map((piece) => piece.trim())
    .filter(Boolean)
}
