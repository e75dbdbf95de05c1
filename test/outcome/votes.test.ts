import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionId } from '../../shared/outcome/derivePlan.ts'
import { makeWorkplan } from '../../shared/outcome/makeWorkplan.ts'
import { rowsOfSameItem, sourceCount, withVotes } from '../../shared/outcome/votes.ts'
import { readPlan, restoreRow, setRow, trashRow } from '../../shared/plan.ts'
import { createWorkshop } from './sample.ts'

const dots = { type: 'dots', budget: 9, cap: 9 } as const

/** Two notes that stood in two rounds. */
const twice = () => {
  const shop = createWorkshop()
  const ramp = shop.addNote({ text: 'Build a ramp' })
  const bell = shop.addNote({ text: 'Mend the bell' })
  const first = shop.vote('What first?', dots, [ramp, bell], [{ [ramp]: 2, [bell]: 1 }])
  const second = shop.vote('And now?', dots, [ramp, bell], [{ [bell]: 5 }])
  shop.derive()
  const seen = () => withVotes(readPlan(shop.plan), shop.rounds)
  return { shop, ramp, bell, first, second, seen }
}

describe('an item that stood in two rounds', () => {
  test('is one action, with the votes of the newest round and those of the earlier one named', () => {
    const { shop, ramp, bell, first, second, seen } = twice()
    expect(seen().actions).toMatchObject([
      {
        id: actionId(second, bell),
        priority: { round: second, rank: 1, total: 5 },
        earlier: [{ round: first, total: 1 }],
      },
      {
        id: actionId(first, ramp),
        priority: { round: second, total: 0 },
        earlier: [{ round: first, total: 2 }],
      },
    ])
    expect(makeWorkplan(shop.input())).toMatchObject({ ideasWithoutVotes: [], ideasSetAside: [] })
  })

  test('keeps the row that people wrote on, and all that they wrote on either', () => {
    const { shop, bell, first, second, seen } = twice()
    setRow(shop.plan, 'actions', actionId(first, bell), { lead: 'Amina', due: '2026-10-01' })
    expect(seen().actions[0]).toMatchObject({
      id: actionId(first, bell),
      lead: 'Amina',
      priority: { total: 5 },
    })
    setRow(shop.plan, 'actions', actionId(second, bell), { lead: 'Joe', evidence: 'It rings' })
    expect(seen().actions[0]).toMatchObject({ lead: 'Joe; Amina', due: '2026-10-01', evidence: 'It rings' })
  })

  test('stays deleted when another round is held on it, until somebody brings it back', () => {
    const { shop, bell, seen } = twice()
    const id = seen().actions[0]?.id ?? ''
    const rows = rowsOfSameItem(id, shop.rounds)
    for (const row of rows) trashRow(shop.plan, 'actions', row)
    shop.vote('Once more?', dots, [bell], [{ [bell]: 3 }])
    shop.derive()
    expect(seen().actions.map(({ action }) => action)).toEqual(['Build a ramp'])
    expect(makeWorkplan(shop.input()).ideasSetAside.map(({ text }) => text)).toEqual(['Mend the bell'])
    for (const row of rows) restoreRow(shop.plan, 'actions', row)
    expect(seen().actions.map(({ action }) => action)).toEqual(['Mend the bell', 'Build a ramp'])
  })

  test('counts the same on the screen and in what is taken away', () => {
    const { shop, seen } = twice()
    const workplan = makeWorkplan(shop.input())
    expect([workplan.actions.length, workplan.sourceNotes]).toEqual([
      seen().actions.length,
      sourceCount(seen()),
    ])
    expect(workplan.sourceNotes).toBe(2)
  })
})

test('however often items are voted on, written on and deleted, each stands in one place, and no words are lost', () =>
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.record({ round: fc.nat(3), item: fc.nat(3), does: fc.constantFrom('lead', 'evidence', 'delete') }),
        { maxLength: 8 },
      ),
      (rounds, edits) => {
        const shop = createWorkshop()
        const items = [0, 1, 2, 3].map((index) => shop.addNote({ text: `Idea ${index}` }))
        for (const [index, totals] of rounds.entries()) {
          const ballot = Object.fromEntries(
            items.map((item, at) => [item, totals[at] ?? 0] as const).filter(([, dotted]) => dotted > 0),
          )
          shop.vote(`Round ${index}?`, dots, items, [ballot])
        }
        shop.derive()
        const live = new Map<string, Set<string>>()
        const gone = new Set<string>()
        for (const [index, { round, item, does }] of edits.entries()) {
          const id = actionId(`round-${round + 1}`, items[item] ?? '')
          if (!readPlan(shop.plan).actions.some((row) => row.id === id)) continue
          if (does === 'delete') {
            for (const row of rowsOfSameItem(id, shop.rounds)) {
              trashRow(shop.plan, 'actions', row)
              live.delete(row)
            }
            gone.add(items[item] ?? '')
          } else {
            const words = `words-${index}.`
            const key = `${id} ${does}`
            for (const known of live.keys()) if (known === key) live.delete(known)
            live.set(key, new Set([words]))
            setRow(shop.plan, 'actions', id, { [does]: words })
          }
        }
        const { actions, ideasWithoutVotes, ideasSetAside } = makeWorkplan(shop.input())
        const standing = [
          ...actions.map(({ sources }) => sources[0]?.item),
          ...[...ideasWithoutVotes, ...ideasSetAside].map(({ item }) => item),
        ]
        expect([...standing].sort()).toEqual([...items].sort())
        for (const { item } of ideasWithoutVotes) {
          const at = items.indexOf(item)
          expect(rounds.every((totals) => totals[at] === 0)).toBe(true)
        }
        for (const item of gone) expect(actions.some(({ sources }) => sources[0]?.item === item)).toBe(false)
        const told = JSON.stringify(actions)
        for (const [key, words] of live)
          if (![...gone].some((item) => key.includes(item)))
            for (const one of words) expect(told).toContain(one)
      },
    ),
  ))
