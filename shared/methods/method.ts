/** What a voting method must provide. A new method is one folder here, one line in the registry, and its words. */
import type { Translate } from '../i18n/translate.ts'

/** What one person chose: candidate's item id → a number, whose meaning is the method's. What is left out was not chosen. */
export type Choices = Readonly<Record<string, number>>

/** One candidate's count. */
export interface Tallied {
  readonly item: string
  /** 1 for the best; candidates that tie share a rank, and the next is skipped (1, 2, 2, 4). */
  readonly rank: number
  readonly total: number
  /** Mean of the numbers given to it; null under five ballots, lest a ballot be worked out from it. */
  readonly mean: number | null
  /** Population standard deviation of those numbers; null under five ballots. */
  readonly spread: number | null
}

/**
 * A voting method. `Rule` is what a facilitator settles when the round opens, e.g. how many dots each person has.
 */
export interface Method<Type extends string, Rule extends { readonly type: Type }> {
  readonly type: Type
  /** Why these choices are not acceptable, in plain words, or null when they are. */
  objection(rule: Rule, candidates: readonly string[], choices: Choices, t: Translate): string | null
  /** Counts ballots: every candidate is listed, best first. */
  tally(rule: Rule, candidates: readonly string[], ballots: readonly Choices[]): Tallied[]
  /** The rule in one sentence, for those who vote: "You have 5 dots. Put at most 3 on one idea." */
  rule(rule: Rule, t: Translate): string
  /** The method in one sentence, for those who read the outcome. */
  sentence(rule: Rule, t: Translate): string
}
