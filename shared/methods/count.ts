/** What every method counts alike: ranks, mean and spread. */
import type { Tallied } from './method.ts'

/** Under this many ballots no mean and no spread are published, lest a ballot be worked out from them. */
export const MIN_BALLOTS_FOR_MEAN = 5

/** The numbers that ballots gave to one candidate. */
export interface Given {
  readonly item: string
  readonly numbers: readonly number[]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const meanOf = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : sum(numbers) / numbers.length

/**
 * Population standard deviation: the ballots are everybody who voted, not a sample of them. Counted in whole numbers until the end,
 * so that it is the same to the last digit in whichever order the ballots come.
 */
const spreadOf = (numbers: readonly number[]): number | null => {
  const count = numbers.length
  if (count === 0) return null
  const squares = sum(numbers.map((number) => number ** 2))
  return Math.sqrt(count * squares - sum(numbers) ** 2) / count
}

/**
 * Ranks candidates by their totals, the highest first. Equal totals share a rank and the next is skipped (1, 2, 2, 4); they
 * keep the order in which they were put up.
 */
export const rank = (given: readonly Given[], ballots: number): Tallied[] => {
  const told = ballots >= MIN_BALLOTS_FOR_MEAN
  const counted = given.map(({ item, numbers }) => ({
    item,
    total: sum(numbers),
    mean: told ? meanOf(numbers) : null,
    spread: told ? spreadOf(numbers) : null,
  }))
  return counted
    .map((one) => ({ ...one, rank: 1 + counted.filter((other) => other.total > one.total).length }))
    .sort((a, b) => a.rank - b.rank)
}
