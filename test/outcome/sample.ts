/** A small workshop that tests of outcome and exports share: two themes, a closed round, figures, members and a meeting. */
import * as Y from 'yjs'
import { readBoard } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import type { Consent } from '../../shared/consent.ts'
import { createSay } from '../../server/say.ts'
import { exportText, type AnyItem } from '../../shared/kinds/registry.ts'
import { methodOf, type MethodRule } from '../../shared/methods/registry.ts'
import type { Choices } from '../../shared/methods/method.ts'
import type { OutcomeBoard } from '../../shared/outcome/boards.ts'
import { derivePlan } from '../../shared/outcome/derivePlan.ts'
import type { WorkplanInput } from '../../shared/outcome/makeWorkplan.ts'
import { addRow, readPlan, writeDerived, rowIds } from '../../shared/plan.ts'
import type { Principle, Stage, StageMember, StageRound } from '../../shared/stage.ts'

export const t = createSay('en')

export const PRINCIPLES: readonly Principle[] = [
  { id: 1, label: 'More than a diagnosis', text: 'Treat me as one individual human being.' },
  { id: 2, label: 'My family and friends', text: 'Support, inform and respect those I rely on.' },
  { id: 3, label: 'Heard and included', text: 'Accessible and culturally competent support.' },
  { id: 4, label: 'More than one challenge', text: 'Answer several needs at once, without judgement.' },
  { id: 5, label: 'A named person', text: 'I know who is responsible for my support.' },
  { id: 6, label: 'My story, told once', text: 'Share what I tell you only with my permission.' },
]

/** What a test may say of a note. */
export interface SampleNote {
  readonly text: string
  readonly theme?: string
  readonly asks?: 'idea' | 'indicator' | 'evidence' | 'barrier'
  readonly principles?: readonly number[]
  readonly consent?: Consent
  /** One name, or those of all who wrote it. */
  readonly author?: string | readonly string[]
}

const BOARD = 'boardboardboard01'

/** A workshop in memory, and the inputs that the outcome takes of it. */
export const createWorkshop = (title = 'A better front door') => {
  const board = new Y.Doc()
  const plan = new Y.Doc()
  const consents = new Map<string, Consent>()
  const names = new Map<string, readonly string[]>()
  const rounds: StageRound[] = []
  const members: StageMember[] = []

  const boards = (): readonly OutcomeBoard[] => [{ id: BOARD, title: 'Main board', view: readBoard(board) }]
  const consentOf = (_board: string, item: string): Consent => consents.get(item) ?? 'nameless'
  const namesOf = (_board: string, item: string): readonly string[] => names.get(item) ?? []
  const stage = (): Stage => ({
    meta: {
      title,
      language: 'en',
      code: 'ABCDEF',
      doors: 'open',
      heads: null,
      principles: PRINCIPLES,
      timer: null,
      step: null,
      focus: null,
      writing: null,
      lostWriting: null,
    },
    boards: [{ id: BOARD, title: 'Main board', order: '', locked: false }],
    people: new Map(),
    rounds,
    members,
    credits: new Map(),
    hidden: new Set(),
  })
  const settle = (id: string, { consent, author }: Partial<SampleNote>): string => {
    if (consent) consents.set(id, consent)
    if (author) names.set(id, [author].flat())
    return id
  }

  return {
    board,
    plan,
    rounds,
    members,
    boardId: BOARD,
    boards,
    stage,
    consentOf,
    setConsent: (id: string, consent: Consent) => void consents.set(id, consent),
    addTheme: (name: string, statement = '', rest: Partial<SampleNote> = {}): string =>
      settle(addItem(board, { kind: 'theme', at: [0, 0], title: name, statement }), rest),
    addNote: ({ text, theme, asks = 'idea', principles = [], ...rest }: SampleNote): string =>
      settle(
        addItem(board, { kind: 'note', at: [0, 0], text, theme: theme ?? null, asks, principles }),
        rest,
      ),
    addFigure: (name: string, speech: string, story: string, rest: Partial<SampleNote> = {}): string =>
      settle(addItem(board, { kind: 'figure', at: [0, 0], name, speech, story }), rest),
    /** Closes a round over these items with these ballots, as the server would. */
    vote: (
      question: string,
      method: MethodRule,
      items: readonly string[],
      ballots: readonly Choices[],
    ): string => {
      const view = readBoard(board)
      const words = (item: AnyItem | undefined): string => (item && exportText(item)) ?? ''
      const id = `round-${rounds.length + 1}`
      rounds.push({
        id,
        question,
        method,
        candidates: items.map((item) => ({
          board: BOARD,
          item,
          text: words(view.items.get(item)),
          theme: null,
          colour: null,
        })),
        openedAt: Date.UTC(2026, 6, 1, 9 + rounds.length),
        endsAt: null,
        closedAt: Date.UTC(2026, 6, 1, 10 + rounds.length),
        voted: ballots.length,
        present: ballots.length + 2,
        result: {
          turnout: { voted: ballots.length, present: ballots.length + 2 },
          candidates: methodOf(method).tally(method, items, ballots),
        },
      })
      return id
    },
    derive: (): void => {
      const { criteria, actions } = derivePlan({
        boards: boards(),
        stage: stage(),
        consentOf,
        standing: rowIds(plan, 'criteria'),
        t,
      })
      writeDerived(plan, 'criteria', criteria)
      writeDerived(plan, 'actions', actions)
    },
    input: (): WorkplanInput => ({
      title,
      language: 'en',
      plan: readPlan(plan),
      stage: stage(),
      boards: boards(),
      consentOf,
      namesOf,
      now: Date.UTC(2026, 6, 1, 16),
      t,
    }),
  }
}

