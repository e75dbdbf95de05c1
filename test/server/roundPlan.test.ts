/** What a vote leaves in the plan. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { setFields } from '../../shared/boardItems.ts'
import type { Consent } from '../../shared/consent.ts'
import { boardDoc } from '../../shared/docs.ts'
import { setRow, trashRow } from '../../shared/plan.ts'
import { setUp } from './roundSupport.ts'

test('closing derives the plan; what people deleted or wrote stays; deriving twice changes nothing', async () => {
  const { openRound, cast, close, workshop, items, plan, theme, house, command } = await setUp()
  const [best = '', second = ''] = items
  const { round } = (await openRound()).body
  await cast(round.id, workshop.token, { [best]: 5, [second]: 1 })
  await close(round.id)
  const derived = await plan()
  expect(derived.actions.map(({ id }) => id)).toEqual([
    `action:${round.id}:${best}`,
    `action:${round.id}:${second}`,
  ])
  expect(derived.actions[0]).toMatchObject({
    action: 'Idea 0',
    criterion: `criterion:${theme}`,
    priority: { round: round.id, rank: 1, total: 5 },
  })
  const { doc } = await house.sync.open(workshop.id, 'plan')
  setRow(doc, 'actions', `action:${round.id}:${best}`, { lead: 'Ann' })
  trashRow(doc, 'actions', `action:${round.id}:${second}`)
  const before = Y.encodeStateVector(doc)
  expect((await command(workshop, workshop.token, { type: 'plan.derive' })).status).toBe(200)
  expect(Y.encodeStateVector(doc)).toEqual(before)
  expect((await plan()).actions).toMatchObject([{ lead: 'Ann' }])
})

test('withdrawing consent after the vote changes the derived line', async () => {
  const { openRound, cast, close, workshop, items, plan, command, board } = await setUp()
  const [item = ''] = items
  const { round } = (await openRound()).body
  await cast(round.id, workshop.token, { [item]: 5 })
  await close(round.id)
  await command(workshop, workshop.token, { type: 'consent', consent: 'room', item: { board, item } })
  expect((await plan()).actions[0]?.action).toBe('An idea kept in the room')
})

test('withdrawing consent changes the derived lines also before any round has closed', async () => {
  const { workshop, items, plan, command, board, write } = await setUp()
  const [item = ''] = items
  await write(workshop, boardDoc(board), workshop.participant.id, (doc) =>
    setFields(doc, 'note', [item], { asks: 'indicator' }),
  )
  const consent = (wish: Consent) =>
    command(workshop, workshop.token, { type: 'consent', consent: wish, item: { board, item } })
  await consent('nameless')
  // Nobody asked for a plan yet.
  expect((await plan()).criteria).toEqual([])
  await command(workshop, workshop.token, { type: 'plan.derive' })
  expect((await plan()).criteria[0]?.indicators).toEqual(['Idea 0'])
  await consent('room')
  expect((await plan()).criteria[0]?.indicators).toEqual([])
})
