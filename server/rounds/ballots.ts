/** Secret ballots. They never enter a Y.Doc nor a log line, and are gone in the commit that closes their round. */
import type { Choices } from '../../shared/methods/method.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'

const keyOf = (round: string, person: string): string => `${round}/${person}`

const keysIn = (records: ReadonlyMap<string, unknown>, round: string): string[] =>
  [...records.keys()].filter((key) => key.startsWith(`${round}/`))

export const createBallots = ({ workshops }: { readonly workshops: Workshops }) => ({
  /** What a person chose; nothing, when they have no ballot. */
  ballotOf: ({ tables }: Workshop, round: string, person: string): Choices =>
    tables.ballot.get(keyOf(round, person)) ?? {},

  /** Casts or replaces a person's one ballot. */
  cast: (workshop: Workshop, round: string, person: string, choices: Choices): void =>
    workshops.put(workshop, 'ballot', keyOf(round, person), { ...choices }),

  /** How many have voted. */
  voted: ({ tables }: Workshop, round: string): number => keysIn(tables.ballot, round).length,

  /** Marks a person as entitled to vote and here. @returns whether that is new */
  see(workshop: Workshop, round: string, person: string): boolean {
    const key = keyOf(round, person)
    if (workshop.tables.seen.has(key)) return false
    workshops.put(workshop, 'seen', key, 1)
    return true
  },

  /** How many people entitled to vote were seen since the round opened. */
  present: ({ tables }: Workshop, round: string): number => keysIn(tables.seen, round).length,

  /** All ballots of a round, sorted so that their order tells nothing. */
  all: ({ tables }: Workshop, round: string): readonly Choices[] =>
    keysIn(tables.ballot, round)
      .sort()
      .map((key) => tables.ballot.get(key) ?? {}),

  /** Destroys a round's ballots, and who was seen. That they are still to be wiped is stored in the same commit. */
  destroy(workshop: Workshop, round: string): void {
    workshops.put(workshop, 'wipe', round, 1)
    for (const table of ['ballot', 'seen'] as const)
      for (const key of keysIn(workshop.tables[table], round)) workshops.remove(workshop, table, key)
  },

  /** Takes what was destroyed off the disk as well, which would keep it for a while otherwise. */
  async forget(workshop: Workshop, round: string): Promise<void> {
    for (const table of ['ballot', 'seen'] as const) await workshops.forget(workshop, table, `${round}/`)
    workshops.remove(workshop, 'wipe', round)
  },

  /** Rounds that were closed, but not wiped off the disk: the server stopped in between. */
  unwiped: ({ tables }: Workshop): readonly string[] => [...tables.wipe.keys()],
})
