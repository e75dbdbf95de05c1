/** The plan as the outcome's parts use it: read it, change it, undo it. */
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type * as Y from 'yjs'
import { LOCAL } from '../../../shared/boardChange.ts'
import {
  addRow,
  clearRow,
  restoreRow,
  setRow,
  trashRow,
  type FieldsOfTable,
  type Plan,
  type PlanTable,
} from '../../../shared/plan.ts'
import { rowsOfSameItem, withVotes, type VotedPlan } from '../../../shared/outcome/votes.ts'
import { useStore } from '../../model/react.tsx'
import type { DocHandle, Session } from '../../model/types.ts'

/** Changes to the plan, each of them one step of undo. */
export interface PlanEdit {
  readonly doc: Y.Doc
  set<Table extends PlanTable>(table: Table, id: string, fields: Partial<FieldsOfTable<Table>>): void
  /** Lets the boards speak again in this field. */
  clear<Table extends PlanTable>(table: Table, id: string, field: keyof FieldsOfTable<Table> & string): void
  add<Table extends PlanTable>(table: Table, fields: Partial<FieldsOfTable<Table>>): string
  trash(table: PlanTable, id: string): void
  restore(table: PlanTable, id: string): void
}

/** The plan that is open; another one when the document was replaced by a clean one. */
const usePlanHandle = (session: Session): DocHandle<Plan> =>
  useStore(session.generation, () => session.plan())

const useEdit = ({ doc, undo, view }: DocHandle<Plan>, session: Session): PlanEdit =>
  useMemo(() => {
    const rounds = () => session.stage.get().rounds
    // An action may stand for several rows. What is changed on the screen changes wherever people had written it.
    const alsoOn = (table: PlanTable, id: string, field: string): string[] => {
      if (table !== 'actions') return []
      const action = withVotes(view.get(), rounds()).actions.find((one) => one.id === id)
      return (action?.twins ?? [])
        .filter(({ written }) => written.some((name) => name === field))
        .map((row) => row.id)
    }
    const rowsFor = (table: PlanTable, id: string): string[] =>
      table === 'actions' ? rowsOfSameItem(id, rounds()) : [id]
    // Two changes in one breath are still two: each is undone by itself.
    const step = <Answer>(work: () => Answer): Answer => {
      undo.stopCapturing()
      return work()
    }
    return {
      doc,
      set: (table, id, fields) =>
        step(() =>
          doc.transact(() => {
            for (const [field, value] of Object.entries(fields))
              for (const row of alsoOn(table, id, field))
                setRow(doc, table, row, Object.fromEntries([[field, value]]) as typeof fields)
            setRow(doc, table, id, fields)
          }, LOCAL),
        ),
      clear: (table, id, field) =>
        step(() =>
          doc.transact(() => {
            for (const row of [...alsoOn(table, id, field), id]) clearRow(doc, table, row, field)
          }, LOCAL),
        ),
      add: (table, fields) => step(() => addRow(doc, table, fields)),
      trash: (table, id) =>
        step(() => doc.transact(() => rowsFor(table, id).forEach((row) => trashRow(doc, table, row)), LOCAL)),
      restore: (table, id) =>
        step(() =>
          doc.transact(() => rowsFor(table, id).forEach((row) => restoreRow(doc, table, row)), LOCAL),
        ),
    }
  }, [doc, undo, view, session])

/** Whether there is something to undo or do again. */
export const useUndo = (undo: Y.UndoManager): { readonly canUndo: boolean; readonly canRedo: boolean } => {
  const [, setCount] = useState(0)
  useEffect(() => {
    const look = () => setCount((count) => count + 1)
    const events = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const
    for (const event of events) undo.on(event, look)
    return () => {
      for (const event of events) undo.off(event, look)
    }
  }, [undo])
  return { canUndo: undo.canUndo(), canRedo: undo.canRedo() }
}

/** What all parts of the screen share. */
export interface PlanContext {
  /** As people see it: an action for each item, with its votes. */
  readonly plan: VotedPlan<Plan>
  readonly handle: DocHandle<Plan>
  readonly edit: PlanEdit
  readonly writable: boolean
  /** Opens all of an action. */
  readonly open: (action: string) => void
}

/** Opens the plan for the whole screen. */
export const useOpenedPlan = (session: Session, open: (action: string) => void): PlanContext => {
  const handle = usePlanHandle(session)
  const edit = useEdit(handle, session)
  const written = useStore(handle.view)
  const rounds = useStore(session.stage, (stage) => stage.rounds)
  const plan = useMemo(() => withVotes(written, rounds), [written, rounds])
  const writable = useStore(handle.writable)
  return useMemo(() => ({ plan, handle, edit, writable, open }), [plan, handle, edit, writable, open])
}

export const PlanContext = createContext<PlanContext | null>(null)

export const usePlan = (): PlanContext => {
  const held = useContext(PlanContext)
  if (!held) throw new Error('usePlan stands outside the outcome screen')
  return held
}
