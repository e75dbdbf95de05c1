/** The one list of voting methods. */
import { dots, type DotsRule } from './dots/dots.ts'
import { score, type ScoreRule } from './score/score.ts'
import type { Method } from './method.ts'

export type MethodRule = DotsRule | ScoreRule
export type MethodType = MethodRule['type']

export const methods = { score, dots } as const satisfies {
  [Type in MethodType]: Method<Type, Extract<MethodRule, { type: Type }>>
}

/** The method of a rule. */
export const methodOf = (rule: MethodRule): Method<MethodType, MethodRule> =>
  // A rule's type picks the method that was registered for just that type.
  methods[rule.type] as unknown as Method<MethodType, MethodRule>
