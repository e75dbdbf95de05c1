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
import { printOf } from './board.ts'
import { LOCAL } from './boardChange.ts'

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

/** A row, by its fields. */
type RowOf<Fields extends object> = Readonly<Fields> & {
  readonly id: string
  /** Made from the board by the server, rather than added by hand. */
  readonly derived: boolean
  /** Fields that people wrote, whose source has changed since. */
  readonly changed: readonly (keyof Fields)[]
  /** Fields that people wrote. */
  readonly written: readonly (keyof Fields)[]
}

/** A row of the plan as people see it. */
export type Row<Table extends PlanTable> = RowOf<FieldsOfTable<Table>>
export type Action = Row<'actions'>
export type Criterion = Row<'criteria'>
export type Meeting = Row<'meetings'>

export interface Plan {
  /** By priority: voted ones best first, then those added by hand, oldest first. */
  readonly actions: readonly Action[]
  readonly criteria: readonly Criterion[]
  /** By date. */
  readonly meetings: readonly Meeting[]
  /** Ids of the actions that people deleted. */
  readonly deleted: readonly string[]
}

// ---- reading ------------------------------------------------------------------------------------------------------------------

type RowMap = Y.Map<unknown>
const tableOf = (doc: Y.Doc, table: PlanTable): Y.Map<RowMap> => doc.getMap<RowMap>(table)

/** Equal as plain data. A peer may have written a bigint, which JSON refuses. */
const same = (a: unknown, b: unknown): boolean => print(a) === print(b)
const print = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))

/** What a table's schema offers here. Each of its fields catches what makes no sense, so parsing never throws. */
interface TableSchema<Fields extends object> {
  readonly shape: Readonly<Record<keyof Fields & string, unknown>>
  parse(raw: unknown): Fields
}

const isField = <Fields extends object>(
  schema: TableSchema<Fields>,
  name: string,
): name is keyof Fields & string => Object.hasOwn(schema.shape, name)

const fieldsOf = <Fields extends object>(schema: TableSchema<Fields>): (keyof Fields & string)[] =>
  Object.keys(schema.shape).filter((name) => isField(schema, name))

/** Fields out of plain data: what makes no sense takes its default, what is not there is left out. */
const parseFields = <Fields extends object>(
  schema: TableSchema<Fields>,
  raw: Readonly<Record<string, unknown>>,
): Partial<Fields> => {
  const parsed: Partial<Fields> = { ...schema.parse(raw) }
  for (const field of fieldsOf(schema)) if (raw[field] === undefined) delete parsed[field]
  return parsed
}

/** Reads fields of a table's row that were kept as plain data, e.g. on a device. */
export const readFields: {
  readonly [Table in PlanTable]: (raw: Readonly<Record<string, unknown>>) => Partial<FieldsOfTable<Table>>
} = {
  actions: (raw) => parseFields(schemas.actions, raw),
  criteria: (raw) => parseFields(schemas.criteria, raw),
  meetings: (raw) => parseFields(schemas.meetings, raw),
}

const parseRow = <Fields extends object>(
  schema: TableSchema<Fields>,
  id: string,
  map: unknown,
): RowOf<Fields> | null => {
  if (!(map instanceof Y.Map) || map.get('trashed') === true) return null
  const raw: Record<string, unknown> = {}
  const changed: (keyof Fields)[] = []
  const written: (keyof Fields)[] = []
  let derived = false
  for (const field of fieldsOf(schema)) {
    const source: unknown = map.get(`derived.${field}`)
    const own: unknown = map.get(field)
    if (source !== undefined) derived = true
    raw[field] = own === undefined ? source : own
    if (own !== undefined) written.push(field)
    if (own === undefined || source === undefined) continue
    if (!same(source, map.get(`over.${field}`)) && !same(source, own)) changed.push(field)
  }
  return { ...schema.parse(raw), id, derived, changed, written }
}

/** Rows of a table, oldest first; those that the server made lead, by id. */
const rowsOf = <Fields extends object>(
  doc: Y.Doc,
  table: PlanTable,
  schema: TableSchema<Fields>,
): RowOf<Fields>[] => {
  const added = (map: unknown): number => {
    const at: unknown = map instanceof Y.Map ? map.get('added') : 0
    return typeof at === 'number' && Number.isFinite(at) ? at : 0
  }
  return [...tableOf(doc, table)]
    .sort(([a, one], [b, other]) => added(one) - added(other) || (a < b ? -1 : 1))
    .flatMap(([id, map]) => parseRow(schema, id, map) ?? [])
}

