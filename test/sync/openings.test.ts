/** Whoever opens one socket after the other is told to wait, and nobody else is. */
import { expect, onTestFinished, test } from 'vitest'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { startHarness, until, WORKSHOP } from './harness.ts'
import { joinRaw } from './rawClient.ts'

test('who opens and leaves sockets without end is refused with 4529, and counted', async () => {
  const harness = await startHarness()
  onTestFinished(() => harness.close())
  const foe = harness.add()
  const codes: number[] = []
  let opened = 0
  const churn = async (): Promise<void> => {
    while (codes.length === 0 && opened < 2 * LIMITS.openings.burst) {
      const { socket, code } = await joinRaw(harness.url, foe.token)
      const said = code()
      if (said !== null) codes.push(said)
      else opened += 1
      socket.terminate()
    }
  }
  await Promise.all(Array.from({ length: 20 }, churn))
  expect(new Set(codes)).toEqual(new Set([CLOSE.tooFast]))
  expect(opened).toBeGreaterThanOrEqual(LIMITS.openings.burst)
  expect(harness.counted()).toContain(`kiteboard_refusals_total{code="4529"} ${codes.length}\n`)
  const honest = await joinRaw(harness.url, harness.add().token)
  expect(honest.code()).toBeNull()
  honest.socket.terminate()
  await until('all have left', () => harness.sync.here(WORKSHOP).size === 0)
}, 60_000)
