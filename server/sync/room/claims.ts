/**
 * Whose a Yjs client id is. Structs carry it, so who could write under another's id could put words in their mouth. The first to
 * write under an id has claimed it for as long as the document lives; the first to be present under it, while it is in memory.
 */
import { LIMITS } from '../../../shared/protocol.ts'

/** The server itself, among persons. */
const SERVER = ''

/** Leads the person who brought what nobody knows the writer of. No person's id begins so. */
const BROUGHT = '?'

const isBrought = (owner: string): boolean => owner.startsWith(BROUGHT)

/** Whose the client ids of one document are. */
export interface Claims {
  /** Whether nobody else has claimed this id, and it is not one too many. The server's own are never a person's. */
  allows(client: number, person: string): boolean
  /** This person writes under the id. */
  wrote(client: number, person: string): void
  /** Whether nobody is known to write under it: neither has anybody claimed it, nor is it the server's. */
  isNobodys(client: number): boolean
  /** This person brings what somebody wrote under the id whom nobody knows: whoever did may claim it yet. @returns whether that is news */
  brought(client: number, person: string): boolean
  /** This person says that they wrote under an id that was so brought, and claims it. @returns whether it was */
  found(client: number, person: string): boolean
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
  /** Ids that each person wrote under, or brought. */
  const counts = new Map<string, number>()
  const count = (owner: string, by: 1 | -1): void => {
    const person = isBrought(owner) ? owner.slice(BROUGHT.length) : owner
    counts.set(person, (counts.get(person) ?? 0) + by)
  }
  for (const owner of stored.values()) count(owner, 1)
  const claim = (client: number, owner: string): void => {
    const before = stored.get(client)
    if (before !== undefined) count(before, -1)
    stored.set(client, owner)
    count(owner, 1)
    keep(client, owner)
  }
  const isNobodys = (client: number): boolean => isBrought(stored.get(client) ?? BROUGHT)
  const wrote = (client: number, person: string): void => {
    if (isNobodys(client)) claim(client, person)
  }
  const most = (): number =>
    stored.size < LIMITS.ids.enough ? LIMITS.ids.perPerson : LIMITS.ids.perPersonBeyond
  return {
    allows(client, person) {
      if (client === own()) return false
      const owner = stored.get(client)
      if (owner === undefined && (counts.get(person) ?? 0) >= most()) return false
      return (isNobodys(client) ? (present.get(client) ?? person) : owner) === person
    },
    wrote,
    isNobodys,
    brought(client, person) {
      if (stored.has(client)) return false
      claim(client, BROUGHT + person)
      return true
    },
    found(client, person) {
      if (!stored.has(client) || !isNobodys(client)) return false
      claim(client, person)
      return true
    },
    present(client, person) {
      const claimed = presences.get(person) ?? 0
      if (present.has(client) || claimed >= LIMITS.claims) return
      presences.set(person, claimed + 1)
      present.set(client, person)
    },
    serverWrote: () => wrote(own(), SERVER),
  }
}
