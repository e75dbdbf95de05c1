/** One record of the ledger: who wrote an item, what they allow, and where it comes from. */
import { isStricter, UNANSWERED, type Consent } from '../../shared/consent.ts'
import { ID_PATTERN } from '../../shared/ids.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { clientOf, type WroteRecord } from '../workshops/records.ts'
import type { Workshop } from '../workshops/workshops.ts'

/** The item of a record's key, `<board>/<item>`. */
export const itemOf = (key: string): string => key.slice(key.indexOf('/') + 1)
/** The board of a record's key. */
export const boardOf = (key: string): string => key.slice(0, key.indexOf('/'))

/** All who typed, as far as that is recorded. */
export const writersOf = ({ by, also = [] }: WroteRecord): readonly string[] =>
  by === null ? also : [by, ...also]

/** The person who wrote, also when they said so only later; null while nobody knows. */
export const personFor = ({ tables }: Workshop, writer: string, key: string): string | null => {
  const client = clientOf(writer)
  return client === null ? writer : (tables.found.get(`${boardOf(key)}/${client}`) ?? null)
}

/** All persons who are known to have written it, the author first. */
export const personsOf = (workshop: Workshop, key: string, record: WroteRecord): readonly string[] => [
  ...new Set(writersOf(record).flatMap((writer) => personFor(workshop, writer, key) ?? [])),
]

/**
 * What whoever wrote allows for one item. Of somebody who was found only later, what they allow in general is not enough: they have
 * to see these words, and say so.
 */
const choiceOf = (workshop: Workshop, writer: string, key: string): Consent => {
  const { tables } = workshop
  const person = personFor(workshop, writer, key)
  const choice = person === null ? 'room' : tables.choice.get(`${person}/${key}`)?.consent
  return choice ?? (person === writer ? (tables.person.get(person)?.consent ?? UNANSWERED) : 'room')
}

/** The stricter of two. */
const stricter = (a: Consent, b: Consent): Consent => (isStricter(b, a) ? b : a)

/** The strictest wish of those who wrote an item themselves. */
export const wishFor = (workshop: Workshop, key: string, record: WroteRecord): Consent => {
  if (record.room) return 'room'
  let wish: Consent = record.by === null ? record.allows : choiceOf(workshop, record.by, key)
  for (const writer of record.also ?? []) wish = stricter(wish, choiceOf(workshop, writer, key))
  return wish
}

/** Whether as many wrote an item whom nobody knows as are remembered. */
const isCrowded = (record: WroteRecord): boolean =>
  writersOf(record).filter((writer) => clientOf(writer) !== null).length >= LIMITS.origins

/** What is remembered of where an item comes from, with what it says of that now. */
const originsOf = (
  item: string,
  said: unknown,
  known: Pick<WroteRecord, 'from' | 'room'>,
): Pick<WroteRecord, 'from' | 'room'> => {
  const { from = [], room } = known
  if (room || typeof said !== 'string' || !ID_PATTERN.test(said) || said === item || from.includes(said))
    return known
  return from.length < LIMITS.origins ? { from: [...from, said] } : { from, room: true }
}

/** What somebody did to an item. */
interface Change {
  readonly typed: boolean
  /** Whether it may say anew what it was copied from, and what it says. */
  readonly origin: boolean
  readonly from: unknown
  readonly writer: string
  /** Who brought it, where that is another. */
  readonly bringer: string | null
}

/** A record as it is after a change; the same one, where that adds nothing to it. */
export const afterChange = (
  item: string,
  before: WroteRecord,
  { typed, origin, from: said, writer, bringer }: Change,
): WroteRecord => {
  const isMore = typed && !writersOf(before).includes(writer)
  const isTooMany = isMore && clientOf(writer) !== null && isCrowded(before)
  const also = isMore && !isTooMany ? [...(before.also ?? []), writer] : before.also
  const { brought: bringers = [] } = before
  const isBrought = bringer !== null && typed && !bringers.includes(bringer)
  const brought = isBrought ? [...bringers, bringer] : before.brought
  const { from, room = isTooMany || undefined } = origin ? originsOf(item, said, before) : before
  const isSame = from === before.from && also === before.also && brought === before.brought
  if (isSame && room === before.room) return before
  return {
    ...before,
    ...(also && { also }),
    ...(brought && { brought }),
    ...(from && { from }),
    ...(room && { room }),
  }
}
