/** Secret ballots. They never enter a Y.Doc nor a log line, and are gone in the commit that closes their round. */
import type { Choices } from '../../shared/methods/method.ts'
import type { Forgetting } from '../forgetting.ts'
import { recordKey } from '../workshops/records.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'

/** One person's, as of a moment in Unix ms. */
export interface Ballot {
  readonly choices: Choices
  readonly at: number
}

const keyOf = (round: string, person: string): string => `${round}/${person}`

const keysIn = (records: ReadonlyMap<string, unknown>, round: string): string[] =>
  [...records.keys()].filter((key) => key.startsWith(`${round}/`))

export const createBallots = ({
  workshops,
  forgetting,
}: {
  readonly workshops: Workshops
  readonly forgetting: Pick<Forgetting, 'owe'>
}) => ({
  /** What a person chose, and since when it holds; nothing, as of 0, when they have no ballot. */
  ballotOf: ({ tables }: Workshop, round: string, person: string): Ballot =>
    tables.ballot.get(keyOf(round, person)) ?? { choices: {}, at: 0 },

  /** Casts or replaces a person's one ballot. */
  cast: (workshop: Workshop, round: string, person: string, { choices, at }: Ballot): void =>
    workshops.put(workshop, 'ballot', keyOf(round, person), { choices: { ...choices }, at }),

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
      .map((key) => tables.ballot.get(key)?.choices ?? {}),

  /** Destroys a round's ballots, and who was seen: in this commit, and then off the disk as well, which would keep them for a while. */
  destroy(workshop: Workshop, round: string): void {
    for (const table of ['ballot', 'seen'] as const) {
      for (const key of keysIn(workshop.tables[table], round)) workshops.remove(workshop, table, key)
      forgetting.owe(workshop.id, recordKey(workshop.id, table, `${round}/`))
    }
  },
})
