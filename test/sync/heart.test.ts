import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LIMITS } from '../../shared/protocol.ts'
import { startHarness, until, WORKSHOP } from './harness.ts'
import { joinRaw } from './rawClient.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a quiet socket hears something at each ping; one that does not answer is gone, and so is its person', async () => {
  const harness = await startHarness()
  const awake = await joinRaw(harness.url, harness.add().token)
  const asleep = await joinRaw(harness.url, harness.add().token)
  let pings = 0
  awake.socket.on('ping', () => (pings += 1))
  asleep.socket.pause()
  const heard = awake.received.length
  for (let beat = 1; beat <= 4; beat++) {
    vi.advanceTimersByTime(LIMITS.ping)
    await until('it was pinged', () => pings === beat)
    // An awareness message with nobody in it.
    expect(awake.received[heard + beat - 1]).toEqual(Uint8Array.of(1, 1, 0))
  }
  await until('the sleeper is gone', () => harness.sync.here(WORKSHOP).size === 1)
  expect(awake.code()).toBeNull()
  awake.socket.terminate()
  asleep.socket.terminate()
  await until('all are gone', () => harness.sync.here(WORKSHOP).size === 0)
  await harness.close()
})