const compare = <Value extends string | number>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0)
const rankOf = (action: Action): number => action.priority?.rank ?? Infinity

/** Reads the whole plan. */
export const readPlan = (doc: Y.Doc): Plan => ({
  actions: rowsOf(doc, 'actions', schemas.actions).sort((a, b) => compare(rankOf(a), rankOf(b))),
  criteria: rowsOf(doc, 'criteria', schemas.criteria).sort((a, b) => compare(a.title, b.title)),
  meetings: rowsOf(doc, 'meetings', schemas.meetings).sort((a, b) =>
    compare(`${a.date}${a.time}`, `${b.date}${b.time}`),
  ),
  deleted: [...tableOf(doc, 'actions')].flatMap(([id, row]: [string, unknown]) =>
    row instanceof Y.Map && row.get('trashed') === true ? id : [],
  ),
})

const parseSource = <Fields extends object>(schema: TableSchema<Fields>, map: unknown): Partial<Fields> => {
  const fields = fieldsOf(schema)
  const said = (field: string): unknown => (map instanceof Y.Map ? map.get(`derived.${field}`) : undefined)
  return parseFields(schema, Object.fromEntries(fields.map((name) => [name, said(name)])))
}

/** What the boards say of an action now, whatever people wrote since; only the fields that were derived. */
export const sourceOfAction = (doc: Y.Doc, id: string): Partial<FieldsOfTable<'actions'>> =>
  parseSource(schemas.actions, tableOf(doc, 'actions').get(id))

/** What the boards say of a criterion now, whatever people wrote since; only the fields that were derived. */
export const sourceOfCriterion = (doc: Y.Doc, id: string): Partial<FieldsOfTable<'criteria'>> =>
  parseSource(schemas.criteria, tableOf(doc, 'criteria').get(id))

/** What people did to a row, deleted ones among them; what was derived is no part of it. */
export interface OwnRow {
  readonly fields: Readonly<Record<string, unknown>>
  readonly trashed: boolean
  /** Unix ms; undefined for a row that was derived. */
  readonly added: number | undefined
}

/** Reads what people did to one row; null when there is none. */
export const readOwnRow = (doc: Y.Doc, table: PlanTable, id: string): OwnRow | null => {
  const row: unknown = tableOf(doc, table).get(id)
  if (!(row instanceof Y.Map)) return null
  const raw: Readonly<Record<string, unknown>> = Object.fromEntries(row.entries())
  const { added, trashed } = raw
  return {
    fields: readFields[table](raw),
    trashed: trashed === true,
    added: typeof added === 'number' ? added : undefined,
  }
}

/** A short print of what people wrote in a row, by which somebody sees that it was written in since. */
export const printOfRow = (fields: Readonly<Record<string, unknown>>): string =>
  printOf([print(Object.entries(fields).sort(([one], [other]) => compare(one, other))) ?? ''])

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
): void => clearFields(doc, table, id, [field])

/** Takes back what people wrote in several fields; what is no field of the table is left alone. */
export const clearFields = (doc: Y.Doc, table: PlanTable, id: string, names: readonly string[]): void =>
  doc.transact(() => {
    const row = tableOf(doc, table).get(id)
    for (const name of names.filter((each) => Object.hasOwn(schemas[table].shape, each))) {
      row?.delete(name)
      row?.delete(`over.${name}`)
    }
  }, LOCAL)

/** Adds a row by hand. @returns its id. */
export const addRow = <Table extends PlanTable>(
  doc: Y.Doc,
  table: Table,
  fields: Partial<FieldsOfTable<Table>>,
  /** Unix ms: rows stand in the order in which they were added. */
  added: number = Date.now(),
  id: string = newId(),
): string => {
  const row = new Y.Map<unknown>([...Object.entries(fields), ['added', added]])
  doc.transact(() => tableOf(doc, table).set(id, row), LOCAL)
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

/** The ids of all rows that a table has, those that people deleted among them. */
export const rowIds = (doc: Y.Doc, table: PlanTable): ReadonlySet<string> =>
  new Set(tableOf(doc, table).keys())

/** Whether anything was derived so far. */
export const isDerived = (doc: Y.Doc): boolean =>
  (['criteria', 'actions'] as const).some((table) =>
    [...tableOf(doc, table).values()].some(
      (row: unknown) => row instanceof Y.Map && [...row.keys()].some((field) => field.startsWith('derived.')),
    ),
  )
