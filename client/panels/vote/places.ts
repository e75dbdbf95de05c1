/** A closed round's result, as it is shown. Pure. */
import type { Candidate, StageRound } from '../../../shared/stage.ts'
import type { Tallied } from '../../../shared/methods/method.ts'

export interface Place extends Tallied {
  readonly candidate: Candidate | null
  /** How many share this place, itself among them. */
  readonly shared: number
  /** Its bar's length, from 0 to 1, the best being 1. */
  readonly share: number
  /** Whether anybody chose or scored it. Under five ballots a 0 by all can't be told from no score at all. */
  readonly chosen: boolean
}

/** Every candidate with its place, best first. */
export const placesOf = ({ candidates, result, method }: StageRound): Place[] => {
  if (!result) return []
  const byItem = new Map(candidates.map((candidate) => [candidate.item, candidate]))
  const most = Math.max(0, ...result.candidates.map(({ total }) => total))
  return result.candidates.map((tallied) => ({
    ...tallied,
    candidate: byItem.get(tallied.item) ?? null,
    shared: result.candidates.filter(({ rank }) => rank === tallied.rank).length,
    share: most > 0 ? tallied.total / most : 0,
    chosen: tallied.total > 0 || (method.type === 'score' && tallied.mean !== null),
  }))
}
