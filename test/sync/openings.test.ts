/** Whoever opens one socket after the other is told to wait, and nobody else is. */
import { expect, onTestFinished, test } from 'vitest'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { startHarness, until, WORKSHOP } from './harness.ts'
import { joinRaw } from './rawClient.ts'

test('who opens and leaves sockets without end is refused with 4529, and counted, and takes no place of others', async () => {
  const places = { ...LIMITS, socketsPerWorkshop: 70, socketsWhenFull: 70 }
  const harness = await startHarness({ places })
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
  const again = await Promise.all(Array.from({ length: 60 }, () => joinRaw(harness.url, foe.token)))
  for (const { socket } of again) socket.terminate()
  await until('their last have left', () => harness.sync.here(WORKSHOP).size === 0)
  const hall = await Promise.all(Array.from({ length: 30 }, () => joinRaw(harness.url, harness.add().token)))
  expect(hall.map(({ code }) => code())).toEqual(hall.map(() => null))
  for (const { socket } of hall) socket.terminate()
  await until('all have left', () => harness.sync.here(WORKSHOP).size === 0)
}, 60_000)
