/**
 * The plan document: the workplan as it is worked on. The only module that calls Yjs setters on it.
 *
 * Root maps `criteria`, `actions`, `meetings`: id → Y.Map of primitive fields. The server writes `derived.<field>`; people write
 * `<field>`, with `over.<field>`, the derived value as it was when they did. A reader shows people's value first, and marks where
 * the source has changed since. A row that people deleted is `trashed` and stays so, however often the server derives.
 */
import * as Y from 'yjs'
import * as z from 'zod/mini'
import { newId } from './ids.ts'
import { LOCAL } from './board.ts'

// ---- what a row holds -----------------------------------------------------------------------------------------------------

const text = z.catch(z.string(), '')
const date = z.catch(z.string().check(z.regex(/^(\d{4}-\d{2}-\d{2})?$/)), '')
const numbers = z.catch(z.array(z.int()), [])
const source = z.object({ board: z.string(), item: z.string() })
/** Where a row came from: notes on boards. */
export type Source = z.infer<typeof source>
const sources = z.catch(z.array(source), [])

export const STATUSES = ['to-start', 'under-way', 'waiting', 'done'] as const
export type Status = (typeof STATUSES)[number]
export const HEALTHS = ['on-track', 'at-risk', 'late'] as const
export type Health = (typeof HEALTHS)[number]

/** What was voted on it: the round, its place there, the total; null when nobody voted on it. */
const priority = z.catch(z.nullable(z.object({ round: z.string(), rank: z.int(), total: z.number() })), null)
export type Priority = z.infer<typeof priority>

const actionFields = {
  action: text,
  /** The intended outcome. */
  outcome: text,
  /** The id of the criterion it serves, or ''. */
  criterion: text,
  principles: numbers,
  priority,
  /** Who leads; '' means "to be agreed". */
  lead: text,
  /** Who supports. */
  support: text,
  /** ISO dates, or ''. */
  start: date,
  due: date,
  status: z.catch(z.enum(STATUSES), 'to-start'),
  health: z.catch(z.enum(HEALTHS), 'on-track'),
  /** How success will be seen. */
  evidence: text,
  sources,
}

const criterionFields = {
  title: text,
  statement: text,
  /** "How would we know": one line each. */
  indicators: z.catch(z.array(z.string()), []),
  evidence: z.catch(z.array(z.string()), []),
  principles: numbers,
  sources,
}

const meetingFields = {
  /** A meeting of the project board, or a date by which it reports. */
  type: z.catch(z.enum(['meeting', 'report']), 'meeting'),
  title: text,
  date,
  /** `HH:MM`, or ''. */
  time: z.catch(z.string().check(z.regex(/^(\d{2}:\d{2})?$/)), ''),
  /** IANA name, e.g. Europe/London. */
  timeZone: z.catch(z.string(), 'Europe/London'),
  place: text,
  /** The committee that a report goes to. */
  committee: text,
}

const schemas = {
  actions: z.object(actionFields),
  criteria: z.object(criterionFields),
  meetings: z.object(meetingFields),
} as const

export type PlanTable = keyof typeof schemas
export type FieldsOfTable<Table extends PlanTable> = z.infer<(typeof schemas)[Table]>

/** A row of the plan as people see it. */
export type Row<Table extends PlanTable> = Readonly<FieldsOfTable<Table>> & {
  readonly id: string
  /** Made from the board by the server, rather than added by hand. */
  readonly derived: boolean
  /** Fields that people wrote, whose source has changed since. */
  readonly changed: readonly (keyof FieldsOfTable<Table>)[]
}
export type Action = Row<'actions'>
export type Criterion = Row<'criteria'>
export type Meeting = Row<'meetings'>

export interface Plan {
  /** By priority: voted ones best first, then those added by hand, oldest first. */
  readonly actions: readonly Action[]
  readonly criteria: readonly Criterion[]
  /** By date. */
  readonly meetings: readonly Meeting[]
}

// ---- reading ------------------------------------------------------------------------------------------------------------------

