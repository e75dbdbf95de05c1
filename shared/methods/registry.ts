/** The one list of voting methods. */
import { dots, type DotsRule } from './dots/dots.ts'
import { score, type ScoreRule } from './score/score.ts'
import type { Method } from './method.ts'

export type MethodRule = DotsRule | ScoreRule
export type MethodType = MethodRule['type']

export const methods = { score, dots } as const satisfies {
  [Type in MethodType]: Method<Type, Extract<MethodRule, { type: Type }>>
}

/** The method of a rule. Use it with that rule: a method reads no other's. */
export const methodOf = (rule: MethodRule): Method<MethodType, MethodRule> => methods[rule.type]
