import fc from 'fast-check'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { readBoard } from '../../shared/board.ts'
import { setTheme } from '../../shared/boardItems.ts'
import { replaceText } from '../../shared/boardTexts.ts'
import { trash } from '../../shared/bin.ts'
import { actionId, criterionId } from '../../shared/outcome/derivePlan.ts'
import { readPlan, setRow, trashRow, writeDerived } from '../../shared/plan.ts'
import { createWorkshop, fullWorkshop, KEPT_WORDS, type SampleNote, type Workshop } from './sample.ts'

const dots = { type: 'dots', budget: 5, cap: 3 } as const

describe('criteria', () => {
  test('a theme becomes a criterion: indicators, evidence and principles come from its notes', () => {
    const shop = createWorkshop()
    const theme = shop.addTheme('Being heard', 'People are asked first.')
    shop.addNote({ text: 'Ask first', theme, principles: [3, 1] })
    shop.addNote({ text: 'People say\nthey were asked', theme, asks: 'indicator', principles: [6] })
    shop.addNote({ text: 'The survey of 2025', theme, asks: 'evidence' })
    shop.addNote({ text: 'No time', theme, asks: 'barrier' })
    shop.addNote({ text: 'Elsewhere', asks: 'indicator', principles: [2] })
    shop.derive()
    expect(readPlan(shop.plan).criteria).toMatchObject([
      {
        id: criterionId(theme),
        title: 'Being heard',
        statement: 'People are asked first.',
        indicators: ['People say they were asked'],
        evidence: ['The survey of 2025'],
        principles: [1, 3, 6],
      },
    ])
  })

  test('notes kept in the room, in the bin or empty leave no trace', () => {
    const shop = createWorkshop()
    const theme = shop.addTheme('Being heard')
    shop.addNote({ text: KEPT_WORDS, theme, asks: 'indicator', principles: [4], consent: 'room' })
    const binned = shop.addNote({ text: 'Gone', theme, asks: 'evidence', principles: [5] })
    shop.addNote({ text: ' \n ', theme, asks: 'indicator' })
    trash(shop.board, [binned])
    shop.derive()
    expect(readPlan(shop.plan).criteria).toMatchObject([{ indicators: [], evidence: [], principles: [] }])
    expect(JSON.stringify(shop.plan.toJSON())).not.toContain(KEPT_WORDS)
  })

  test('a theme that stays in the room gives no words', () => {
    const shop = createWorkshop()
    shop.addTheme('What Dr Hale said', 'And what we answered', { consent: 'room' })
    shop.derive()
    expect(readPlan(shop.plan).criteria).toMatchObject([{ title: 'A theme kept in the room', statement: '' }])
  })

  test('one whose theme was binned since follows the consent of its words; a binned theme makes none', () => {
    const shop = createWorkshop()
    const theme = shop.addTheme('Being heard', KEPT_WORDS)
    const note = shop.addNote({ text: 'People say they were asked', theme, asks: 'indicator' })
    const early = shop.addTheme('Gone before anything was derived')
    trash(shop.board, [early])
    shop.derive()
    trash(shop.board, [theme])
    shop.derive()
    expect(readPlan(shop.plan).criteria).toMatchObject([
      { title: 'Being heard', statement: KEPT_WORDS, indicators: ['People say they were asked'] },
    ])
    shop.setConsent(theme, 'room')
    shop.setConsent(note, 'room')
    shop.derive()
    expect(readPlan(shop.plan).criteria).toMatchObject([
      { title: 'A theme kept in the room', statement: '', indicators: [] },
    ])
    expect(JSON.stringify(shop.plan.toJSON())).not.toContain(KEPT_WORDS)
  })
})

