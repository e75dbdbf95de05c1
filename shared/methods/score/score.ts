/** Score voting: everyone gives each candidate 0 to 5; a candidate left out was not scored by them. */
import { rank } from '../count.ts'
import type { Method } from '../method.ts'

export interface ScoreRule {
  readonly type: 'score'
}

/** The highest score. */
export const MAX_SCORE = 5

export const score: Method<'score', ScoreRule> = {
  type: 'score',
  objection: (_rule, candidates, choices, t) => {
    const chosen = Object.entries(choices)
    if (chosen.some(([item]) => !candidates.includes(item))) return t('method.objection.stranger')
    const sound = (number: number) => Number.isInteger(number) && number >= 0 && number <= MAX_SCORE
    return chosen.every(([, number]) => sound(number))
      ? null
      : t('method.score.objection.range', { max: MAX_SCORE })
  },
  // Ranked by total and not by mean, so that one person's 5 for what nobody else looked at does not win.
  tally: (_rule, candidates, ballots) =>
    rank(
      candidates.map((item) => ({
        item,
        numbers: ballots.flatMap((choices) => (Object.hasOwn(choices, item) ? (choices[item] ?? []) : [])),
      })),
      ballots.length,
    ),
  rule: (_rule, t) => t('method.score.rule', { max: MAX_SCORE }),
  sentence: (_rule, t) => t('method.score.sentence', { max: MAX_SCORE }),
}
