/** What this device remembers of private writing: the spells it took part in, and the receipts of its notes. Parsed on reading. */
import * as z from 'zod/mini'
import type { DraftNote } from '../../shared/draft.ts'
import { NOTE_ASKS, NOTE_COLOURS, type Note, type NoteFields } from '../../shared/kinds/note/note.ts'
import type { StageWriting } from '../../shared/stage.ts'

/** The receipt of a note of mine: with its secret alone I can take the note back once it was shared. */
export interface KeptReceipt {
  readonly item: string
  readonly secret: string
  readonly board: string
  /** Who I was: another person on this device does not see them. */
  readonly person: string
}

/** A note as it is being written. */
export interface PrivateNote extends Readonly<NoteFields> {
  readonly text: string
  /** In this room only. */
  readonly room: boolean
}

/** A spell of private writing that I took part in on this device. */
export interface Spell {
  readonly id: string
  readonly board: string
  readonly question: string
  readonly person: string
  /** Words that are in the field and not yet kept as a note. */
  readonly unfinished: PrivateNote | null
  /** It ended before the server had heard all that I wrote. */
  readonly unsaved: boolean
}

const receipts = z.array(
  z.object({ item: z.string(), secret: z.string(), board: z.string(), person: z.string() }),
)

const privateNote = z.object({
  text: z.string(),
  room: z.boolean(),
  colour: z.catch(z.enum(NOTE_COLOURS), NOTE_COLOURS[0]),
  asks: z.catch(z.enum(NOTE_ASKS), NOTE_ASKS[0]),
  principles: z.catch(z.array(z.int()), []),
})

const spells = z.array(
  z.object({
    id: z.string(),
    board: z.string(),
    question: z.string(),
    person: z.string(),
    unfinished: z.catch(z.nullable(privateNote), null),
    unsaved: z.boolean(),
  }),
)

/** Reads the receipts that a device kept; nonsense is none. */
export const parseReceipts = (raw: unknown): readonly KeptReceipt[] => {
  const parsed = receipts.safeParse(raw)
  return parsed.success ? parsed.data : []
}

/** Reads the spells that a device kept; nonsense is none. */
export const parseSpells = (raw: unknown): readonly Spell[] => {
  const parsed = spells.safeParse(raw)
  return parsed.success ? parsed.data : []
}

/** A note that only I see. */
export interface OwnNote {
  readonly note: DraftNote
  readonly spell: Spell
}

/** A note of mine that did not reach the board: it is on this device alone. */
export interface LateNote extends OwnNote {
  /** What the board shows, where an earlier wording of mine was shared; else null. */
  readonly shared: string | null
}

/** A note of mine that everybody sees, without a name. */
export interface SharedNote {
  readonly note: Note
  readonly receipt: KeptReceipt
}

/** All that is mine of private writing, on this device. */
export interface Mine {
  /** The spell that is on now, if I may write in it. */
  readonly spell: StageWriting | null
  /** In the order they were written. */
  readonly drafts: readonly OwnNote[]
  readonly late: readonly LateNote[]
  /** Spells that hold words which I have not kept as a note yet. */
  readonly unfinished: readonly Spell[]
  readonly shared: readonly SharedNote[]
}

/** Whether words of mine are on this device and nowhere else. */
export const isOnlyHere = ({ late, unfinished }: Mine): boolean => late.length + unfinished.length > 0

/** Whether there is anything of mine to show. */
export const hasAny = (mine: Mine): boolean =>
  mine.spell !== null || isOnlyHere(mine) || mine.drafts.length + mine.shared.length > 0

export const NOTHING_MINE: Mine = { spell: null, drafts: [], late: [], unfinished: [], shared: [] }
