/** Puts notes on a board that are nobody's: shuffled, under the server's own client id, with no author in the ledger. */
import type * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItems } from '../../shared/boardItems.ts'
import type { NamelessConsent } from '../../shared/consent.ts'
import type { DraftNote } from '../../shared/draft.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Point } from '../../shared/geometry.ts'
import type { Say } from '../say.ts'
import { ID_PATTERN, newId } from '../../shared/ids.ts'
import type { AnyItem } from '../../shared/kinds/registry.ts'
import { LIMITS } from '../../shared/protocol.ts'
import type { Ledger } from '../ledger.ts'
import type { PersonRecord } from '../workshops/records.ts'
import type { Workshop } from '../workshops/workshops.ts'
import { layNotes } from './layout.ts'

export interface NamelessNote extends Omit<DraftNote, 'consent'> {
  readonly consent: NamelessConsent
}

/** One that has its place on the board. */
export interface PlacedNote extends NamelessNote {
  readonly at: Point
}

/** What a person allows for a note that names nobody: what they said of that note, or else of all their words. */
export const namelessOf = (
  consent: NamelessConsent | null,
  author: PersonRecord | undefined,
): NamelessConsent => consent ?? (author?.consent === 'room' ? 'room' : 'nameless')

/** Whether an item's id is, or ever was, in use. */
export const isTaken = (ledger: Ledger, workshop: Workshop, board: Y.Doc, id: string): boolean =>
  itemsOf(board).has(id) || ledger.knows(workshop, id)

/** @throws Refusal `full` */
export const requireRoom = (board: Y.Doc, count: number, t: Say): void => {
  if (itemsOf(board).size + count > LIMITS.items) throw new Refusal('full', t('server.full.writing'))
}

const byId = (a: NamelessNote, b: NamelessNote): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Every order is as likely as any other. They are sorted first, so that chance alone decides, and not where a note came from. */
const shuffled = (
  notes: readonly NamelessNote[],
  random: (below: number) => number,
): readonly NamelessNote[] => {
  const order = [...notes].sort(byId)
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = random(last + 1)
    const [a, b] = [order[last], order[chosen]]
    if (a && b) [order[last], order[chosen]] = [b, a]
  }
  return order
}

/** All notes in chance's order, each with a place clear of what is shown: whoever puts them there one by one tells nothing. */
export const arrange = (
  random: (below: number) => number,
  notes: readonly NamelessNote[],
  shown: readonly AnyItem[],
): readonly PlacedNote[] => {
  const order = shuffled(notes, random)
  const places = layNotes(
    order.map(({ text }) => text),
    shown,
  )
  return order.map((note, index) => ({ ...note, at: places[index] ?? [0, 0] }))
}

/** Puts notes on the board and in the ledger, in this turn. */
export const putNameless = (
  { ledger }: { readonly ledger: Ledger },
  workshop: Workshop,
  { board, doc }: { readonly board: string; readonly doc: Y.Doc },
  notes: readonly PlacedNote[],
): void => {
  const used = new Set<string>()
  const sound = notes.map((note) => {
    // Somebody gave their note the id of another's. Nothing is overwritten, and nothing lost.
    const isSound = ID_PATTERN.test(note.id) && !used.has(note.id) && !isTaken(ledger, workshop, doc, note.id)
    const id = isSound ? note.id : newId()
    used.add(id)
    return { ...note, id }
  })
  addItems(
    doc,
    sound.map(({ consent: _consent, ...fields }) => ({ kind: 'note', ...fields })),
  )
  ledger.forgetChoices(workshop, board, used)
  ledger.nameless(workshop, board, new Map(sound.map(({ id, consent }) => [id, consent])))
}
