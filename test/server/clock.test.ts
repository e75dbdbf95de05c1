/** The server's clock is set forward and back, or the machine sleeps. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../server/clock.ts'
import { startServer } from './harness.ts'
import { setUp } from './roundSupport.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

test.each([-HOUR, HOUR])('a lock holds however the clock is set: by %i ms', async (set) => {
  const { house, clock, create, command, firstBoard } = await startServer()
  const workshop = await create()
  const board = await firstBoard(workshop)
  const isLocked = () => house.gatekeeper.locked(workshop.id, board)
  await command(workshop, workshop.token, { type: 'lock', locked: true })
  clock.set(set)
  expect(isLocked()).toBe(false)
  clock.advance(3_000)
  expect(isLocked()).toBe(true)
  clock.set(-2 * set)
  expect(isLocked()).toBe(true)
})

test('a round ends when the clock reads its end, also where it was set forward', async () => {
  const { openRound, clock, stageRound } = await setUp()
  const { round } = (await openRound({ endsAt: clock.now() + 20 * MINUTE })).body
  clock.set(HOUR)
  await expect.poll(() => stageRound(round.id)?.closedAt).toBe(clock.now())
})

test('a round whose end lies ahead again, since the clock was set back, is voted in until then', async () => {
  const { openRound, clock, stageRound, cast, items, join, workshop } = await setUp()
  const [item = ''] = items
  const { token } = (await join(workshop, 'participant')).body
  const { round } = (await openRound({ endsAt: clock.now() + 20 * MINUTE })).body
  clock.set(-HOUR)
  clock.advance(79 * MINUTE)
  expect((await cast(round.id, token, { [item]: 1 })).status).toBe(200)
  expect(stageRound(round.id)?.closedAt).toBe(null)
  clock.advance(MINUTE)
  await expect.poll(() => stageRound(round.id)?.closedAt).toBe(clock.now())
})

describe('the machine’s own clock', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  test('what is to be done at a moment is done soon after the clock jumped over it', () => {
    const work = vi.fn()
    systemClock.at(Date.now() + 20 * MINUTE, work)
    // The machine slept: an hour has passed, of which its timers know nothing.
    vi.setSystemTime(Date.now() + HOUR)
    vi.advanceTimersByTime(MINUTE)
    expect(work).toHaveBeenCalledOnce()
  })

  test('what is to be done at a moment is done no sooner than the clock reads it', () => {
    const work = vi.fn()
    systemClock.at(Date.now() + 20 * MINUTE, work)
    vi.setSystemTime(Date.now() - HOUR)
    vi.advanceTimersByTime(80 * MINUTE - 1)
    expect(work).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(work).toHaveBeenCalledOnce()
  })

  test('what is to be done after a while is done then, however the clock is set, and however long it is', () => {
    for (const set of [-HOUR, HOUR])
      for (const ms of [0, 5_000, 40 * 24 * HOUR]) {
        const work = vi.fn()
        systemClock.after(ms, work)
        vi.setSystemTime(Date.now() + set)
        if (ms > 0) vi.advanceTimersByTime(ms - 1)
        expect(work).not.toHaveBeenCalled()
        vi.advanceTimersByTime(1)
        expect(work).toHaveBeenCalledOnce()
      }
  })

  test('what was called off is never done', () => {
    const work = vi.fn()
    systemClock.after(MINUTE, work)()
    const callOff = systemClock.at(Date.now() + HOUR, work)
    vi.advanceTimersByTime(30 * MINUTE)
    callOff()
    vi.advanceTimersByTime(HOUR)
    expect(work).not.toHaveBeenCalled()
  })
})
