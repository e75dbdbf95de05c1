/** Raised hands: who asks to speak, and since when. */
import type { StagePerson } from '../../shared/stage.ts'

/** Raised hands first, the one that is up longest before the others. */
export const byHand = (a: Pick<StagePerson, 'hand'>, b: Pick<StagePerson, 'hand'>): number =>
  a.hand === b.hand ? 0 : (a.hand ?? Infinity) - (b.hand ?? Infinity)

/** Who has raised a hand between two states of the workshop, the earliest first. */
export const newHands = (
  before: ReadonlyMap<string, StagePerson>,
  now: ReadonlyMap<string, StagePerson>,
): StagePerson[] =>
  [...now.values()]
    .filter((person) => person.hand !== undefined && before.get(person.id)?.hand !== person.hand)
    .sort(byHand)
