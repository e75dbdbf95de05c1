/** Ballots: one a person, secret, and gone once their round is closed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CreatedWorkshop, Joined } from '../../shared/answers.ts'
import type { OpenRound } from '../../shared/api.ts'
import type { Choices } from '../../shared/methods/method.ts'
import { methodOf } from '../../shared/methods/registry.ts'
import { readPlan } from '../../shared/plan.ts'
import { readStage } from '../../shared/stage.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage, Write } from '../../server/storage/storage.ts'
import { startServer, type TestServer } from './harness.ts'
import { keysOf, NOTES, setUp } from './roundSupport.ts'

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

test('what a server that stopped too early left of the ballots is wiped when the next one starts, whoever comes', async () => {
  const memory = createMemoryStorage()
  const wiped: string[] = []
  const dying: Storage = {
    ...memory,
    forget: () => Promise.reject(new Error('the power is gone')),
    close: async () => undefined,
  }
  const first = await setUp({ storage: dying })
  const { round } = (await first.openRound()).body
  await first.cast(round.id, first.workshop.token, { [first.items[0] ?? '']: 5 })
  await first.close(round.id)
  const owed = async (): Promise<string[]> => {
    const keys: string[] = []
    for await (const [key] of memory.list('forget/')) keys.push(key.slice('forget/'.length))
    return keys
  }
  const prefix = (table: string) => `ws/${first.workshop.id}/${table}/${round.id}/`
  expect(await owed()).toEqual([prefix('ballot'), prefix('seen')])

  await startServer({ storage: { ...memory, forget: async (place) => void wiped.push(place) } })
  await expect.poll(() => wiped).toEqual([prefix('ballot'), prefix('seen')])
  await expect.poll(owed).toEqual([])
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
