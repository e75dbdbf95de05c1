/** Dot voting: everyone has the same number of dots, and puts them where they matter most. */
import { rank } from '../count.ts'
import type { Method } from '../method.ts'

export interface DotsRule {
  readonly type: 'dots'
  /** How many dots each person has. */
  readonly budget: number
  /** How many of them may go on one candidate. */
  readonly cap: number
}

export const dots: Method<'dots', DotsRule> = {
  type: 'dots',
  objection: ({ budget, cap }, candidates, choices, t) => {
    const chosen = Object.entries(choices)
    if (chosen.some(([item]) => !candidates.includes(item))) return t('method.objection.stranger')
    if (chosen.some(([, number]) => !Number.isInteger(number) || number < 0))
      return t('method.dots.objection.whole')
    if (chosen.some(([, number]) => number > cap)) return t('method.dots.objection.cap', { cap })
    const used = chosen.reduce((total, [, number]) => total + number, 0)
    return used > budget ? t('method.dots.objection.budget', { budget }) : null
  },
  // A candidate that a ballot leaves out got none of its dots, which is a number too.
  tally: (_rule, candidates, ballots) =>
    rank(
      candidates.map((item) => ({
        item,
        numbers: ballots.map((choices) => (Object.hasOwn(choices, item) ? (choices[item] ?? 0) : 0)),
      })),
      ballots.length,
    ),
  rule: ({ budget, cap }, t) => t('method.dots.rule', { budget, cap: Math.min(cap, budget) }),
  sentence: ({ budget, cap }, t) => t('method.dots.sentence', { budget, cap: Math.min(cap, budget) }),
}
