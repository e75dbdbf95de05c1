/** Derives the plan's rows from boards and closed rounds, into the plan document. */
import { readBoard } from '../../shared/board.ts'
import { boardDoc } from '../../shared/docs.ts'
import type { Say } from '../say.ts'
import { derivePlan } from '../../shared/outcome/derivePlan.ts'
import type { OutcomeBoard } from '../../shared/outcome/boards.ts'
import { isDerived, rowIds, writeDerived } from '../../shared/plan.ts'
import { boardsOf, roundsOf } from '../../shared/stage.ts'
import type { Ledger } from '../ledger.ts'
import type { Room } from '../sync/contract.ts'
import type { Workshop } from '../workshops/workshops.ts'

export interface PlanDeps {
  readonly openDoc: (workshop: string, name: string) => Promise<Room>
  readonly ledger: Ledger
  readonly t: Say
}

/** The documents that a derivation reads and writes, open. */
export interface OpenDocs {
  readonly boards: ReadonlyMap<string, Room>
  readonly plan: Room
}

export const createPlanner = ({ openDoc, ledger, t }: PlanDeps) => {
  /** A workshop's boards as they stand; one that was added since the documents were opened is still empty. */
  const boardsIn = (workshop: Workshop, { boards }: OpenDocs): OutcomeBoard[] =>
    boardsOf(workshop.stage).flatMap(({ id, title }) => {
      const room = boards.get(id)
      return room ? [{ id, title, view: readBoard(room.doc) }] : []
    })

  const derive = (workshop: Workshop, docs: OpenDocs): void => {
    const { criteria, actions } = derivePlan({
      boards: boardsIn(workshop, docs),
      stage: { rounds: [...roundsOf(workshop.stage)].sort((a, b) => a.openedAt - b.openedAt) },
      consentOf: (board, item) => ledger.consentOf(workshop, board, item),
      standing: rowIds(docs.plan.doc, 'criteria'),
      t,
    })
    docs.plan.doc.transact(() => {
      writeDerived(docs.plan.doc, 'criteria', criteria)
      writeDerived(docs.plan.doc, 'actions', actions)
    })
  }

  return {
    /** Opens what a derivation needs. Whoever derives does so in one turn after this. */
    async open(workshop: Workshop): Promise<OpenDocs> {
      const [plan, ...boards] = await Promise.all([
        openDoc(workshop.id, 'plan'),
        ...boardsOf(workshop.stage).map(
          async ({ id }) => [id, await openDoc(workshop.id, boardDoc(id))] as const,
        ),
      ])
      return { plan, boards: new Map(boards) }
    },

    /** Writes the derived rows; what stands there already is not written again. */
    derive,

    /** Writes them only where some were written before: a plan that nobody has asked for yet stays empty. */
    deriveAgain(workshop: Workshop, docs: OpenDocs): void {
      if (isDerived(docs.plan.doc)) derive(workshop, docs)
    },
  }
}

export type Planner = ReturnType<typeof createPlanner>
