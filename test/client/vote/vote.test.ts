import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { dotsLeft, emptyBallot, step, type BallotEvent } from '../../../client/panels/vote/ballot.ts'
import { chosenIds, LOOSE, noteGroups } from '../../../client/panels/vote/candidates.ts'
import { isFirstKept, keep, readKept } from '../../../client/panels/vote/kept.ts'
import { placesOf } from '../../../client/panels/vote/places.ts'
import { fewVoters, openRoundOf, placeOf } from '../../../client/panels/vote/rounds.ts'
import { orderFor } from '../../../client/panels/vote/shuffle.ts'
import { readBoard } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import type { NoteAsks } from '../../../shared/kinds/note/note.ts'
import type { Choices } from '../../../shared/methods/method.ts'
import { score } from '../../../shared/methods/score/score.ts'
import type { StageRound } from '../../../shared/stage.ts'

describe('each person’s order', () => {
  test('is a permutation, and the same each time they look', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.uniqueArray(fc.integer()), (person, round, items) => {
        const order = orderFor(person, round, items)
        expect([...order].sort()).toEqual([...items].sort())
        expect(orderFor(person, round, items)).toEqual(order)
      }),
    ))

  test('is fair: over many people each candidate stands in each place about as often', () => {
    const items = [0, 1, 2, 3, 4]
    const people = 5_000
    const counts = items.map(() => items.map(() => 0))
    for (let person = 0; person < people; person++)
      orderFor(`person-${person}`, 'round', items).forEach((item, place) => {
        const row = counts[item]
        if (row) row[place] = (row[place] ?? 0) + 1
      })
    const expected = people / items.length
    // Chi-square, 4 degrees of freedom a row: 23.5 is passed by chance once in 10 000.
    for (const row of counts)
      expect(row.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(23.5)
  })

  test('differs between rounds', () => {
    const items = Array.from({ length: 20 }, (_, index) => index)
    expect(orderFor('me', 'one', items)).not.toEqual(orderFor('me', 'two', items))
  })
})

