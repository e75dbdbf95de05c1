/**
 * A draft: what one person writes in private. Its document holds the same root map as a board's, so that notes are written with
 * the intents of board.ts; what a draft knows beyond that lies here.
 */
import type * as Y from 'yjs'
import { itemsOf, readBoard } from './board.ts'
import { LOCAL } from './boardChange.ts'
import { cleanText } from './clean.ts'
import type { NamelessConsent } from './consent.ts'
import type { NoteFields } from './kinds/note/note.ts'

/** A note as it will be shared. */
export interface DraftNote extends Readonly<NoteFields> {
  readonly id: string
  readonly text: string
  /** What may be kept of this note alone; null where what holds for all words of its author holds. */
  readonly consent: NamelessConsent | null
}

const consentOf = (doc: Y.Doc, id: string): NamelessConsent | null => {
  const raw = itemsOf(doc).get(id)?.get('consent')
  return raw === 'room' || raw === 'nameless' ? raw : null
}

/** The notes of a draft, in the order they were written. What is in the bin, and what has no words, is not shared. */
export const readDraft = (doc: Y.Doc): readonly DraftNote[] =>
  readBoard(doc).shown.flatMap((item) => {
    if (item.kind !== 'note') return []
    const { id, colour, principles, asks } = item
    const text = cleanText(item.text)
    return text ? [{ id, text, colour, principles, asks, consent: consentOf(doc, id) }] : []
  })

/** Says what may be kept of one note of a draft; null takes that back. It never reaches the board, only the ledger does. */
export const setDraftConsent = (doc: Y.Doc, id: string, consent: NamelessConsent | null): void =>
  doc.transact(() => {
    const item = itemsOf(doc).get(id)
    if (consent) item?.set('consent', consent)
    else item?.delete('consent')
  }, LOCAL)
