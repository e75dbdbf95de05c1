/** What comes in on one socket, and when it is read no further. */
import { expect, test } from 'vitest'
import { createMetrics } from '../../server/metrics.ts'
import { createHands } from '../../server/sync/sockets/hands.ts'
import { createInbox } from '../../server/sync/sockets/inbox.ts'
import { LIMITS } from '../../shared/protocol.ts'

/** An inbox whose turns and whose time a test moves; what became of its socket. */
const start = () => {
  let time = 0
  const turns: (() => void)[] = []
  const calls: string[] = []
  const inbox = createInbox({
    socket: { pause: () => void calls.push('pause'), resume: () => void calls.push('resume') },
    isOpen: () => true,
    mayHear: () => true,
    mayWeigh: () => true,
    takeInHand: (reading) => createHands()('somebody', reading),
    afterTurn: (then) => void turns.push(then),
    metrics: createMetrics(),
    elapsed: () => time,
  })
  return {
    inbox,
    calls,
    endTurn: () => turns.splice(0).forEach((then) => then()),
    pass: (ms: number) => void (time += ms),
  }
}

test('a socket is read no further while much of it waits, and on when half of that is taken in', () => {
  const { inbox, calls } = start()
  inbox.waits(LIMITS.inHand)
  expect(calls).toEqual([])
  inbox.waits(1)
  expect(calls).toEqual(['pause'])
  inbox.waits(-LIMITS.inHand / 4)
  expect(calls).toEqual(['pause'])
  inbox.waits(-LIMITS.inHand / 4 - 1)
  expect(calls).toEqual(['pause', 'resume'])
})

test('what came in this turn counts until the turn is over, so that others are heard as well', () => {
  const { inbox, calls, endTurn } = start()
  for (let message = 0; message < 3; message++) inbox.hear(LIMITS.inHand / 2)
  expect(calls).toEqual(['pause'])
  endTurn()
  expect(calls).toEqual(['pause', 'resume'])
})

test('whoever is not read is not taken for silent, and is heard anew from then on', () => {
  const { inbox, pass } = start()
  inbox.waits(LIMITS.inHand + 1)
  pass(2 * LIMITS.silence)
  expect(inbox.isSilent()).toBe(false)
  inbox.waits(-LIMITS.inHand - 1)
  expect(inbox.isSilent()).toBe(false)
  pass(LIMITS.silence)
  expect(inbox.isSilent()).toBe(true)
  inbox.hear(1)
  expect(inbox.isSilent()).toBe(false)
})