describe('actions', () => {
  test('each candidate with votes becomes one, best first, with its theme, principles and priority', () => {
    const shop = fullWorkshop()
    const [first] = readPlan(shop.plan).actions
    expect(
      readPlan(shop.plan)
        .actions.map(({ action }) => action)
        .sort(),
    ).toEqual([
      'An idea kept in the room',
      'Ask what helps before asking what is wrong',
      'Evening appointments, and one on Saturdays',
      'One named person from start to finish',
    ])
    expect(first?.priority).toMatchObject({ round: 'round-1', rank: 1, total: 5 })
    const evening = readPlan(shop.plan).actions.find(({ action }) => action.startsWith('Evening'))
    expect(evening).toMatchObject({
      principles: [4],
      outcome: 'The service can be reached by everyone who needs it.',
      lead: '',
      evidence: '',
    })
    expect(readPlan(shop.plan).criteria.find(({ id }) => id === evening?.criterion)?.title).toBe(
      'Getting there',
    )
  })

  test('the words are those that were voted on, whatever the note says now', () => {
    const shop = createWorkshop()
    const note = shop.addNote({ text: 'As it was' })
    shop.vote('What first?', dots, [note], [{ [note]: 1 }])
    replaceText(shop.board, note, 'text', 'As it is')
    shop.derive()
    expect(readPlan(shop.plan).actions).toMatchObject([{ action: 'As it was' }])
  })

  test('a theme that was voted on brings its own indicators, statement and principles', () => {
    const shop = createWorkshop()
    const theme = shop.addTheme('Being heard', 'People are asked first.')
    shop.addNote({ text: 'They say so', theme, asks: 'indicator', principles: [2] })
    const round = shop.vote('Which matters most?', { type: 'score' }, [theme], [{ [theme]: 5 }])
    shop.derive()
    expect(readPlan(shop.plan).actions).toMatchObject([
      {
        id: actionId(round, theme),
        action: 'Being heard: People are asked first.',
        outcome: 'People are asked first.',
        criterion: criterionId(theme),
        principles: [2],
        evidence: 'They say so',
        sources: [{ board: shop.boardId, item: theme }],
      },
    ])
  })

  test('an idea kept in the room stands without its words, for people to reword', () => {
    const shop = createWorkshop()
    const note = shop.addNote({ text: KEPT_WORDS, consent: 'room' })
    const round = shop.vote('What first?', dots, [note], [{ [note]: 1 }])
    shop.derive()
    setRow(shop.plan, 'actions', actionId(round, note), { action: 'Be kind at the desk' })
    shop.derive()
    expect(readPlan(shop.plan).actions).toMatchObject([{ action: 'Be kind at the desk', changed: [] }])
    expect(JSON.stringify(shop.plan.toJSON())).not.toContain(KEPT_WORDS)
  })

  test('an idea without votes, and an open round, give none', () => {
    const shop = createWorkshop()
    const note = shop.addNote({ text: 'Nobody’s' })
    shop.vote('What first?', dots, [note], [])
    shop.rounds.push({
      id: 'open',
      question: 'And now?',
      method: dots,
      candidates: [{ board: shop.boardId, item: note, text: 'Nobody’s', theme: null, colour: null }],
      openedAt: 9,
      endsAt: null,
      closedAt: null,
      voted: 1,
      present: 1,
      result: null,
    })
    shop.derive()
    expect(readPlan(shop.plan).actions).toEqual([])
  })

  test('withdrawn consent flags the line that people had reworded, and empties the one they had not', () => {
    const shop = createWorkshop()
    const [one, other] = [shop.addNote({ text: 'One idea' }), shop.addNote({ text: 'Another idea' })]
    const round = shop.vote('What first?', dots, [one, other], [{ [one]: 1, [other]: 1 }])
    shop.derive()
    setRow(shop.plan, 'actions', actionId(round, one), { action: 'Our words' })
    shop.setConsent(one, 'room')
    shop.setConsent(other, 'room')
    shop.derive()
    const { actions } = readPlan(shop.plan)
    expect(actions.find(({ id }) => id === actionId(round, one))).toMatchObject({
      action: 'Our words',
      changed: ['action'],
    })
    expect(actions.find(({ id }) => id === actionId(round, other))?.action).toBe('An idea kept in the room')
  })
})

// ---- properties ---------------------------------------------------------------------------------------------------------------

const note = fc.record({
  text: fc.string({ maxLength: 30 }),
  theme: fc.nat({ max: 2 }),
  asks: fc.constantFrom('idea', 'indicator', 'evidence', 'barrier'),
  principles: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }),
  consent: fc.constantFrom('room', 'nameless', 'named'),
  dots: fc.nat({ max: 3 }),
}) satisfies fc.Arbitrary<Omit<SampleNote, 'theme'> & { theme: number; dots: number }>

/** Any small workshop with a closed round over all its notes. */
const workshop = fc.array(note, { maxLength: 6 }).map((notes): Workshop => {
  const shop = createWorkshop()
  const themes = [shop.addTheme('One'), shop.addTheme('Two', 'With a statement')]
  const ids = notes.map(({ theme, dots: _dots, ...rest }) => {
    const inside = themes[theme]
    return shop.addNote({ ...rest, ...(inside && { theme: inside }) })
  })
  const ballot = Object.fromEntries(ids.map((id, index) => [id, notes[index]?.dots ?? 0]))
  shop.vote('What first?', { type: 'dots', budget: 18, cap: 3 }, ids, [ballot])
  return shop
})

test('deriving twice changes nothing, not a byte', () =>
  fc.assert(
    fc.property(workshop, (shop) => {
      shop.derive()
      const before = Y.encodeStateAsUpdate(shop.plan)
      shop.derive()
      expect(Y.encodeStateAsUpdate(shop.plan)).toEqual(before)
    }),
    { numRuns: 50 },
  ))

test('people’s words and the bin outlast every later derivation, whatever happens on the board', () =>
  fc.assert(
    fc.property(
      workshop,
      fc.array(fc.record({ words: fc.string({ minLength: 1 }), binned: fc.boolean() }), { maxLength: 8 }),
      fc.string({ maxLength: 20 }),
      fc.constantFrom('room', 'nameless', 'named'),
      (shop, edits, later, consent) => {
        shop.derive()
        const rows = readPlan(shop.plan).actions
        const kept = new Map<string, string>()
        edits.forEach(({ words, binned }, index) => {
          const id = rows[index]?.id
          if (!id) return
          if (binned) trashRow(shop.plan, 'actions', id)
          else {
            setRow(shop.plan, 'actions', id, { action: words, lead: words })
            kept.set(id, words)
          }
        })
        const binned = rows.filter((row, index) => edits[index]?.binned).map(({ id }) => id)

        const view = readBoard(shop.board)
        const notes = view.shown.filter(({ kind }) => kind === 'note').map(({ id }) => id)
        setTheme(shop.board, notes, null)
        for (const id of notes) {
          replaceText(shop.board, id, 'text', later)
          shop.setConsent(id, consent)
        }
        shop.derive()

        const after = new Map(readPlan(shop.plan).actions.map((row) => [row.id, row]))
        for (const [id, words] of kept) expect(after.get(id)).toMatchObject({ action: words, lead: words })
        for (const id of binned) expect(after.has(id)).toBe(false)
      },
    ),
    { numRuns: 50 },
  ))

test('a derived row reads back as what was derived', () => {
  const doc = new Y.Doc()
  writeDerived(doc, 'actions', new Map([['action:a:b', { action: 'Do it', principles: [1] }]]))
  expect(readPlan(doc).actions).toMatchObject([{ action: 'Do it', principles: [1], derived: true }])
})
