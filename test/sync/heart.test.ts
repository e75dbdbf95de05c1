import { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { LIMITS } from '../../shared/protocol.ts'
import { startHarness, until, WORKSHOP } from './harness.ts'
import { joinRaw } from './rawClient.ts'

/** Waits for an event after an act. */
const once = (socket: WebSocket, event: string, act: () => void): Promise<void> =>
  new Promise((resolve) => {
    socket.once(event, () => resolve())
    act()
  })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a quiet socket hears something soon; one that is silent for 30 s is gone, and so is its person', async () => {
  const harness = await startHarness()
  const awake = await joinRaw(harness.url, harness.add().token)
  const asleep = await joinRaw(harness.url, harness.add().token)
  let pings = 0
  awake.socket.on('ping', () => (pings += 1))
  asleep.socket.pause()
  const heard = awake.received.length
  for (let beat = 1; beat < LIMITS.silence / LIMITS.ping; beat++) {
    vi.advanceTimersByTime(LIMITS.ping)
    await until('it was pinged', () => pings === beat)
    // An awareness message with nobody in it; unless, as before the first ping, there was something else to hear.
    if (beat > 1) await until('it heard a sign', () => awake.received.length === heard + beat - 1)
    expect(awake.received.slice(heard)).toEqual(Array(beat - 1).fill(Uint8Array.of(1, 1, 0)))
    // Its answer has come by when a later question is answered.
    await once(awake.socket, 'pong', () => awake.socket.ping())
  }
  vi.advanceTimersByTime(LIMITS.ping - 1_000)
  expect(harness.sync.here(WORKSHOP).size).toBe(2)
  vi.advanceTimersByTime(1_000)
  expect(harness.sync.here(WORKSHOP).size).toBe(1)
  expect(harness.counted()).toContain('kiteboard_refusals_total{code="4508",why="silent"} 1')
  await once(awake.socket, 'pong', () => awake.socket.ping())
  expect(awake.code()).toBeNull()
  awake.socket.terminate()
  asleep.socket.terminate()
  await until('all are gone', () => harness.sync.here(WORKSHOP).size === 0)
  await harness.close()
})

test('a long message that comes in pieces is no silence', async () => {
  const harness = await startHarness()
  const slow = await joinRaw(harness.url, harness.add().token)
  const line: unknown = Reflect.get(slow.socket, '_socket')
  if (!(line instanceof Duplex)) throw new Error('no socket')
  // The pings that come are left unanswered.
  slow.socket.pause()
  // The head of a message of 100 bytes, masked with noughts.
  line.write(Uint8Array.of(0x82, 0x80 | 100, 0, 0, 0, 0))
  for (let passed = 0; passed < 2 * LIMITS.silence; passed += LIMITS.ping) {
    const before = harness.bytesRead()
    line.write(Uint8Array.of(0))
    await until('it has come', () => harness.bytesRead() > before)
    vi.advanceTimersByTime(LIMITS.ping)
    expect(harness.sync.here(WORKSHOP).size).toBe(1)
  }
  slow.socket.terminate()
  await harness.close()
})

test('sockets are pinged in turn, each as often as the others', async () => {
  const harness = await startHarness()
  const sockets = await Promise.all(
    Array.from({ length: 4 }, () => joinRaw(harness.url, harness.add().token)),
  )
  const pinged: number[] = []
  for (const [number, { socket }] of sockets.entries()) socket.on('ping', () => pinged.push(number))
  let most = 0
  for (let passed = 0; passed < LIMITS.ping; passed += 100) {
    const before = pinged.length
    vi.advanceTimersByTime(100)
    // What was sent in one moment has come by when a later question is answered.
    await Promise.all(sockets.map(({ socket }) => once(socket, 'pong', () => socket.ping())))
    most = Math.max(most, pinged.length - before)
  }
  expect([...pinged].sort()).toEqual([0, 1, 2, 3])
  expect(most).toBe(1)
  for (const { socket } of sockets) socket.terminate()
  await harness.close()
})
