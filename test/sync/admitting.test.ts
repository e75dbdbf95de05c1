/** Who is let in, and how many. */
import { expect, onTestFinished, test } from 'vitest'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { createDoor } from '../../server/sync/sockets/crowd.ts'
import { startHarness, until, WORKSHOP } from './harness.ts'
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

test('whoever has as many sockets as they may takes no place of others by asking for more', () => {
  const door = createDoor({
    socketsPerPerson: 1,
    socketsWhenFull: 9,
    socketsPerWorkshop: 4,
    socketsPerAddress: 99,
  })
  const enter = (person: string) => door.enter({ person, workshop: 'w', address: 'a' })
  expect(enter('one')).not.toBeNull()
  for (let again = 0; again < 9; again++) expect(enter('one')).toBeNull()
  for (const person of ['two', 'three', 'four']) expect(enter(person)).not.toBeNull()
  expect(enter('five')).toBeNull()
})

test('who was not let in leaves the place of their address to others', async () => {
  const harness = await startHarness({ places: { ...LIMITS, socketsPerAddress: 3 } })
  onTestFinished(() => harness.close())
  for (let turn = 0; turn < 4; turn++) await (await joinRaw(harness.url, 'nobody')).closed()
  const { token } = harness.add()
  await until('somebody else is let in', async () => {
    const { socket, code } = await joinRaw(harness.url, token)
    socket.terminate()
    return code() === null
  })
})