type RowMap = Y.Map<unknown>
const tableOf = (doc: Y.Doc, table: PlanTable): Y.Map<RowMap> => doc.getMap<RowMap>(table)

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const parseRow = <Table extends PlanTable>(table: Table, id: string, map: unknown): Row<Table> | null => {
  if (!(map instanceof Y.Map) || map.get('trashed') === true) return null
  const raw: Record<string, unknown> = {}
  const changed: string[] = []
  let derived = false
  for (const field of Object.keys(schemas[table].shape)) {
    const source: unknown = map.get(`derived.${field}`)
    const own: unknown = map.get(field)
    if (source !== undefined) derived = true
    raw[field] = own === undefined ? source : own
    if (
      own !== undefined &&
      source !== undefined &&
      !same(source, map.get(`over.${field}`)) &&
      !same(source, own)
    )
      changed.push(field)
  }
  // Every field of the schema catches what makes no sense, so this cannot throw, and gives just the table's fields.
  return { ...schemas[table].parse(raw), id, derived, changed } as unknown as Row<Table>
}

const rowsOf = <Table extends PlanTable>(doc: Y.Doc, table: Table): Row<Table>[] =>
  [...tableOf(doc, table)].flatMap(([id, map]) => parseRow(table, id, map) ?? [])

const byPriority = (a: Action, b: Action): number =>
  (a.priority?.rank ?? Infinity) - (b.priority?.rank ?? Infinity) || (a.id < b.id ? -1 : 1)

/** Reads the whole plan. */
export const readPlan = (doc: Y.Doc): Plan => ({
  actions: rowsOf(doc, 'actions').sort(byPriority),
  criteria: rowsOf(doc, 'criteria').sort((a, b) => (a.title < b.title ? -1 : 1)),
  meetings: rowsOf(doc, 'meetings').sort((a, b) => (`${a.date}${a.time}` < `${b.date}${b.time}` ? -1 : 1)),
})

// ---- writing: people ----------------------------------------------------------------------------------------------------------

/** Sets fields of a row to what a person wrote. */
export const setRow = <Table extends PlanTable>(
  doc: Y.Doc,
  table: Table,
  id: string,
  fields: Partial<FieldsOfTable<Table>>,
): void =>
  doc.transact(() => {
    const row = tableOf(doc, table).get(id)
    if (!row) return
    for (const [field, value] of Object.entries(fields)) {
      row.set(field, value)
      const source: unknown = row.get(`derived.${field}`)
      if (source !== undefined) row.set(`over.${field}`, source)
    }
  }, LOCAL)

/** Takes back what people wrote in a field, so that the derived value shows again. */
export const clearRow = <Table extends PlanTable>(
  doc: Y.Doc,
  table: Table,
  id: string,
  field: keyof FieldsOfTable<Table> & string,
): void =>
  doc.transact(() => {
    const row = tableOf(doc, table).get(id)
    row?.delete(field)
    row?.delete(`over.${field}`)
  }, LOCAL)

/** Adds a row by hand. @returns its id. */
export const addRow = <Table extends PlanTable>(
  doc: Y.Doc,
  table: Table,
  fields: Partial<FieldsOfTable<Table>>,
): string => {
  const id = newId()
  doc.transact(() => tableOf(doc, table).set(id, new Y.Map<unknown>(Object.entries(fields))), LOCAL)
  return id
}

/** Deletes a row; it stays deleted when the server derives again. `restoreRow` brings it back. */
export const trashRow = (doc: Y.Doc, table: PlanTable, id: string): void =>
  doc.transact(() => {
    tableOf(doc, table).get(id)?.set('trashed', true)
  }, LOCAL)

export const restoreRow = (doc: Y.Doc, table: PlanTable, id: string): void =>
  doc.transact(() => {
    tableOf(doc, table).get(id)?.delete('trashed')
  }, LOCAL)

/** Undo and redo of my own changes to the plan. */
export const createPlanUndo = (doc: Y.Doc): Y.UndoManager =>
  new Y.UndoManager([tableOf(doc, 'actions'), tableOf(doc, 'criteria'), tableOf(doc, 'meetings')], {
    trackedOrigins: new Set([LOCAL]),
    captureTimeout: 500,
  })

// ---- writing: the server ------------------------------------------------------------------------------------------------------

/** What the server derived for a table: row id → fields. */
export type Derived<Table extends PlanTable> = ReadonlyMap<string, Partial<FieldsOfTable<Table>>>

/** Writes derived fields; what is there already is not written again, so deriving twice changes nothing. */
export const writeDerived = <Table extends PlanTable>(doc: Y.Doc, table: Table, rows: Derived<Table>): void =>
  doc.transact(() => {
    const map = tableOf(doc, table)
    for (const [id, fields] of rows) {
      let row = map.get(id)
      if (!row) map.set(id, (row = new Y.Map<unknown>()))
      for (const [field, value] of Object.entries(fields))
        if (!same(row.get(`derived.${field}`), value)) row.set(`derived.${field}`, value)
    }
  })
