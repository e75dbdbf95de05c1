/** Which round is meant. Pure. */
import type { Stage, StageRound } from '../../../shared/stage.ts'

/** What the page of votes shows: a round by its id, the form of a new one, or neither. */
export type Showing = string | null

/** Where one is on the page of votes. Whoever came straight to a round leaves the page by one Back. */
export type Place =
  | { readonly at: 'list' }
  | { readonly at: 'form' }
  | { readonly at: 'round'; readonly round: string; readonly straight: boolean }

/** The round that is open now, the newest if there are several. */
export const openRoundOf = ({ rounds }: Pick<Stage, 'rounds'>): string | null =>
  rounds.findLast((round) => round.closedAt === null)?.id ?? null

/** Where an address leads: to its round; without one, to the only open round, or to the list. Facilitators begin rounds there. */
export const placeOf = (
  { rounds }: Pick<Stage, 'rounds'>,
  role: string,
  round: string | undefined,
): Place => {
  if (round) return { at: 'round', round, straight: true }
  const open = rounds.filter(({ closedAt }) => closedAt === null)
  const [only] = open
  return only && open.length === 1 && role !== 'facilitator'
    ? { at: 'round', round: only.id, straight: true }
    : { at: 'list' }
}

/** What others are told that a place shows. */
export const showingOf = (place: Place): Showing =>
  place.at === 'round' ? place.round : place.at === 'form' ? 'form' : null

/** Under so many ballots the totals come close to telling how a person voted; means are withheld from there on, too. */
export const FEW = 5

/** So few people can vote that the totals may tell how. */
export const fewVoters = ({ voted, present }: Pick<StageRound, 'voted' | 'present'>): boolean =>
  Math.max(voted, present) < FEW
