/** The plan as the outcome's parts use it: read it, change it, undo it. */
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type * as Y from 'yjs'
import {
  addRow,
  clearRow,
  restoreRow,
  setRow,
  trashRow,
  type FieldsOfTable,
  type PlanTable,
} from '../../../shared/plan.ts'
import type { Session } from '../../model/types.ts'

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

export const usePlanEdit = (session: Session): PlanEdit =>
  useMemo(() => {
    const { doc, undo } = session.plan()
    // Two changes in one breath are still two: each is undone by itself.
    const step = <Answer>(work: () => Answer): Answer => {
      undo.stopCapturing()
      return work()
    }
    return {
      doc,
      set: (table, id, fields) => step(() => setRow(doc, table, id, fields)),
      clear: (table, id, field) => step(() => clearRow(doc, table, id, field)),
      add: (table, fields) => step(() => addRow(doc, table, fields)),
      trash: (table, id) => step(() => trashRow(doc, table, id)),
      restore: (table, id) => step(() => restoreRow(doc, table, id)),
    }
  }, [session])

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
  readonly edit: PlanEdit
  readonly writable: boolean
  /** Opens all of an action. */
  readonly open: (action: string) => void
}

export const PlanContext = createContext<PlanContext | null>(null)

export const usePlan = (): PlanContext => {
  const held = useContext(PlanContext)
  if (!held) throw new Error('usePlan stands outside the outcome screen')
  return held
}
