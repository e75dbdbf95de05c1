/** How much is borne of one person, and of all who come from one address. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createConsequences } from '../../server/sync/sockets/consequences.ts'
import { createPatiences, type Patience } from '../../server/sync/sockets/patience.ts'
import { SocketRefusal } from '../../server/sync/refuse.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'

const HALL = 'a hall'

/** What becomes of somebody's work. */
const ask = (patience: Patience, steps: number): 'done' | 'refused' | 'put off' => {
  try {
    return patience.mayWork(steps) ? 'done' : 'refused'
  } catch (error) {
    if (!(error instanceof SocketRefusal)) throw error
    expect([error.code, error.isOffence]).toEqual([CLOSE.tooFast, false])
    return 'put off'
  }
}

test('the door is shut for longer each time, and opens again', () => {
  let now = 0
  const patience = createPatiences(() => now)('somebody', HALL)
  const shutFor = (): number => {
    while (!patience.offended());
    const from = now
    while (patience.isShut()) now += 1_000
    return now - from
  }
  const times = [shutFor(), shutFor(), shutFor(), shutFor(), shutFor(), shutFor()]
  expect(times).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000])
  now += 60_000
  for (let n = 0; n < LIMITS.offences.burst - 1; n++) expect(patience.offended()).toBe(false)
})

test('work for the documents is counted by person, however many sockets bring it, and from wherever', () => {
  const patienceWith = createPatiences(() => 0)
  const most = LIMITS.work.burst
  expect(ask(patienceWith('a', HALL), most)).toBe('done')
  expect(ask(patienceWith('a', 'at home'), LIMITS.toil)).toBe('refused')
  expect(ask(patienceWith('b', HALL), most)).toBe('done')
})

test('a thousand throw-away people of one address make no more work than the address may, and their own alone', () => {
  const patienceWith = createPatiences(() => 0)
  let done = 0
  for (let n = 0; n < 1_000; n++)
    for (let times = 0; times < 10; times++) {
      const steps = LIMITS.workAlone.burst
      if (ask(patienceWith(`made up ${n}`, HALL), steps) === 'done') done += steps
    }
  expect(done).toBeLessThanOrEqual(LIMITS.workPerAddress.burst + 1_000 * LIMITS.workAlone.burst)
  expect(done).toBeGreaterThan(LIMITS.workPerAddress.burst)
  expect(ask(patienceWith('elsewhere', 'at home'), LIMITS.work.burst)).toBe('done')
})

test('a thousand throw-away people of one address are not refused ten times each', () => {
  const patienceWith = createPatiences(() => 0)
  let refused = 0
  for (let n = 0; n < 1_000; n++) {
    const patience = patienceWith(`made up ${n}`, HALL)
    for (; !patience.isShut(); refused++) patience.offended()
  }
  expect(refused).toBeLessThanOrEqual(LIMITS.offencesPerAddress.burst + 1_000)
})

test('whatever others at an address do, who writes as people write is never refused, put off or shut out', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ who: fc.nat({ max: 50 }), steps: fc.nat({ max: LIMITS.toil }), offends: fc.boolean() }),
      ),
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 60, maxLength: 60 }),
      (flood, typing) => {
        let now = 0
        const patienceWith = createPatiences(() => now)
        for (let n = 0; n < 2_000; n++) {
          const foe = patienceWith(`foe ${n}`, HALL)
          ask(foe, LIMITS.work.burst)
          while (!foe.offended());
        }
        const honest = Array.from({ length: 400 }, (_, n) => patienceWith(`honest ${n}`, HALL))
        // They all open a large board.
        for (const patience of honest) expect(ask(patience, LIMITS.workAlone.burst / 2)).toBe('done')
        for (const steps of typing) {
          now += 67
          for (const { who, steps: much, offends } of flood) {
            const foe = patienceWith(`foe ${who}`, HALL)
            ask(foe, much)
            if (offends) foe.offended()
          }
          const isWell = (patience: Patience): boolean =>
            ask(patience, steps) === 'done' && !patience.isShut()
          expect(honest.every(isWell)).toBe(true)
        }
      },
    ),
    { numRuns: 5 },
  )
})

