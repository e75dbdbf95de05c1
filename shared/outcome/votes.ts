/** What was voted on the plan's actions, as the rounds say it: whoever may write the plan's own document could claim more there. */
import type { Action, Plan } from '../plan.ts'
import type { StageRound } from '../stage.ts'
import { actionId } from './derivePlan.ts'

/**
 * The plan with its actions' places and totals out of the closed rounds, and in that order; what no round was held on has none.
 * An action that was voted on always leads back to its candidate.
 */
export const withVotes = <P extends Pick<Plan, 'actions'>>(plan: P, rounds: readonly StageRound[]): P => {
  const voted = new Map<string, Pick<Action, 'priority' | 'sources'>>()
  for (const { id: round, candidates, result } of rounds)
    for (const { item, rank, total } of result?.candidates ?? []) {
      const sources = candidates.filter((one) => one.item === item).map(({ board }) => ({ board, item }))
      voted.set(actionId(round, item), { priority: { round, rank, total }, sources })
    }
  const actions = plan.actions.map((action): Action => {
    const { priority, sources } = voted.get(action.id) ?? { priority: null, sources: [] }
    const missing = sources.filter(({ item }) => !action.sources.some((source) => source.item === item))
    return { ...action, priority, sources: missing.length ? [...missing, ...action.sources] : action.sources }
  })
  const place = (action: Action): number => action.priority?.rank ?? Number.MAX_SAFE_INTEGER
  return { ...plan, actions: actions.sort((a, b) => place(a) - place(b)) }
}
