import fc from 'fast-check'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import {
  addRow,
  clearRow,
  createPlanUndo,
  HEALTHS,
  readPlan,
  restoreRow,
  setRow,
  sourceOfAction,
  sourceOfCriterion,
  STATUSES,
  trashRow,
  writeDerived,
  type FieldsOfTable,
} from '../shared/plan.ts'

const ID = 'action:round:item'
const derive = (doc: Y.Doc, fields: Partial<FieldsOfTable<'actions'>>, id = ID) =>
  writeDerived(doc, 'actions', new Map([[id, fields]]))
const only = (doc: Y.Doc) => {
  const [action] = readPlan(doc).actions
  if (!action) throw new Error('the plan has no action')
  return action
}

const date = fc.constantFrom('', '2027-09-05', '2028-02-29')
const fields = fc.record(
  {
    action: fc.string(),
    outcome: fc.string(),
    lead: fc.string(),
    due: date,
    principles: fc.array(fc.integer({ min: 1, max: 6 })),
    status: fc.constantFrom(...STATUSES),
    health: fc.constantFrom(...HEALTHS),
    sources: fc.array(fc.record({ board: fc.string(), item: fc.string() })),
  },
  { requiredKeys: [] },
)
const hostile = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: false,
    withMap: false,
    withSet: false,
    withNullPrototype: false,
  }),
  fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
  fc.constant(NaN),
)

describe('people and the boards', () => {
  test('people’s words always win, whatever the boards say before or after', () =>
    fc.assert(
      fc.property(fields, fields, fields, (before, own, after) => {
        const doc = new Y.Doc()
        derive(doc, before)
        setRow(doc, 'actions', ID, own)
        derive(doc, after)
        expect(only(doc)).toMatchObject(own)
      }),
    ))

  test('deriving twice changes nothing', () =>
    fc.assert(
      fc.property(fields, fields, (derived, own) => {
        const doc = new Y.Doc()
        derive(doc, derived)
        setRow(doc, 'actions', ID, own)
        let updates = 0
        doc.on('update', () => updates++)
        derive(doc, derived)
        expect(updates).toBe(0)
      }),
    ))

  test('a field is marked only when its source changed after people wrote it', () => {
    const doc = new Y.Doc()
    derive(doc, { action: 'Ask first', outcome: 'Calm' })
    setRow(doc, 'actions', ID, { action: 'Ask people first' })
    expect(only(doc).changed).toEqual([])
    derive(doc, { action: 'Ask, then listen', outcome: 'Calmer' })
    expect(only(doc)).toMatchObject({ action: 'Ask people first', outcome: 'Calmer', changed: ['action'] })
    expect(sourceOfAction(doc, ID)).toEqual({ action: 'Ask, then listen', outcome: 'Calmer' })
  })

  test('keeping ours takes the mark away; using theirs shows the source again', () => {
    const doc = new Y.Doc()
    derive(doc, { action: 'Ask first' })
    setRow(doc, 'actions', ID, { action: 'Ours' })
    derive(doc, { action: 'Theirs' })
    setRow(doc, 'actions', ID, { action: 'Ours' })
    expect(only(doc)).toMatchObject({ action: 'Ours', changed: [] })
    clearRow(doc, 'actions', ID, 'action')
    expect(only(doc)).toMatchObject({ action: 'Theirs', changed: [] })
  })

  test('the source of a row that is not there, or was added by hand, says nothing', () => {
    const doc = new Y.Doc()
    const id = addRow(doc, 'actions', { action: 'By hand' })
    expect(sourceOfAction(doc, id)).toEqual({})
    expect(sourceOfCriterion(doc, 'nowhere')).toEqual({})
    expect(only(doc).derived).toBe(false)
  })
})

describe('deleting', () => {
  test('what people deleted stays deleted when the server derives again, and can be brought back', () =>
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const doc = new Y.Doc()
        derive(doc, { ...before, action: 'Before' })
        trashRow(doc, 'actions', ID)
        derive(doc, { ...after, action: 'After' })
        expect(readPlan(doc).actions).toEqual([])
        restoreRow(doc, 'actions', ID)
        expect(only(doc).action).toBe('After')
      }),
    ))

  test('undo takes back my own change and leaves what the server derived', () => {
    const doc = new Y.Doc()
    const undo = createPlanUndo(doc)
    derive(doc, { action: 'Ask first' })
    setRow(doc, 'actions', ID, { lead: 'Amina' })
    undo.undo()
    expect(only(doc)).toMatchObject({ action: 'Ask first', lead: '' })
    undo.redo()
    expect(only(doc).lead).toBe('Amina')
    undo.destroy()
  })
})

describe('reading', () => {
  test('hostile values never throw, and every field keeps its type', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('action', 'due', 'principles', 'priority', 'status', 'sources', 'trashed', 'added'),
          hostile,
        ),
        fc.dictionary(
          fc.constantFrom('action', 'due', 'principles', 'priority', 'status', 'sources'),
          hostile,
        ),
        (own, derived) => {
          const doc = new Y.Doc()
          const row = new Y.Map<unknown>()
          doc.getMap('actions').set('x', row)
          doc.getMap('actions').set('y', 'not a row')
          const put = (key: string, value: unknown) => {
            try {
              row.set(key, value)
            } catch {
              // Yjs itself refuses it: then no peer can have written it.
            }
          }
          Object.entries(own).forEach(([key, value]) => put(key, value))
          Object.entries(derived).forEach(([key, value]) => put(`derived.${key}`, value))
          for (const action of readPlan(doc).actions) {
            expect(action.due).toMatch(/^(\d{4}-\d{2}-\d{2})?$/)
            expect(STATUSES).toContain(action.status)
            expect(action.principles.every(Number.isInteger)).toBe(true)
            expect(typeof action.action).toBe('string')
          }
          sourceOfAction(doc, 'x')
        },
      ),
    ))

  test('actions stand by priority, then those added by hand, oldest first', () => {
    const doc = new Y.Doc()
    addRow(doc, 'actions', { action: 'second by hand' }, 2)
    addRow(doc, 'actions', { action: 'first by hand' }, 1)
    derive(doc, { action: 'second', priority: { round: 'r', rank: 2, total: 5 } }, 'action:r:b')
    derive(doc, { action: 'first', priority: { round: 'r', rank: 1, total: 9 } }, 'action:r:c')
    expect(readPlan(doc).actions.map((action) => action.action)).toEqual([
      'first',
      'second',
      'first by hand',
      'second by hand',
    ])
  })

  test('meetings stand by date and time', () => {
    const doc = new Y.Doc()
    addRow(doc, 'meetings', { type: 'report', title: 'b', date: '2027-10-12' })
    addRow(doc, 'meetings', { title: 'a2', date: '2027-09-05', time: '14:00' })
    addRow(doc, 'meetings', { title: 'a1', date: '2027-09-05', time: '10:00' })
    expect(readPlan(doc).meetings.map((meeting) => meeting.title)).toEqual(['a1', 'a2', 'b'])
  })

  test('two people who edit different fields of one action keep both', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()]
    derive(one, { action: 'Ask first' })
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    setRow(one, 'actions', ID, { lead: 'Amina' })
    setRow(other, 'actions', ID, { due: '2027-09-05' })
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
    expect(only(one)).toMatchObject({ lead: 'Amina', due: '2027-09-05' })
  })
})
