/** What comes on all sockets of one person counts together. */
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createHands, type Hand } from '../../server/sync/sockets/hands.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { joinStock, startHarness, until } from './harness.ts'
import { joinRaw, type RawClient } from './rawClient.ts'
import { nextTurn } from './workHard.ts'

const MOST = 100

/** Sockets, each with bytes without end: what is read of one in a turn is not taken in before the next. */
const open = (takeInHand: ReturnType<typeof createHands>, person: string, sockets: number) =>
  Array.from({ length: sockets }, () => {
    const socket = { paused: false, read: 0 }
    const hand: Hand = takeInHand(person, {
      pause: () => void (socket.paused = true),
      resume: () => void (socket.paused = false),
    })
    return { socket, hand }
  })

test('a hundred sockets of one person are read no more in a turn than one is, and each in its turn', async () => {
  const takeInHand = createHands(MOST)
  const many = open(takeInHand, 'many', 100)
  const [one] = open(takeInHand, 'one', 1)
  if (!one) throw new Error('nobody is there')
  for (let turns = 0; turns < 300; turns++) {
    let read = 0
    const came: { readonly hand: Hand; readonly bytes: number }[] = []
    for (const { socket, hand } of [...many, one]) {
      if (socket.paused) continue
      // As much as the system gives at once.
      const bytes = MOST + 1
      socket.read += bytes
      came.push({ hand, bytes })
      hand.add(bytes)
      if (hand !== one.hand) read += bytes
    }
    expect(read).toBeLessThanOrEqual(MOST + 1)
    await nextTurn()
    for (const { hand, bytes } of came) hand.add(-bytes)
  }
  // Nobody else waits for them, and none of them for the others.
  expect(one.socket.read).toBeGreaterThan(100 * MOST)
  for (const { socket } of many) expect(socket.read).toBeGreaterThan(0)
})

test('whoever comes while much is in hand is read no further than the others', () => {
  const takeInHand = createHands(MOST)
  const [first] = open(takeInHand, 'somebody', 1)
  first?.hand.add(MOST + 1)
  const [late] = open(takeInHand, 'somebody', 1)
  late?.hand.add(1)
  expect([first?.socket.paused, late?.socket.paused]).toEqual([true, true])
})

test('what left sockets brought counts until it is taken in; then nothing is held against those who come', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 80 })), { maxLength: 40 }), (all) => {
      const takeInHand = createHands(MOST)
      const sockets = open(takeInHand, 'somebody', 5)
      for (const [n, bytes] of all) sockets[n]?.hand.add(bytes)
      for (const { hand } of sockets) hand.leave()
      const [fresh] = open(takeInHand, 'somebody', 1)
      const inHand = all.reduce((sum, [, bytes]) => sum + bytes, 0)
      fresh?.hand.add(1)
      expect(fresh?.socket.paused).toBe(inHand + 1 > MOST)
      for (const [n, bytes] of all) sockets[n]?.hand.add(-bytes)
      fresh?.hand.add(-1)
      expect(fresh?.socket.paused).toBe(false)
    }),
  ))

test('of one person’s sockets, one in each turn is read on to its end', async () => {
  const takeInHand = createHands(MOST)
  const many = open(takeInHand, 'many', 20)
  let called = 0
  for (const { hand } of many) hand.inTurn(() => (called += 1))
  for (let turns = 1; turns <= 20; turns++) {
    await nextTurn()
    expect(called).toBeLessThanOrEqual(turns)
  }
  await nextTurn()
  expect(called).toBe(20)
})

/** Writes past what the system takes at once. */
const flood = ({ socket }: RawClient, bytes: number): void => {
  for (let sent = 0; sent < bytes; sent += 1_000) socket.send(new Uint8Array(1_000).fill(3))
}

test('ninety sockets that flood at once: in a turn little more is heard than of one, and others go on', async () => {
  const harness = await startHarness()
  onTestFinished(() => harness.close())
  const honest = joinStock(harness, harness.add().token)
  onTestFinished(honest.destroy)
  await honest.synced()
  const foe = harness.add()
  const sockets: RawClient[] = []
  for (let n = 0; n < 90; n++) sockets.push(await joinRaw(harness.url, foe.token))
  onTestFinished(() => sockets.forEach(({ socket }) => socket.terminate()))
  for (const socket of sockets) flood(socket, 4 * LIMITS.inHand)
  const heard = (): number =>
    Number(/^kiteboard_received_bytes_total (\d+)$/m.exec(harness.counted())?.[1] ?? 0)
  const began = heard()
  let most = 0
  for (let last = began; last - began < 60 * LIMITS.inHand;) {
    await nextTurn()
    const now = heard()
    most = Math.max(most, now - last)
    last = now
  }
  // As much as the system gives of one socket, and what was read of it before that.
  expect(most).toBeLessThan(6 * LIMITS.inHand)
  honest.note('still here')
  await until('it is taken in', () => harness.applied.length > 0)
  expect(honest.codes).toEqual([])
})
