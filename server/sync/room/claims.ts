/**
 * Whose a Yjs client id is. Structs carry it, so who could write under another's id could put words in their mouth. The first to
 * write under an id has claimed it for as long as the document lives; the first to be present under it, while it is in memory.
 *
 * After older data were put back, somebody may bring what was written under an id that nobody has claimed. Such an id is nobody's
 * until its writer is here and proves it. Whoever else goes on under it writes as themselves, and does not get it. If one was
 * claimed by who was there first with it, and another proves that they wrote it, nobody writes under it any more: where two went on
 * under one id, what one of them wrote would be lost.
 */
import { LIMITS } from '../../../shared/protocol.ts'

/** The server itself, among persons. */
const SERVER = ''

/** Leads the person who brought what nobody knows the writer of. No person's id begins so. */
const BROUGHT = '?'

const isBringer = (owner: string): boolean => owner.startsWith(BROUGHT)

/** Whose the client ids of one document are. */
export interface Claims {
  /** Whether nobody else has claimed this id, and it is not one too many. The server's own are never a person's. */
  allows(client: number, person: string): boolean
  /** Whether this person may bring what somebody else wrote under the id whom nobody knows, and it is not one too many. */
  mayBring(client: number, person: string): boolean
  /** This person writes under the id. */
  wrote(client: number, person: string): void
  /** Whether this person has claimed it by writing. */
  isTheirs(client: number, person: string): boolean
  /** Whether nobody is known to write under it: neither has anybody claimed it, nor is it the server's. */
  isNobodys(client: number): boolean
  /** Whether somebody brought what was written under it, and whoever wrote it may claim it yet. */
  isBrought(client: number): boolean
  /** This person brings what somebody wrote under the id whom nobody knows. @returns whether that is news */
  brought(client: number, person: string): boolean
  /** Who has claimed it by writing; null for what is nobody's, or the server's. */
  claimantOf(client: number): string | null
  /** How often an id was claimed or brought. */
  news(): number
  /** This person has proven that they wrote under an id that was so brought, and claims it. @returns whether it was */
  found(client: number, person: string): boolean
  /** Nobody writes under the id any more. */
  close(client: number): void
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
  /** Claimed by presence alone: nothing bears such an id yet, so this lives no longer than the document stays in memory. */
  const present = new Map<number, string>()
  const presences = new Map<string, number>()
  /** Ids of each owner. Who brings is another owner than who writes, so nobody pays for having helped. */
  const counts = new Map<string, number>()
  let news = 0
  const count = (owner: string, by: 1 | -1): void => {
    counts.set(owner, (counts.get(owner) ?? 0) + by)
  }
  for (const owner of stored.values()) count(owner, 1)
  const claim = (client: number, owner: string): void => {
    const before = stored.get(client)
    if (before !== undefined) count(before, -1)
    news += 1
    stored.set(client, owner)
    count(owner, 1)
    keep(client, owner)
  }
  const isBrought = (client: number): boolean => isBringer(stored.get(client) ?? '')
  const wrote = (client: number, person: string): void => {
    if (!stored.has(client)) claim(client, person)
  }
  /** Whether an owner may have one more. */
  const hasRoom = (owner: string): boolean => {
    const { perPerson, enough, perPersonBeyond, brought, broughtBeyond } = LIMITS.ids
    const [most, beyond] = isBringer(owner) ? [brought, broughtBeyond] : [perPerson, perPersonBeyond]
    return (counts.get(owner) ?? 0) < (stored.size < enough ? most : beyond)
  }
  /** Whether somebody may write under an id, for this owner. */
  const isFree = (client: number, person: string, owner: string): boolean => {
    if (client === own()) return false
    const before = stored.get(client)
    if (before !== undefined && !isBringer(before)) return before === owner
    return (present.get(client) ?? person) === person && (before !== undefined || hasRoom(owner))
  }
  return {
    allows: (client, person) => isFree(client, person, person),
    mayBring: (client, person) => isFree(client, person, BROUGHT + person),
    wrote,
    isTheirs: (client, person) => stored.get(client) === person,
    isNobodys: (client) => client !== own() && (!stored.has(client) || isBrought(client)),
    isBrought,
    brought(client, person) {
      if (stored.has(client)) return false
      claim(client, BROUGHT + person)
      return true
    },
    claimantOf(client) {
      const owner = stored.get(client) ?? SERVER
      return owner === SERVER || isBringer(owner) ? null : owner
    },
    news: () => news,
    found(client, person) {
      if (!isBrought(client)) return false
      claim(client, person)
      return true
    },
    close: (client) => claim(client, SERVER),
    present(client, person) {
      const claimed = presences.get(person) ?? 0
      if (present.has(client) || claimed >= LIMITS.claims) return
      presences.set(person, claimed + 1)
      present.set(client, person)
    },
    serverWrote: () => wrote(own(), SERVER),
  }
}
