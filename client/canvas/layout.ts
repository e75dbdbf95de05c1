/** How text lies on items, and how large they are because of it. Each item is measured once: items never mutate. */
import type { Rect, Size } from '../../shared/geometry.ts'
import { sizeOf, type AnyItem } from '../../shared/kinds/registry.ts'
import { leastNoteHeight, MOST_LINES, NOTE_WIDTH, type Note } from '../../shared/kinds/note/note.ts'
import { PAPER, paperOf, type Paper } from '../../shared/kinds/note/paper.ts'
import { readsFromRight } from './direction.ts'
import { wrapText, type Measure } from './wrap.ts'

export interface NoteLayout {
  readonly lines: readonly string[]
  /** Of each line: does its paragraph read from the right? */
  readonly fromRight: readonly boolean[]
  /** Font size and line height, in board units. */
  readonly size: number
  readonly leading: number
  readonly height: number
  /** There is more text than is shown: below the lines stands the way to read all. */
  readonly cut: boolean
}

/** Past this many characters a note's text is smaller. */
const LONG_TEXT = 160
/** Baseline of a note's first line. */
export const FIRST_BASELINE = 38
/** From the last line's baseline down to the note's lower edge, at the least: the footer stands there. */
const BELOW_TEXT = 44
export const TEXT_WEIGHT = 450
/** How far a theme's cloth label stands above its mat. */
export const LABEL_UP = 20

/** Font and line height for a note's text, in board units. */
export const noteType = (text: string): { readonly size: number; readonly leading: number } =>
  text.length > LONG_TEXT ? { size: 16, leading: 22 } : { size: 18, leading: 24 }

/** Lays a note's text out, and so finds its height. */
export const layNote = (item: Note, measure: (size: number) => Measure): NoteLayout => {
  const { size, leading } = noteType(item.text)
  const lines: string[] = []
  const fromRight: boolean[] = []
  for (const paragraph of item.text.split('\n')) {
    if (lines.length > MOST_LINES) break
    const right = readsFromRight(paragraph)
    for (const line of wrapText(paragraph, NOTE_WIDTH - 2 * PAPER.padding, measure(size))) {
      lines.push(line)
      fromRight.push(right)
    }
  }
  const cut = lines.length > MOST_LINES
  const rows = Math.min(lines.length, MOST_LINES)
  const height = Math.max(leastNoteHeight(item.text), FIRST_BASELINE + (rows - 1) * leading + BELOW_TEXT)
  const shown = cut ? lines.slice(0, MOST_LINES - 1) : lines
  if (cut) shown.push(`${(shown.pop() ?? '').trimEnd()}…`)
  return { lines: shown, fromRight, size, leading, height, cut }
}

/** Where on a note that is cut stands the way to read all, from its corner. */
export const readAllRect = ({ size, leading }: NoteLayout): Rect => {
  const baseline = FIRST_BASELINE + (MOST_LINES - 1) * leading
  return { x: 0, y: baseline - size - 4, width: NOTE_WIDTH, height: size + 12 }
}

/** Knows each item's size, its text's layout and the room that it takes on the board. */
export interface Layouts {
  note(item: Note): NoteLayout
  /** A note's paper as it is cut for its height. */
  paper(item: Note, fold: 'left' | 'right' | null): Paper
  /** Lines of any other text, wrapped at a width, cached with its item. */
  lines(text: string, width: number, size: number, weight?: number): readonly string[]
  width(text: string, size: number, weight?: number): number
  size(item: AnyItem): Size
  rect(item: AnyItem): Rect
  /** Forgets all, e.g. because the font has arrived. */
  forget(): void
}

/** What a frame round an item goes round: its rectangle, and a theme's cloth label too. */
export const framed = (item: AnyItem, rect: Rect): Rect =>
  item.kind === 'theme' ? { ...rect, y: rect.y - LABEL_UP, height: rect.height + LABEL_UP } : rect

/** Most words whose width is remembered. */
const REMEMBERED = 20_000

/** Measures with a canvas; `font` gives the CSS font of a size in pixels. */
export const createLayouts = ({
  context,
  font,
}: {
  context: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>
  font: (size: number, weight: number) => string
}): Layouts => {
  let notes = new WeakMap<Note, NoteLayout>()
  let papers = new WeakMap<Note, { readonly fold: 'left' | 'right' | null; readonly paper: Paper }>()
  const widths = new Map<string, number>()
  const wrapped = new Map<string, readonly string[]>()
  let current = ''
  const width = (text: string, size: number, weight: number): number => {
    const key = `${size} ${weight} ${text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    const wanted = font(size, weight)
    if (current !== wanted) context.font = current = wanted
    const measured = context.measureText(text).width
    if (widths.size >= REMEMBERED) widths.clear()
    widths.set(key, measured)
    return measured
  }
  const note = (item: Note): NoteLayout => {
    const known = notes.get(item)
    if (known) return known
    const layout = layNote(item, (size) => (text) => width(text, size, TEXT_WEIGHT))
    notes.set(item, layout)
    return layout
  }
  const size = (item: AnyItem): Size =>
    item.kind === 'note' ? [NOTE_WIDTH, note(item).height] : sizeOf(item)
  return {
    note,
    paper: (item, fold) => {
      const known = papers.get(item)
      if (known?.fold === fold) return known.paper
      const paper = paperOf(item.id, [NOTE_WIDTH, note(item).height], fold)
      papers.set(item, { fold, paper })
      return paper
    },
    lines: (text, wide, textSize, weight = 400) => {
      const key = `${wide} ${textSize} ${weight} ${text}`
      const known = wrapped.get(key)
      if (known) return known
      const lines = wrapText(text, wide, (words) => width(words, textSize, weight))
      if (wrapped.size >= REMEMBERED) wrapped.clear()
      wrapped.set(key, lines)
      return lines
    },
    width: (text, textSize, weight = 400) => width(text, textSize, weight),
    size,
    rect: (item) => {
      const [wide, high] = size(item)
      return { x: item.at[0], y: item.at[1], width: wide, height: high }
    },
    forget: () => {
      notes = new WeakMap()
      papers = new WeakMap()
      widths.clear()
      wrapped.clear()
      current = ''
    },
  }
}
