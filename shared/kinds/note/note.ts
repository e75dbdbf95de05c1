/** The note: a cut of coloured paper with a text. Everything about it but its drawing. */
import { cleanText } from '../../clean.ts'
import { defineKind, oneOf, type ItemOf } from '../kind.ts'

/** The six colours, by name. */
export const NOTE_COLOURS = ['straw', 'sky', 'rose', 'leaf', 'lilac', 'stone'] as const
export type NoteColour = (typeof NOTE_COLOURS)[number]

/** Characters that a note of full height has room for, with its footer; and a line's characters and height beyond that. */
const FULL_TEXT = 64
const LINE = { characters: 16, height: 24 }

/** As many lines as a note shows; of a longer text, the last of them leads to the whole. */
export const MOST_LINES = 12

/** About how high a note with these words is drawn, where nothing can be measured. */
export const roughNoteHeight = (text: string): number => {
  if (text.length <= SHORT_TEXT) return NOTE_HEIGHT.short
  const more = Math.ceil(Math.max(0, text.length - FULL_TEXT) / LINE.characters)
  return NOTE_HEIGHT.full + Math.min(more, MOST_LINES - FULL_TEXT / LINE.characters) * LINE.height
}

/** What a note is for. The outcome reads this and never guesses: an indicator answers "how would we know?". */
export const NOTE_ASKS = ['idea', 'indicator', 'evidence', 'barrier'] as const
export type NoteAsks = (typeof NOTE_ASKS)[number]

/** Width of a note, and its height for a few words and for more, in board units. */
export const NOTE_WIDTH = 184
export const NOTE_HEIGHT = { short: 96, full: 164 } as const
/** Up to this many characters a note is short. */
const SHORT_TEXT = 20

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
  size: (item) => [NOTE_WIDTH, item.text.length <= SHORT_TEXT ? NOTE_HEIGHT.short : NOTE_HEIGHT.full],
  describe: (item, t) => cleanText(item.text) || t('note.empty'),
  exportText: (item) => cleanText(item.text) || null,
})

export type Note = ItemOf<typeof note>
