/** The stage grows slowly, whatever people ask for: it is held by all, and keeps a trace of each change. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Command } from '../../shared/commands.ts'
import { newId } from '../../shared/ids.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { startServer } from './harness.ts'

const setUp = async () => {
  const server = await startServer()
  const workshop = await server.create()
  const { token } = (await server.join(workshop, 'participant')).body
  const { stage } = await server.house.workshops.get(workshop.id)
  const run = async (by: string, command: Command) => (await server.command(workshop, by, command)).status
  return {
    ...server,
    workshop,
    token,
    board: await server.firstBoard(workshop),
    run,
    /** How many are let through, of so many of these commands. */
    async passing(by: string, times: number, command: (turn: number) => Command): Promise<number> {
      const statuses = await Promise.all(Array.from({ length: times }, (_, turn) => run(by, command(turn))))
      expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([])
      return statuses.filter((status) => status === 200).length
    },
    steps: () => Y.decodeStateVector(Y.encodeStateVector(stage)).get(stage.clientID) ?? 0,
  }
}

const { facilitator, others, wishes } = LIMITS.commands
const raise = (turn: number): Command => ({ type: 'hand', up: turn % 2 === 0 })

test('a participant changes the stage a few times at once, then slowly; facilitators, and others, go on', async () => {
  const { passing, run, steps, clock, token, workshop, join } = await setUp()
  const before = steps()
  expect(await passing(token, 2 * others.burst, raise)).toBe(others.burst)
  expect(steps() - before).toBe(others.burst)
  expect(await run(token, { type: 'person.rename', name: 'Another name' })).toBe(429)
  clock.advance(10_000)
  expect(await passing(token, others.burst, raise)).toBe(10 * others.perSecond)
  const other = (await join(workshop, 'participant')).body
  expect(await run(other.token, raise(0))).toBe(200)
  expect(await passing(workshop.token, facilitator.burst + 1, raise)).toBe(facilitator.burst)
})

test('a phone that comes back with hundreds of wishes for single items tells them all', async () => {
  const { passing, run, token, board } = await setUp()
  const wish = (): Command => ({ type: 'consent', consent: 'room', item: { board, item: newId() } })
  expect(await passing(token, wishes.burst - 10, wish)).toBe(wishes.burst - 10)
  // They keep nobody from anything else.
  expect(await run(token, raise(0))).toBe(200)
  expect(await run(token, { type: 'consent', consent: 'named' })).toBe(200)
})

test('what changes nothing leaves no trace on the stage', async () => {
  const { run, steps, token, board, workshop } = await setUp()
  const all: readonly Command[] = [
    { type: 'hand', up: true },
    { type: 'person.rename', name: 'Ann' },
    {
      type: 'member.join',
      name: 'Ann',
      organisation: '',
      contact: 'ann@example.org',
      showName: true,
      showContact: false,
    },
  ]
  const running: readonly Command[] = [
    { type: 'heads', heads: 12 },
    { type: 'doors', open: true },
    { type: 'board.rename', board, title: 'Ideas' },
  ]
  const runAll = async (): Promise<void> => {
    for (const command of all) expect(await run(token, command)).toBe(200)
    for (const command of running) expect(await run(workshop.token, command)).toBe(200)
  }
  await runAll()
  const before = steps()
  await runAll()
  expect(steps()).toBe(before)
})
