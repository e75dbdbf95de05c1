/** The note: a cut of coloured paper with a text. Everything about it but its drawing. */
import { cleanText } from '../../clean.ts'
import { defineKind, oneOf, type ItemOf } from '../kind.ts'

/** The six colours, by name. */
export const NOTE_COLOURS = ['straw', 'sky', 'rose', 'leaf', 'lilac', 'stone'] as const
export type NoteColour = (typeof NOTE_COLOURS)[number]

/** What a note is for. The outcome reads this and never guesses: an indicator answers "how would we know?". */
export const NOTE_ASKS = ['idea', 'indicator', 'evidence', 'barrier'] as const
export type NoteAsks = (typeof NOTE_ASKS)[number]

/** Width of a note, and its height for a few words and for more, in board units. */
export const NOTE_WIDTH = 184
export const NOTE_HEIGHT = { short: 96, full: 164 } as const
/** Up to this many characters a note is short. */
const SHORT_TEXT = 20

/** How high a note with these words is at the least. */
export const leastNoteHeight = (text: string): number =>
  text.length <= SHORT_TEXT ? NOTE_HEIGHT.short : NOTE_HEIGHT.full

/** As many lines as a note shows; of a longer text, the last of them leads to the whole. */
export const MOST_LINES = 12

/** Lines that a note of either height has room for, with its footer; and a line's characters and height. */
const ROOM = { short: 1, full: 4 } as const
const LINE = { characters: 16, height: 24 }

/** About how many lines a paragraph takes: a word that has no room on a line begins the next. */
const roughLines = (paragraph: string): number => {
  let lines = 1
  let used = 0
  for (const { length } of paragraph.split(' ')) {
    if (used > 0 && used + length > LINE.characters) {
      lines += 1
      used = 0
    }
    lines += Math.floor(length / (LINE.characters + 1))
    used += (length % (LINE.characters + 1)) + 1
  }
  return lines
}

/** About how high a note with these words is drawn, where nothing can be measured: rather more than less. */
export const roughNoteHeight = (text: string): number => {
  const lines = text.split('\n', MOST_LINES).reduce((sum, paragraph) => sum + roughLines(paragraph), 0)
  const least = leastNoteHeight(text)
  const room = least === NOTE_HEIGHT.short ? ROOM.short : ROOM.full
  return least + Math.max(0, Math.min(lines, MOST_LINES) - room) * LINE.height
}

/** Most principles that a note may serve. */
export const MAX_PRINCIPLES = 6

const parsePrinciples = (raw: unknown): readonly number[] =>
  Array.isArray(raw)
    ? [...new Set(raw.filter((id): id is number => Number.isInteger(id) && id > 0))]
        .sort((a, b) => a - b)
        .slice(0, MAX_PRINCIPLES)
    : []

export interface NoteFields {
  colour: NoteColour
  /** Ids of the workshop's principles that it serves, ascending. */
  principles: readonly number[]
  asks: NoteAsks
}

export const note = defineKind<'note', NoteFields, 'text'>({
  name: 'note',
  version: 1,
  texts: ['text'],
  parse: (raw) => ({
    colour: oneOf(NOTE_COLOURS, raw.colour),
    principles: parsePrinciples(raw.principles),
    asks: oneOf(NOTE_ASKS, raw.asks),
  }),
  size: (item) => [NOTE_WIDTH, roughNoteHeight(item.text)],
  describe: (item, t) => cleanText(item.text) || t('note.empty'),
  exportText: (item) => cleanText(item.text) || null,
})

export type Note = ItemOf<typeof note>
