/**
 * How a writing ends, written down before it is done: the notes in the order in which they come on the board, a part in an entry.
 * Each part's own commit deletes its entry, so that a server which was stopped finds what is left to do: no note is lost, and none
 * comes twice. It lies beside the drafts, sealed as they are, and names nobody.
 */
import * as z from 'zod'
import { NAMELESS_CONSENTS } from '../../shared/consent.ts'
import { NOTE_ASKS, NOTE_COLOURS } from '../../shared/kinds/note/note.ts'
import type { KeyName } from '../storage/keys.ts'
import type { Storage, Write } from '../storage/storage.ts'
import { turn } from '../turn.ts'
import { decodeRecord, encodeRecord } from '../workshops/records.ts'
import { besidesPrefix } from './drafts.ts'
import { inChunks } from './chunks.ts'
import type { PlacedNote } from './put.ts'

/** Notes that come on the board in one turn of the event loop: some milliseconds' work. */
export const NOTES_A_TURN = 40

const partRecord = z.array(
  z.object({
    id: z.string(),
    text: z.string(),
    colour: z.enum(NOTE_COLOURS),
    principles: z.array(z.number()),
    asks: z.enum(NOTE_ASKS),
    consent: z.enum(NAMELESS_CONSENTS),
    at: z.tuple([z.number(), z.number()]),
  }),
)

/** Notes that come on the board together. */
export interface Part {
  /** Where the storage has it. */
  readonly key: string
  readonly notes: readonly PlacedNote[]
}

/** What is left of a plan. */
export interface Plan {
  /** How many notes there were at first. */
  readonly notes: number
  readonly parts: readonly Part[]
}

/** Says that there is a plan, and of how many notes, also once all its parts are done: the drafts are not open any more. */
export const planKey = (name: KeyName): string => `${besidesPrefix(name)}plan`

const partsPrefix = (name: KeyName): string => `${besidesPrefix(name)}part/`

/** Makes a plan, a part in a turn. @returns it, and what writes it down */
export const makePlan = async (
  name: KeyName,
  notes: readonly PlacedNote[],
): Promise<{ readonly plan: Plan; readonly writes: readonly Write[] }> => {
  const parts: Part[] = []
  const writes: Write[] = [{ type: 'put', key: planKey(name), value: encodeRecord(notes.length) }]
  for (const part of inChunks(notes, NOTES_A_TURN)) {
    await turn()
    // Of a fixed width, so that the order of the keys is that of the parts.
    const key = `${partsPrefix(name)}${String(parts.length).padStart(8, '0')}`
    parts.push({ key, notes: part })
    writes.push({ type: 'put', key, value: encodeRecord(part) })
  }
  return { plan: { notes: notes.length, parts }, writes }
}

/** What is left to do of a plan; null when there is none. */
export const readPlan = async (storage: Storage, name: KeyName): Promise<Plan | null> => {
  const head = await storage.get(planKey(name))
  if (!head) return null
  const parts: Part[] = []
  for await (const [key, bytes] of storage.list(partsPrefix(name))) {
    await turn()
    parts.push({ key, notes: decodeRecord(partRecord, bytes) })
  }
  return { notes: decodeRecord(z.number(), head), parts }
}
