import { expect, test } from 'vitest'
import type { OpenRound } from '../../shared/api.ts'
import { replaceText } from '../../shared/boardTexts.ts'
import { trash } from '../../shared/bin.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import type { RoundResult } from '../../shared/stage.ts'
import { startServer } from './harness.ts'
import { keysOf, NOTES, setUp } from './roundSupport.ts'

test("candidates' words are frozen when the round opens", async () => {
  const { openRound, board, items, theme, write, workshop, stageRound } = await setUp()
  const { status, body } = await openRound({
    candidates: [items[0], theme].map((item) => ({ board, item: item ?? '' })),
  })
  expect(status).toBe(201)
  await write(workshop, boardDoc(board), workshop.participant.id, (doc) =>
    replaceText(doc, items[0] ?? '', 'text', 'Something else'),
  )
  expect(stageRound(body.round.id)?.candidates).toEqual([
    { board, item: items[0], text: 'Idea 0', theme: 'Care', colour: 'sky' },
    { board, item: theme, text: 'Care: People are heard.', theme: null, colour: null },
  ])
})

test('a round needs candidates that lie on their boards, each once, and an end to come', async () => {
  const { openRound, board, items, write, workshop, clock, join } = await setUp()
  const [item = ''] = items
  const statusOf = async (wanted: Partial<OpenRound>) => (await openRound(wanted)).status
  expect(await statusOf({ candidates: [] })).toBe(400)
  expect(await statusOf({ candidates: [{ board, item: newId() }] })).toBe(422)
  expect(await statusOf({ candidates: [{ board: newId(), item }] })).toBe(422)
  expect(await statusOf({ candidates: [item, item].map((twice) => ({ board, item: twice })) })).toBe(422)
  expect(await statusOf({ endsAt: clock.now() - 1 })).toBe(422)
  await write(workshop, boardDoc(board), workshop.participant.id, (doc) => trash(doc, [item]))
  expect(await statusOf({})).toBe(422)
  const { token } = (await join(workshop, 'participant')).body
  expect((await openRound({}, token)).status).toBe(403)
})

test('the server checks rule and person', async () => {
  const { openRound, cast, ballot, join, workshop, items, clock } = await setUp()
  const [item = ''] = items
  const { round } = (await openRound({ method: { type: 'dots', budget: 3, cap: 2 } })).body
  const viewer = (await join(workshop, 'viewer')).body.token
  expect((await cast(round.id, viewer, { [item]: 1 })).status).toBe(403)
  expect((await ballot(round.id, viewer)).status).toBe(403)
  const { token } = (await join(workshop, 'participant')).body
  expect((await ballot(round.id, token)).body).toEqual({ choices: {}, at: 0 })
  const stored = { choices: { [item]: 2 }, at: clock.now() }
  expect((await cast(round.id, token, { [item]: 2 })).body).toEqual(stored)
  for (const unfit of [
    { [item]: 3 },
    { [item]: -1 },
    { [item]: 0.5 },
    { [newId()]: 1 },
    { x: 1 },
    'x',
    null,
  ]) {
    const refused = await cast(round.id, token, unfit)
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'unfit-ballot' } } })
  }
  expect((await ballot(round.id, token)).body).toEqual(stored)
  expect((await cast(newId(), token, {})).status).toBe(404)
  expect((await cast(round.id, 'x', {})).status).toBe(401)
})