describe('my ballot', () => {
  const stored = (choices: Choices, at = 1) => ({ choices, at })
  const after = (...events: readonly BallotEvent[]) => events.reduce(step, emptyBallot)
  const loaded: BallotEvent = { type: 'loaded', stored: stored({}), kept: null }

  test('is saved only when the server has just these choices', () => {
    const chosen = after(loaded, { type: 'chosen', item: 'a', value: 2 })
    expect(chosen.state).toBe('changed')
    const sent = step(chosen, { type: 'sent' })
    expect(sent.state).toBe('sending')
    const more = step(sent, { type: 'chosen', item: 'b', value: 1 })
    const answered = step(more, { type: 'stored', stored: stored({ a: 2 }) })
    expect(answered).toMatchObject({ state: 'changed', choices: { a: 2, b: 1 } })
    expect(step(answered, { type: 'stored', stored: stored({ a: 2, b: 1 }) }).state).toBe('saved')
  })

  test('a choice taken back while another is on its way is not called saved too early', () => {
    const draft = after(
      loaded,
      { type: 'chosen', item: 'a', value: 1 },
      { type: 'sent' },
      { type: 'chosen', item: 'a', value: null },
    )
    expect(draft.state).toBe('changed')
    expect(step(draft, { type: 'stored', stored: stored({ a: 1 }) })).toMatchObject({
      state: 'changed',
      choices: {},
    })
  })

  test('what was kept from a lost connection counts more than what the server had', () =>
    expect(after({ type: 'loaded', stored: stored({ a: 1 }), kept: { b: 2 } })).toMatchObject({
      state: 'changed',
      choices: { b: 2 },
    }))

  test('waits for the server when nobody knows what I chose before', () => {
    expect(after({ type: 'load-failed', kept: null }).state).toBe('loading')
    expect(after({ type: 'load-failed', kept: { a: 1 } })).toMatchObject({
      state: 'waiting',
      choices: { a: 1 },
    })
  })

  test('no choice is lost, whatever happens in between', () => {
    const event = fc.oneof(
      fc.record({
        type: fc.constant('chosen' as const),
        item: fc.constantFrom('a', 'b', 'c'),
        value: fc.option(fc.nat({ max: 5 })),
      }),
      fc.constant<BallotEvent>({ type: 'sent' }),
      fc.constant<BallotEvent>({ type: 'unreachable' }),
      fc.constant<BallotEvent>({ type: 'stored', stored: stored({ a: 1 }) }),
      fc.constant<BallotEvent>({ type: 'refused', words: 'No.' }),
    )
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const expected: Record<string, number> = {}
        for (const one of events)
          if (one.type === 'chosen') {
            if (one.value === null) delete expected[one.item]
            else expected[one.item] = one.value
          }
        expect(after(loaded, ...events).choices).toEqual(expected)
      }),
    )
  })

  test('what the server lost is sent once more, as of when it was stored', () => {
    const had = after({ type: 'loaded', stored: stored({ a: 2 }, 5), kept: null })
    for (const older of [stored({}, 0), stored({ a: 1 }, 3)]) {
      const told = step(had, { type: 'told', stored: older })
      expect(told).toMatchObject({ state: 'changed', choices: { a: 2 }, again: true, at: 5 })
      const sent = step(told, { type: 'sent' })
      expect(step(sent, { type: 'stored', stored: stored({ a: 2 }, 5) })).toMatchObject({
        state: 'saved',
        again: false,
      })
      // Another device was faster.
      expect(step(sent, { type: 'stored', stored: stored({ b: 4 }, 6) })).toMatchObject({
        state: 'saved',
        choices: { b: 4 },
        at: 6,
      })
      // What I choose meanwhile is new.
      const chosen = step(sent, { type: 'chosen', item: 'b', value: 1 })
      expect(step(chosen, { type: 'stored', stored: stored({ a: 2 }, 5) })).toMatchObject({
        state: 'changed',
        choices: { a: 2, b: 1 },
        again: false,
      })
    }
  })

  test('what another device of mine cast since is taken over, unless I have chosen anew', () => {
    const had = after({ type: 'loaded', stored: stored({ a: 2 }, 5), kept: null })
    const told: BallotEvent = { type: 'told', stored: stored({ b: 1 }, 7) }
    expect(step(had, told)).toMatchObject({ state: 'saved', choices: { b: 1 }, at: 7 })
    const chosen = step(had, { type: 'chosen', item: 'c', value: 3 })
    expect(step(chosen, told)).toMatchObject({ state: 'changed', choices: { a: 2, c: 3 }, again: false })
    expect(step(step(had, { type: 'closed', words: '' }), told).state).toBe('closed')
  })

  test('is known to be the first as long as the server is known to have none', () => {
    const chosen: BallotEvent = { type: 'chosen', item: 'a', value: 1 }
    const none = after({ type: 'loaded', stored: stored({}, 0), kept: null }, chosen)
    expect(step(step(none, { type: 'unreachable' }), { type: 'closed', words: '' }).first).toBe(true)
    expect(step(none, { type: 'stored', stored: stored({ a: 1 }, 3) }).first).toBe(false)
    // Nobody knows what it has.
    const kept = { a: 1 }
    expect(after({ type: 'load-failed', kept }).first).toBe(false)
    expect(after({ type: 'load-failed', kept, first: true }).first).toBe(true)
    expect(after({ type: 'loaded', stored: stored({ a: 2 }, 5), kept }).first).toBe(false)
  })

  test('once voting has closed nothing more is chosen', () =>
    expect(
      after(loaded, { type: 'closed', words: '' }, { type: 'chosen', item: 'a', value: 1 }),
    ).toMatchObject({ state: 'closed', choices: {} }))

  test('dots run out', () => {
    const rule = { type: 'dots', budget: 3, cap: 2 } as const
    expect(dotsLeft(rule, { a: 2 })).toBe(1)
    expect(dotsLeft(rule, { a: 2, b: 1 })).toBe(0)
  })

  test('is kept on the device until it is forgotten there', () => {
    const held = new Map<string, string>()
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
      removeItem: (key: string) => void held.delete(key),
    }
    keep(storage, 'w', 'r', { a: 3 })
    expect(readKept(storage, 'w', 'r')).toEqual({ a: 3 })
    keep(storage, 'w', 'r', null)
    expect(held.size).toBe(0)
    keep(storage, 'w', 'r', { a: 3 }, true)
    expect(isFirstKept(storage, 'w', 'r')).toBe(true)
    keep(storage, 'w', 'r', { a: 3 })
    expect(isFirstKept(storage, 'w', 'r')).toBe(false)
    keep(storage, 'w', 'r', { a: 3 }, true)
    keep(storage, 'w', 'r', null)
    expect(held.size).toBe(0)
    held.set('kiteboard.ballot.w.r', '[1]')
    expect(readKept(storage, 'w', 'r')).toBeNull()
  })
})

