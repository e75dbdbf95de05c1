import type * as Y from 'yjs'
import * as z from 'zod'
import { describe, expect, test } from 'vitest'
import { itemsOf } from '../../shared/board.ts'
import { trash } from '../../shared/bin.ts'
import { actionId } from '../../shared/outcome/derivePlan.ts'
import { coverageOf } from '../../shared/outcome/coverage.ts'
import { makeBackup } from '../../shared/outcome/makeBackup.ts'
import { makeWorkplan } from '../../shared/outcome/makeWorkplan.ts'
import { workplanJsonSchema, workplanSchema } from '../../shared/outcome/workplanSchema.ts'
import { addRow, readPlan, setRow, trashRow } from '../../shared/plan.ts'
import { createWorkshop, fullWorkshop, KEPT_WORDS, PRINCIPLES, t, UNNAMED, type Workshop } from './sample.ts'

const dots = { type: 'dots', budget: 5, cap: 3 } as const
const backupOf = (shop: Workshop) =>
  makeBackup({
    title: 'A better front door',
    language: 'en',
    boards: shop.boards().map((board) => ({ ...board, raw: itemsOf(shop.board).toJSON() })),
    stage: shop.stage(),
    plan: Object.fromEntries(
      ['actions', 'criteria', 'meetings'].map((table) => [table, shop.plan.getMap(table).toJSON()]),
    ),
    consentOf: shop.consentOf,
    now: 0,
    t,
  })

describe('the workplan', () => {
  test('keeps to its own schema, full or empty', () => {
    for (const shop of [fullWorkshop(), createWorkshop('')])
      expect(() => z.strictObject(workplanSchema.shape).parse(makeWorkplan(shop.input()))).not.toThrow()
    expect(workplanJsonSchema()).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' })
  })

  test('lists decisions with method, turnout, shared places and every candidate', () => {
    const [decision] = makeWorkplan(fullWorkshop().input()).decisions
    expect(decision).toMatchObject({
      question: 'What should we do first?',
      method: 'Each person had 5 dots and could put at most 3 on one idea.',
      turnout: { voted: 5, present: 7 },
    })
    expect(decision?.candidates.map(({ rank, tied }) => [rank, tied])).toEqual([
      [1, true],
      [1, true],
      [1, true],
      [4, false],
      [5, false],
    ])
  })

  test('every candidate stands somewhere: as an action, without votes, or set aside', () => {
    const shop = fullWorkshop()
    const gone = readPlan(shop.plan).actions.find(({ action }) => action.startsWith('Evening'))
    trashRow(shop.plan, 'actions', gone?.id ?? '')
    const plan = makeWorkplan(shop.input())
    expect(plan.ideasWithoutVotes.map(({ text }) => text)).toEqual(['A quiet room to wait in'])
    expect(plan.ideasSetAside.map(({ text }) => text)).toEqual(['Evening appointments, and one on Saturdays'])
    expect(plan.actions.length + plan.ideasWithoutVotes.length + plan.ideasSetAside.length).toBe(5)
  })

  test('nobody can claim votes in the plan: they are read off the rounds', () => {
    const shop = fullWorkshop()
    const honest = makeWorkplan(shop.input()).actions
    const last = honest.at(-1)?.id ?? ''
    const round = shop.rounds[0]?.id ?? ''
    const forged = { round, rank: 1, total: 999 }
    setRow(shop.plan, 'actions', last, { priority: forged, sources: [] })
    const row = shop.plan.getMap<Y.Map<unknown>>('actions').get(last)
    row?.set('derived.priority', forged)
    const mine = addRow(shop.plan, 'actions', { action: 'Mine', priority: forged })
    const { actions } = makeWorkplan(shop.input())
    expect(actions.filter(({ id }) => id !== mine)).toEqual(honest)
    expect(actions.at(-1)).toMatchObject({ id: mine, priority: null })
  })

  test('an action that people reworded keeps the idea that was voted on beside it', () => {
    const shop = createWorkshop()
    const note = shop.addNote({ text: 'Ask first' })
    const round = shop.vote('What first?', dots, [note], [{ [note]: 1 }])
    shop.derive()
    setRow(shop.plan, 'actions', actionId(round, note), { action: 'Train the desk to ask first' })
    expect(makeWorkplan(shop.input()).actions).toMatchObject([
      { action: 'Train the desk to ask first', idea: 'Ask first', sources: [{ text: 'Ask first' }] },
    ])
  })

  test('names an author only where they chose to be named', () => {
    const plan = makeWorkplan(fullWorkshop().input())
    const named = plan.notes.flatMap(({ notes }) => notes).filter(({ authors }) => authors.length > 0)
    expect(named.map(({ authors }) => authors)).toEqual([['Amina'], ['Joe', 'Wei']])
    expect(plan.figures).toMatchObject([{ name: 'Rosa', authors: ['Sam'] }])
    expect(JSON.stringify(plan)).not.toContain(UNNAMED)
  })

  test('counts the notes that stay in the room, and holds none of their words', () => {
    const plan = makeWorkplan(fullWorkshop().input())
    expect(plan.notes.find(({ theme }) => theme === 'Being heard')?.kept).toBe(1)
    expect(plan.kept).toBe(2)
    expect(JSON.stringify(plan)).not.toContain(KEPT_WORDS)
  })

  test('shows members as far as they agreed', () => {
    const { members, unnamedMembers } = makeWorkplan(fullWorkshop().input())
    expect(members).toMatchObject([
      { name: 'Priya Shah', contact: 'priya@example.org', colead: true },
      { name: 'Tom', organisation: '', contact: '', colead: false },
    ])
    expect(unnamedMembers).toBe(1)
  })

  test('tells which principles the plan serves, and which it leaves out', () => {
    const shop = fullWorkshop()
    const coverage = coverageOf(readPlan(shop.plan), PRINCIPLES)
    expect(coverage.map(({ id, actions, criteria }) => [id, actions, criteria])).toEqual([
      [1, 2, 1],
      [2, 0, 0],
      [3, 1, 1],
      [4, 1, 1],
      [5, 1, 1],
      [6, 1, 1],
    ])
  })
})