export type Workshop = ReturnType<typeof createWorkshop>

/** The words that must not leave the room. */
export const KEPT_WORDS = 'I was told to stop crying at the desk'
/** The name of somebody who did not ask to be named. */
export const UNNAMED = 'Wilhelmina Quickthorn'

/** A workshop with a bit of everything. */
export const fullWorkshop = (): Workshop => {
  const shop = createWorkshop()
  const heard = shop.addTheme('Being heard', 'People are asked, and believed, at the first visit.')
  const there = shop.addTheme('Getting there', 'The service can be reached by everyone who needs it.')
  const ask = shop.addNote({
    text: 'Ask what helps before asking what is wrong',
    theme: heard,
    principles: [1, 3],
    consent: 'named',
    author: 'Amina',
  })
  const one = shop.addNote({
    text: 'One named person from start to finish',
    theme: heard,
    principles: [5, 6],
  })
  const evening = shop.addNote({
    text: 'Evening appointments, and one on Saturdays',
    theme: there,
    principles: [4],
  })
  const quiet = shop.addNote({ text: 'A quiet room to wait in', theme: there, author: UNNAMED })
  const kept = shop.addNote({ text: KEPT_WORDS, theme: heard, principles: [1], consent: 'room' })
  shop.addNote({
    text: 'People say that they were asked, in their own words',
    theme: heard,
    asks: 'indicator',
    principles: [3],
  })
  shop.addNote({ text: 'Eight in ten know a name to call', theme: heard, asks: 'indicator', author: UNNAMED })
  shop.addNote({ text: 'The 2025 survey: 4 in 10 could not name anyone', theme: heard, asks: 'evidence' })
  shop.addNote({
    text: 'The last bus leaves at five',
    theme: there,
    asks: 'barrier',
    consent: 'named',
    author: ['Joe', 'Wei'],
  })
  shop.addNote({ text: 'A thought that lies by itself' })
  shop.addFigure('Rosa', 'I walked an hour', 'The long way to any help at all', {
    consent: 'named',
    author: 'Sam',
  })
  shop.addFigure('The desk', '', KEPT_WORDS, { consent: 'room' })
  shop.vote(
    'What should we do first?',
    { type: 'dots', budget: 5, cap: 3 },
    [ask, one, evening, quiet, kept],
    [
      { [ask]: 3, [one]: 2 },
      { [ask]: 1, [evening]: 3, [kept]: 1 },
      { [one]: 2, [ask]: 1 },
      { [evening]: 1, [one]: 1 },
      { [kept]: 2, [evening]: 1 },
    ],
  )
  shop.members.push(
    {
      id: 'm1',
      name: 'Priya Shah',
      organisation: 'Leeds Minds Together',
      contact: 'priya@example.org',
      colead: true,
      joinedAt: 1,
    },
    { id: 'm2', name: 'Tom', organisation: null, contact: null, colead: false, joinedAt: 2 },
    { id: 'm3', name: null, organisation: null, contact: null, colead: false, joinedAt: 3 },
  )
  shop.derive()
  addRow(shop.plan, 'meetings', {
    type: 'meeting',
    title: 'First meeting',
    date: '2026-09-05',
    time: '10:30',
    timeZone: 'Europe/London',
    place: 'St George’s Centre, Leeds',
  })
  addRow(shop.plan, 'meetings', {
    type: 'report',
    date: '2026-10-14',
    committee: 'Health and Wellbeing Board',
  })
  return shop
}
