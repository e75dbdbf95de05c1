import { expect, onTestFinished, test } from 'vitest'
import { CLOSE } from '../../shared/protocol.ts'
import { startHarness, WORKSHOP } from './harness.ts'
import { joinRaw } from './rawClient.ts'

test('who is sent out in the moment between being let in and being known keeps no socket', async () => {
  const harness = await startHarness({
    onAdmitted: ({ token, id }) => {
      harness.people.delete(token)
      harness.sync.close(WORKSHOP, { person: id }, CLOSE.removed, 'You were sent out.')
    },
  })
  onTestFinished(() => harness.close())
  const client = await joinRaw(harness.url, harness.add().token)
  expect(await client.closed()).toBe(CLOSE.noSession)
  expect([harness.seen, harness.sync.here(WORKSHOP).size]).toEqual([[], 0])
})