describe('the second lock', () => {
  const words = 'They laughed at me'

  test('words that were derived before their author withdrew them do not leave', () => {
    const shop = createWorkshop()
    const theme = shop.addTheme('Being heard')
    const note = shop.addNote({ text: words, theme, asks: 'indicator' })
    shop.vote('What first?', dots, [note, theme], [{ [note]: 1, [theme]: 1 }])
    shop.derive()
    expect(JSON.stringify(makeWorkplan(shop.input()))).toContain(words)
    shop.setConsent(note, 'room')
    expect(JSON.stringify(makeWorkplan(shop.input()))).not.toContain(words)
    expect(JSON.stringify(backupOf(shop))).not.toContain(words)
  })

  test('the criterion of a theme that went to the bin does not hold them either', () => {
    const shop = createWorkshop()
    const theme = shop.addTheme('Being heard')
    const note = shop.addNote({ text: words, theme, asks: 'evidence' })
    shop.derive()
    trash(shop.board, [theme])
    shop.setConsent(note, 'room')
    shop.derive()
    expect(JSON.stringify(makeWorkplan(shop.input()))).not.toContain(words)
  })

  test('the same words, openly written by somebody else, are free', () => {
    const shop = createWorkshop()
    const [kept, open] = [shop.addNote({ text: words, consent: 'room' }), shop.addNote({ text: words })]
    shop.vote('What first?', dots, [kept, open], [{ [open]: 1 }])
    shop.derive()
    expect(makeWorkplan(shop.input()).actions).toMatchObject([{ action: words }])
  })

  test('a long sentence is withheld inside a longer one; a few words that chance to be the same are not', () => {
    const shop = createWorkshop()
    const long = 'The night nurse told me that nobody would come until Monday'
    shop.addNote({ text: long, consent: 'room' })
    shop.addNote({ text: 'peer support', consent: 'room' })
    addRow(shop.plan, 'actions', { action: `Someone said: ${long}.` }, 1)
    addRow(shop.plan, 'actions', { action: 'Pay for peer support' }, 2)
    expect(makeWorkplan(shop.input()).actions.map(({ action }) => action)).toEqual([
      'An idea kept in the room',
      'Pay for peer support',
    ])
  })
})

describe('the backup', () => {
  test('says what it is, and holds every item, its words unless they stay in the room', () => {
    const shop = fullWorkshop()
    const backup = backupOf(shop)
    expect(backup.about).toMatch(/stay in the room are left out/)
    expect(Object.keys(backup.boards[0]?.items ?? {})).toHaveLength(itemsOf(shop.board).size)
    const bytes = JSON.stringify(backup)
    expect(bytes).toContain('A quiet room to wait in')
    expect(bytes).not.toContain(KEPT_WORDS)
    expect(bytes).not.toContain(UNNAMED)
    expect(bytes).not.toContain('ABCDEF')
  })

  test('the print by which the bin knows a kept note is not in it', () => {
    const shop = createWorkshop()
    const note = shop.addNote({ text: 'Yes', consent: 'room' })
    trash(shop.board, [note])
    expect(backupOf(shop).boards[0]?.items[note]).toMatchObject({ kind: 'note', trashed: true })
  })
})
