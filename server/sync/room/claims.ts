/**
 * Whose a Yjs client id is. Structs carry it, so who could write under another's id could put words in their mouth. The first to
 * write under an id has claimed it for as long as the document lives; the first to be present under it, while it is in memory.
 */
import { LIMITS } from '../../../shared/protocol.ts'

/** The server itself, among persons. */
const SERVER = ''

/** Whose the client ids of one document are. */
export interface Claims {
  /** Whether nobody else has claimed this id, and it is not one too many. The server's own are never a person's. */
  allows(client: number, person: string): boolean
  /** This person writes under the id. */
  wrote(client: number, person: string): void
  /** This person is present under the id. */
  present(client: number, person: string): void
  /** The server itself writes. */
  serverWrote(): void
}

/** The claims of one document, begun with those that are stored. */
export const createClaims = ({
  held,
  own,
  keep,
}: {
  /** Claims as they are stored. */
  readonly held: ReadonlyMap<number, string>
  /** The client id under which the server writes now. */
  readonly own: () => number
  /** Stores a claim, in the commit of this turn. */
  readonly keep: (client: number, person: string) => void
}): Claims => {
  const stored = new Map(held)
  /** Claimed by presence alone: nothing bears such an id yet, so this is as short-lived as the room. */
  const present = new Map<number, string>()
  const presences = new Map<string, number>()
  const counts = new Map<string, number>()
  const count = (person: string): void => void counts.set(person, (counts.get(person) ?? 0) + 1)
  for (const person of stored.values()) count(person)
  const wrote = (client: number, person: string): void => {
    if (stored.has(client)) return
    stored.set(client, person)
    count(person)
    keep(client, person)
  }
  const most = (): number =>
    stored.size < LIMITS.ids.enough ? LIMITS.ids.perPerson : LIMITS.ids.perPersonBeyond
  return {
    allows(client, person) {
      if (client === own()) return false
      const owner = stored.get(client)
      if (owner === undefined && (counts.get(person) ?? 0) >= most()) return false
      return (owner ?? present.get(client) ?? person) === person
    },
    wrote,
    present(client, person) {
      const claimed = presences.get(person) ?? 0
      if (present.has(client) || claimed >= LIMITS.claims) return
      presences.set(person, claimed + 1)
      present.set(client, person)
    },
    serverWrote: () => wrote(own(), SERVER),
  }
}
