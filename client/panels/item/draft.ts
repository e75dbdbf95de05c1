/** Words that were written and not yet put on the board: kept on this device until they are. Pure but for the storage given. */
import { NOTE_ASKS, NOTE_COLOURS, type NoteAsks, type NoteColour } from '../../../shared/kinds/note/note.ts'

export interface NoteDraft {
  readonly text: string
  readonly colour: NoteColour
  readonly asks: NoteAsks
  readonly principles: readonly number[]
}

export const emptyDraft = (colour: NoteColour = NOTE_COLOURS[0]): NoteDraft => ({
  text: '',
  colour,
  asks: 'idea',
  principles: [],
})

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (workshop: string, board: string): string => `kiteboard.note.${workshop}.${board}`

/** The draft that was kept; null when there is none with words in it, or what is there makes no sense. */
export const readDraft = (storage: Store, workshop: string, board: string): NoteDraft | null => {
  try {
    const raw: unknown = JSON.parse(storage.getItem(keyOf(workshop, board)) ?? 'null')
    if (typeof raw !== 'object' || raw === null) return null
    const { text, colour, asks, principles }: Partial<Record<keyof NoteDraft, unknown>> = raw
    if (typeof text !== 'string' || !text.trim()) return null
    const ids: readonly unknown[] = Array.isArray(principles) ? principles : []
    return {
      text,
      colour: NOTE_COLOURS.find((known) => known === colour) ?? NOTE_COLOURS[0],
      asks: NOTE_ASKS.find((known) => known === asks) ?? NOTE_ASKS[0],
      principles: ids.filter((id): id is number => Number.isInteger(id)),
    }
  } catch {
    return null
  }
}

/** Keeps a draft; one without words is forgotten. A full or forbidden storage costs only the keeping. */
export const keepDraft = (storage: Store, workshop: string, board: string, draft: NoteDraft | null): void => {
  try {
    if (draft?.text.trim()) storage.setItem(keyOf(workshop, board), JSON.stringify(draft))
    else storage.removeItem(keyOf(workshop, board))
  } catch {
    // The words still stand in the open sheet.
  }
}