describe('where the page of votes leads', () => {
  const past: StageRound = {
    id: 'past',
    question: '?',
    method: { type: 'score' },
    candidates: [],
    openedAt: 0,
    endsAt: null,
    closedAt: 1,
    voted: 0,
    present: 4,
    result: null,
  }
  const open: StageRound = { ...past, id: 'open', closedAt: null }
  const at = (round: string, straight: boolean) => ({ at: 'round', round, straight })

  test('without a round, to the one that is open; a round that is asked for stays, also once another opens', () => {
    const rounds = [past, open]
    expect(placeOf({ rounds }, 'participant', undefined)).toEqual(at('open', true))
    expect(placeOf({ rounds }, 'participant', 'past')).toEqual(at('past', true))
    expect(placeOf({ rounds }, 'facilitator', undefined)).toEqual({ at: 'list' })
    expect(placeOf({ rounds: [past] }, 'participant', undefined)).toEqual({ at: 'list' })
    expect(openRoundOf({ rounds })).toBe('open')
    expect(openRoundOf({ rounds: [past] })).toBeNull()
  })

  test('people are told that the totals may show how, as long as few can vote', () => {
    expect(fewVoters(open)).toBe(true)
    expect(fewVoters({ voted: 5, present: 4 })).toBe(false)
    expect(fewVoters({ voted: 0, present: 5 })).toBe(false)
  })
})

describe('opening a round', () => {
  test('only what has words can be voted on, in the order of the list', () => {
    const doc = new Y.Doc()
    const theme = addItem(doc, { kind: 'theme', at: [0, 0], title: 'Being heard' })
    addItem(doc, { kind: 'theme', at: [0, 0] })
    const note = (text: string, home: string | null, asks: NoteAsks = 'idea') =>
      addItem(doc, { kind: 'note', at: [0, 0], text, theme: home, asks })
    const loose = note('loose', null)
    const heard = note('heard', theme)
    const asked = note('how would we know', theme, 'indicator')
    note('  ', theme)
    const view = readBoard(doc)
    expect(noteGroups(view).map(({ notes }) => notes.length)).toEqual([2, 1])
    expect(chosenIds(view, 'all', new Set())).toEqual([heard, asked, loose])
    expect(chosenIds(view, 'ideas', new Set())).toEqual([heard, loose])
    expect(chosenIds(view, 'by-theme', new Set([LOOSE]))).toEqual([loose])
    expect(chosenIds(view, 'ticked', new Set([heard]))).toEqual([heard])
    expect(chosenIds(view, 'themes', new Set([theme, heard]))).toEqual([theme])
  })
})

test('a result shows every candidate, its place shared in ties, its bar against the best', () => {
  const items = ['a', 'b', 'c', 'd']
  const ballots: readonly Choices[] = [
    { a: 4, b: 4, c: 5 },
    { a: 1, b: 1 },
  ]
  const round: StageRound = {
    id: 'r',
    question: '?',
    method: { type: 'score' },
    candidates: items.map((item) => ({ board: 'x', item, text: item, theme: null, colour: null })),
    openedAt: 0,
    endsAt: null,
    closedAt: 1,
    voted: 2,
    present: 3,
    result: {
      turnout: { voted: 2, present: 3 },
      candidates: score.tally({ type: 'score' }, items, ballots),
    },
  }
  const places = placesOf(round)
  expect(places.map(({ rank, shared, share }) => [rank, shared, share])).toEqual([
    [1, 3, 1],
    [1, 3, 1],
    [1, 3, 1],
    [4, 1, 0],
  ])
  expect(places.map(({ chosen }) => chosen)).toEqual([true, true, true, false])
  expect(placesOf({ ...round, result: null })).toEqual([])
})
