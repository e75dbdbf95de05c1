import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { CreatedWorkshop, Joined } from '../../shared/answers.ts'
import type { OpenRound } from '../../shared/api.ts'
import { addItem, setFields } from '../../shared/boardItems.ts'
import { replaceText } from '../../shared/boardTexts.ts'
import { trash } from '../../shared/bin.ts'
import type { Consent } from '../../shared/consent.ts'
import { boardDoc } from '../../shared/docs.ts'
import { newId } from '../../shared/ids.ts'
import type { Choices } from '../../shared/methods/method.ts'
import { methodOf } from '../../shared/methods/registry.ts'
import { readPlan, setRow, trashRow } from '../../shared/plan.ts'
import { readStage, type RoundResult, type StageRound } from '../../shared/stage.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage, Write } from '../../server/storage/storage.ts'
import { startServer, type TestServer } from './harness.ts'

const NOTES = 4

const setUp = async (options: Parameters<typeof startServer>[0] = {}) => {
  const server = await startServer(options)
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const theme = newId()
  const items = Array.from({ length: NOTES }, () => newId())
  await server.write(workshop, boardDoc(board), workshop.participant.id, (doc) => {
    addItem(doc, { kind: 'theme', id: theme, at: [0, 0], title: 'Care', statement: 'People are heard.' })
    items.forEach((id, index) =>
      addItem(doc, { kind: 'note', id, at: [0, 0], theme, text: `Idea ${index}`, colour: 'sky' }),
    )
  })
  const found = await server.house.workshops.get(workshop.id)
  const path = `/workshops/${workshop.id}/rounds`
  return {
    ...server,
    workshop,
    board,
    theme,
    items,
    path,
    stageRound: (id: string) => readStage(found.stage).rounds.find((round) => round.id === id),
    plan: async () => readPlan((await server.house.sync.open(workshop.id, 'plan')).doc),
    openRound: (wanted: Partial<OpenRound> = {}, token = workshop.token) =>
      server.ask<{ round: StageRound }>(
        'POST',
        path,
        {
          question: 'Which first?',
          method: { type: 'score' },
          candidates: items.map((item) => ({ board, item })),
          ...wanted,
        },
        { token },
      ),
    cast: (round: string, token: string, choices: unknown) =>
      server.ask<{ choices: Choices }>('PUT', `${path}/${round}/ballot`, { choices }, { token }),
    close: (round: string, token = workshop.token) =>
      server.ask<RoundResult>('POST', `${path}/${round}/close`, {}, { token }),
    result: (round: string, token = workshop.token) =>
      server.ask<RoundResult>('GET', `${path}/${round}/result`, undefined, { token }),
    ballot: (round: string, token: string) =>
      server.ask<{ choices: Choices }>('GET', `${path}/${round}/ballot`, undefined, { token }),
  }
}

const keysOf = async (storage: Storage, part: string): Promise<string[]> => {
  const keys: string[] = []
  for await (const [key] of storage.list('ws/')) if (key.includes(`/${part}/`)) keys.push(key)
  return keys
}

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
  const { openRound, cast, ballot, join, workshop, items } = await setUp()
  const [item = ''] = items
  const { round } = (await openRound({ method: { type: 'dots', budget: 3, cap: 2 } })).body
  const viewer = (await join(workshop, 'viewer')).body.token
  expect((await cast(round.id, viewer, { [item]: 1 })).status).toBe(403)
  expect((await ballot(round.id, viewer)).status).toBe(403)
  const { token } = (await join(workshop, 'participant')).body
  expect((await ballot(round.id, token)).body).toEqual({ choices: {} })
  expect((await cast(round.id, token, { [item]: 2 })).body).toEqual({ choices: { [item]: 2 } })
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
  expect((await ballot(round.id, token)).body).toEqual({ choices: { [item]: 2 } })
  expect((await cast(newId(), token, {})).status).toBe(404)
  expect((await cast(round.id, 'x', {})).status).toBe(401)
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

test("once a round has closed, its ballots are wiped from the storage's medium too", async () => {
  const memory = createMemoryStorage()
  const wiped: string[] = []
  const storage: Storage = {
    ...memory,
    async forget(prefix) {
      // Not before their end is stored: else they would only be moved.
      expect(await keysOf(memory, 'ballot')).toEqual([])
      wiped.push(prefix)
    },
  }
  const { openRound, cast, close, workshop, items } = await setUp({ storage })
  const { round } = (await openRound()).body
  await cast(round.id, workshop.token, { [items[0] ?? '']: 5 })
  expect(wiped).toEqual([])
  await close(round.id)
  const prefix = (table: string) => `ws/${workshop.id}/${table}/${round.id}/`
  await expect.poll(() => wiped).toEqual([prefix('ballot'), prefix('seen')])
})