test('who is refused once in a flood of others comes in again after the first pause', () => {
  let now = 0
  const patienceWith = createPatiences(() => now)
  for (let n = 0; n < 2_000; n++) while (!patienceWith(`foe ${n}`, HALL).offended());
  const honest = patienceWith('honest', HALL)
  expect(honest.offended()).toBe(true)
  now += LIMITS.shut.first
  expect(honest.isShut()).toBe(false)
})

test('a new socket brings no new bucket: messages and bytes are counted by person', () => {
  const patienceWith = createPatiences(() => 0)
  const times = (may: () => boolean): number => {
    let count = 0
    while (may()) count += 1
    return count
  }
  const messages = (who: string): number => times(() => patienceWith(who, HALL).mayHear())
  const megabytes = (who: string): number => times(() => patienceWith(who, HALL).mayWeigh(1_000_000))
  expect(messages('a')).toBe(LIMITS.messagesPerPerson.burst)
  expect(messages('a')).toBe(0)
  expect(megabytes('b')).toBe(LIMITS.bytesPerPerson.burst / 1_000_000)
  expect(megabytes('b')).toBe(0)
  expect(messages('c')).toBe(LIMITS.messagesPerPerson.burst)
})

test('five pages of one person, each as busy as a hand can make it, are never too much', () => {
  let now = 0
  const { mayHear, mayWeigh } = createPatiences(() => now)('a', HALL)
  for (let second = 0; second < 3_600; second++) {
    now += 1_000
    // Words and a pointer on each.
    for (let n = 0; n < 5 * (40 + 15); n++)
      if (!mayHear() || !mayWeigh(300)) throw new Error(`too much after ${second} s`)
  }
})

test('sockets are opened so often by one person; a hall whose line is bad comes back again and again, whoever else is there', () => {
  let now = 0
  const patienceWith = createPatiences(() => now)
  const opened = (who: string, most = Infinity): number => {
    let times = 0
    while (times < most && patienceWith(who, HALL).mayOpen()) times += 1
    return times
  }
  expect(opened('foe')).toBe(LIMITS.openings.burst)
  now += 1_000
  expect(opened('foe')).toBe(LIMITS.openings.perSecond)
  const comeBack = (times: number): void => {
    for (let n = 0; n < 400; n++) expect(opened(`honest ${n}`, times)).toBe(times)
  }
  // Two sockets each, and all of them ten times over.
  comeBack(20)
  now += 3_600_000
  let most = 0
  for (let n = 0; n < 1_000; n++) most += opened(`made up ${n}`)
  expect(most).toBeLessThanOrEqual(LIMITS.openingsPerAddress.burst + 1_000 * LIMITS.openingsAlone.burst)
  for (let minute = 0; minute < 10; minute++) {
    comeBack(5)
    now += 60_000
    for (let n = 0; n < 1_000; n++) opened(`made up ${n}`)
  }
})

test('whoever writes where they may not is let be for long, and then finds the door shut like others', () => {
  let now = 0
  const patience = createPatiences(() => now)('a', HALL)
  const strays = (most: number): number => {
    let times = 0
    while (times < most && !patience.strayed()) times += 1
    return times
  }
  // Thirty updates on each of three pages, when the board was locked; and pages that go on trying for an hour.
  expect(strays(90)).toBe(90)
  now += 90_000
  for (let second = 0; second < 3_600; second++) {
    now += 1_000
    expect(patience.strayed()).toBe(false)
  }
  expect(strays(1_000)).toBe(LIMITS.strays.burst + LIMITS.offences.burst - 1)
  expect(patience.isShut()).toBe(true)
})

test.each(['storageFailed', 'tooSlow', 'retiredEpoch', 'tooLarge'] as const)(
  'a refusal is held against somebody only where it is their own fault: %s',
  (name) => {
    const offended = vi.fn(() => false)
    const { ofDocument } = createConsequences({
      facts: {},
      log: { info: () => {}, warn: () => {}, error: () => {} },
      patience: { offended, strayed: () => false },
      close: () => {},
      leave: () => {},
    })
    ofDocument('plan', new SocketRefusal(CLOSE[name], ''), () => {})
    // A disk that is full, a slow line and an old copy are nobody's fault.
    expect(offended).toHaveBeenCalledTimes(name === 'tooLarge' ? 1 : 0)
  },
)
