/** Which principles a plan serves, and which it leaves out. */
import type { Plan } from '../plan.ts'
import type { Principle } from '../stage.ts'

export interface Coverage extends Principle {
  /** How many actions serve it. */
  readonly actions: number
  /** How many criteria serve it. */
  readonly criteria: number
}

/** Every principle of the workshop, in its own order; what nothing serves has zeros. */
export const coverageOf = (
  plan: Pick<Plan, 'actions' | 'criteria'>,
  principles: readonly Principle[],
): Coverage[] =>
  principles.map((principle) => {
    const serving = (rows: readonly { readonly principles: readonly number[] }[]): number =>
      rows.filter((row) => row.principles.includes(principle.id)).length
    return { ...principle, actions: serving(plan.actions), criteria: serving(plan.criteria) }
  })