test('a ballot that is cast again, as of before, gives way to a newer one, and counts as no newer than it is', async () => {
  const { openRound, ask, ballot, join, workshop, items, clock } = await setUp()
  const [item = ''] = items
  const { round } = (await openRound({})).body
  const { token } = (await join(workshop, 'participant')).body
  const cast = (choices: Record<string, number>, at?: number) =>
    ask('PUT', `/workshops/${workshop.id}/rounds/${round.id}/ballot`, { choices, at }, { token })
  const now = clock.now()
  clock.advance(10_000)
  // The server has none, as after older data were put back.
  expect((await cast({ [item]: 1 }, now)).body).toEqual({ choices: { [item]: 1 }, at: now })
  expect((await cast({ [item]: 2 }, now - 5)).body).toEqual({ choices: { [item]: 1 }, at: now })
  expect((await cast({ [item]: 3 }, now + 5)).body).toEqual({ choices: { [item]: 3 }, at: now + 5 })
  // Nobody casts for times to come.
  const last = { choices: { [item]: 4 }, at: clock.now() }
  expect((await cast({ [item]: 4 }, now + 1e9)).body).toEqual(last)
  expect((await cast({ [item]: 5 }, now + 1e9)).body).toEqual({ choices: { [item]: 5 }, at: last.at + 1 })
  expect((await cast({ [item]: 0 })).body).toEqual({ choices: { [item]: 0 }, at: last.at + 2 })
  expect((await ballot(round.id, token)).body).toEqual({ choices: { [item]: 0 }, at: last.at + 2 })
})

test('while a round is open all may see how many voted, and nobody how', async () => {
  const { openRound, cast, result, join, workshop, items, stageRound, close, ballot } = await setUp()
  const [item = ''] = items
  const { round } = (await openRound()).body
  const { token } = (await join(workshop, 'participant')).body
  await cast(round.id, token, { [item]: 5 })
  await cast(round.id, token, { [item]: 4 })
  expect(stageRound(round.id)).toMatchObject({ voted: 1, present: 2, result: null })
  expect(await result(round.id)).toMatchObject({ status: 409, body: { error: { code: 'round-open' } } })
  expect((await close(round.id, token)).status).toBe(403)
  const closed = await close(round.id)
  expect(closed.body.turnout).toEqual({ voted: 1, present: 2 })
  expect(closed.body.candidates[0]).toEqual({ item, rank: 1, total: 4, mean: null, spread: null })
  expect(closed.body.candidates).toHaveLength(NOTES)
  // Closing twice is the same as once.
  expect((await close(round.id)).body).toEqual(closed.body)
  expect((await result(round.id, token)).body).toEqual(closed.body)
  expect((await cast(round.id, token, {})).status).toBe(409)
  expect((await ballot(round.id, token)).status).toBe(409)
})

test('a round closes by itself when its end has come, also when the server slept', async () => {
  const { openRound, cast, clock, workshop, items, stageRound, result, storage, stop } = await setUp()
  const first = (await openRound({ endsAt: clock.now() + 60_000 })).body.round
  const second = (await openRound({ endsAt: clock.now() + 120_000 })).body.round
  await cast(first.id, workshop.token, { [items[0] ?? '']: 5 })
  await cast(second.id, workshop.token, { [items[1] ?? '']: 5 })
  clock.advance(60_000)
  await expect.poll(() => stageRound(first.id)?.closedAt).toBe(clock.now())
  expect((await result(first.id)).body.turnout.voted).toBe(1)
  expect(stageRound(second.id)?.closedAt).toBeNull()
  await stop()
  clock.advance(120_000)
  const later = await startServer({ storage, clock })
  const answer = await later.ask<RoundResult>(
    'GET',
    `/workshops/${workshop.id}/rounds/${second.id}/result`,
    undefined,
    { token: workshop.token },
  )
  expect(answer.body.turnout.voted).toBe(1)
  expect(await keysOf(storage, 'ballot')).toEqual([])
})

test('a round that is closed twice, also in the same moment, is closed once', async () => {
  const { openRound, cast, close, workshop, items, plan, clock, stageRound } = await setUp()
  const { round } = (await openRound()).body
  await cast(round.id, workshop.token, { [items[0] ?? '']: 5 })
  const [one, other] = await Promise.all([close(round.id), close(round.id)])
  expect(other.body).toEqual(one.body)
  const { closedAt } = stageRound(round.id) ?? {}
  const before = await plan()
  clock.advance(60_000)
  expect((await close(round.id)).body).toEqual(one.body)
  expect(stageRound(round.id)?.closedAt).toBe(closedAt)
  expect(await plan()).toEqual(before)
})