test('what a server that stopped too early left of the ballots is wiped when the workshop is next opened', async () => {
  const memory = createMemoryStorage()
  const wiped: string[] = []
  const dying: Storage = {
    ...memory,
    forget: () => new Promise(() => undefined),
    close: async () => undefined,
  }
  const first = await setUp({ storage: dying })
  const { round } = (await first.openRound()).body
  await first.cast(round.id, first.workshop.token, { [first.items[0] ?? '']: 5 })
  await first.close(round.id)
  expect(await keysOf(memory, 'wipe')).toHaveLength(1)

  const living: Storage = { ...memory, forget: async (prefix) => void wiped.push(prefix) }
  const next = await startServer({ storage: living })
  expect((await next.info(first.workshop, first.workshop.token)).status).toBe(200)
  const prefix = (table: string) => `ws/${first.workshop.id}/${table}/${round.id}/`
  await expect.poll(() => wiped).toEqual([prefix('ballot'), prefix('seen')])
  await expect.poll(() => keysOf(memory, 'wipe')).toEqual([])
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

/** A storage that remembers what each commit wrote, so that a test can cut it off after any of them. */
const createRemembering = () => {
  const storage = createMemoryStorage()
  const commits: (readonly Write[])[] = []
  return {
    commits,
    storage: {
      ...storage,
      async commit(writes: readonly Write[]) {
        commits.push(writes.map((write) => ({ ...write })))
        await storage.commit(writes)
      },
    } satisfies Storage,
  }
}

test('whenever the server is cut off, there is never a tally beside ballots, nor one without its plan', async () => {
  const { storage, commits } = createRemembering()
  const { openRound, cast, close, join, workshop, items } = await setUp({ storage })
  const { round } = (await openRound()).body
  for (let voter = 0; voter < 3; voter++) {
    const { token } = (await join(workshop, 'participant')).body
    await cast(round.id, token, { [items[voter] ?? '']: 5 })
  }
  const before = commits.length
  await close(round.id)
  const seen: boolean[] = []
  for (let length = before - 1; length <= commits.length; length++) {
    const cut = createMemoryStorage()
    for (const writes of commits.slice(0, length)) await cut.commit(writes)
    const later = await startServer({ storage: cut })
    const found = await later.house.workshops.get(workshop.id)
    const { result } = readStage(found.stage).rounds[0] ?? {}
    const ballots = (await keysOf(cut, 'ballot')).length
    const { doc } = await later.house.sync.open(workshop.id, 'plan')
    expect(ballots > 0).toBe(!result)
    expect(readPlan(doc).actions.length > 0).toBe(Boolean(result))
    seen.push(Boolean(result))
    await later.stop()
  }
  expect(new Set(seen)).toEqual(new Set([false, true]))
})

type Step =
  | { readonly type: 'cast'; readonly who: number; readonly given: readonly number[] }
  | { readonly type: 'close' }

const VOTERS = 7
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('cast' as const),
      who: fc.nat(VOTERS - 1),
      given: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: NOTES }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'close' as const }) },
)

const method = fc.constantFrom<OpenRound['method']>({ type: 'score' }, { type: 'dots', budget: 5, cap: 3 })

const joinAll = async (server: TestServer, workshop: CreatedWorkshop): Promise<Joined[]> => {
  const people: Joined[] = []
  for (let voter = 0; voter < VOTERS; voter++) people.push((await server.join(workshop, 'participant')).body)
  return people
}

test('one person has one ballot, the last that the rule allowed; after the close none is left', async () => {
  const shared = await setUp()
  const people = await joinAll(shared, shared.workshop)
  const { openRound, cast, close, items, storage, house } = shared
  const t = house.t
  await fc.assert(
    fc.asyncProperty(method, fc.array(step, { maxLength: 30 }), async (rule, steps) => {
      const { round } = (await openRound({ method: rule })).body
      const model = new Map<number, Choices>()
      let open = true
      for (const act of steps) {
        if (act.type === 'close') {
          open = false
          await close(round.id)
          continue
        }
        const choices = Object.fromEntries(act.given.map((number, index) => [items[index] ?? '', number]))
        const fits = methodOf(rule).objection(rule, items, choices, t) === null
        const { status } = await cast(round.id, people[act.who]?.token ?? '', choices)
        expect(status).toBe(open ? (fits ? 200 : 422) : 409)
        if (open && fits) model.set(act.who, choices)
      }
      const { body } = await close(round.id)
      expect(body.turnout.voted).toBe(model.size)
      expect(body.candidates).toEqual(methodOf(rule).tally(rule, items, [...model.values()]))
      expect(await keysOf(storage, 'ballot')).toEqual([])
      expect(await keysOf(storage, 'seen')).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('a person who rises, or joins again, keeps the one ballot; one who is removed has cast theirs', async () => {
  const { openRound, cast, close, join, workshop, items, command, stageRound } = await setUp()
  const [item = ''] = items
  const { round } = (await openRound()).body
  const joe = (await join(workshop, 'participant')).body
  await cast(round.id, joe.token, { [item]: 2 })
  const risen = (await join(workshop, 'facilitator', { token: joe.token })).body
  expect(risen.participant).toMatchObject({ id: joe.participant.id, role: 'facilitator' })
  expect((await cast(round.id, risen.token, { [item]: 5 })).status).toBe(200)
  expect(stageRound(round.id)).toMatchObject({ voted: 1 })

  const ann = (await join(workshop, 'participant')).body
  await cast(round.id, ann.token, { [item]: 3 })
  await command(workshop, workshop.token, { type: 'person.promote', person: ann.participant.id })
  await cast(round.id, ann.token, { [item]: 4 })
  await command(workshop, workshop.token, { type: 'person.remove', person: ann.participant.id })
  expect((await cast(round.id, ann.token, { [item]: 0 })).status).toBe(401)
  const { candidates, turnout } = (await close(round.id)).body
  expect(turnout.voted).toBe(2)
  expect(candidates.find((one) => one.item === item)).toMatchObject({ total: 9, rank: 1 })
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
