/** What people chose may be kept of their words, after older data were put back: no laxer choice of before holds again. */
import { expect, onTestFinished, test } from 'vitest'
import { createChoices } from '../../client/model/choices.ts'
import { createMemory } from '../../client/model/memory.ts'
import { createMemoryKeys } from '../../server/storage/memoryKeys.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import type { Joined, WorkshopInfo } from '../../shared/answers.ts'
import type { Command } from '../../shared/commands.ts'
import type { Consent } from '../../shared/consent.ts'
import { Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { newReceipt } from '../../shared/receipts.ts'
import { FakeStorage } from '../client/model/device.ts'
import { createHandClock, startServer, type TestServer } from './harness.ts'

const copyOf = async (storage: Storage): Promise<Storage> => {
  const copy = createMemoryStorage()
  for await (const [key, value] of storage.list('')) await copy.commit([{ type: 'put', key, value }])
  return copy
}

/** A workshop with one person in it, whose devices each choose, and come to whichever server runs. */
const startDay = async () => {
  const clock = createHandClock()
  let server: TestServer = await startServer({ clock })
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const anna: Joined = (await server.join(workshop, 'participant', { name: 'Anna' })).body
  const info = async () =>
    (await server.ask<WorkshopInfo>('GET', `/workshops/${workshop.id}`, undefined, { token: anna.token }))
      .body
  let reached = true

  const createDevice = (storage = new FakeStorage()) => {
    const memory = createMemory(storage)
    let told = 0
    const choices = createChoices({
      kept: memory.choices(workshop.id),
      lastRun: { read: () => memory.readRun(workshop.id), keep: (run) => memory.keepRun(workshop.id, run) },
      person: () => anna.participant.id,
      onTold: () => undefined,
      async command(command) {
        if (!reached) throw new Refusal('storage-failed', 'out of reach')
        told++
        const { status, body } = await server.command(workshop, anna.token, command)
        if (status !== 200) throw new Refusal('unfit', 'refused')
        return body
      },
    })
    onTestFinished(choices.close)
    return {
      storage,
      told: () => told,
      come: async () => choices.settle(await info()),
      choose: (consent: Consent, item?: string) => {
        clock.advance(1_000)
        return choices.command({ type: 'consent', consent, ...(item && { item: { board, item } }) })
      },
    }
  }
  return {
    clock,
    createDevice,
    copy: () => copyOf(server.storage),
    async restart(storage: Storage = server.storage) {
      await server.stop()
      server = await startServer({ storage, clock })
    },
    network: (on: boolean) => void (reached = on),
    kept: async () => (await info()).consent,
    keptOf: async (item: string) => {
      const found = await server.house.workshops.get(workshop.id)
      return found.tables.choice.get(`${anna.participant.id}/${board}/${item}`)?.consent
    },
  }
}

test('a stricter choice made after the copy holds again once its device comes, for all words and for single items', async () => {
  const day = await startDay()
  const phone = day.createDevice()
  const item = newId()
  await phone.choose('named')
  await phone.choose('named', item)
  const older = await day.copy()
  await phone.choose('room')
  await phone.choose('nameless', item)
  await day.restart(older)
  expect([await day.kept(), await day.keptOf(item)]).toEqual(['named', 'named'])
  await phone.come()
  expect([await day.kept(), await day.keptOf(item)]).toEqual(['room', 'nameless'])
})

test('so it does when the page was loaded anew, and when the server could not be reached at first', async () => {
  const day = await startDay()
  const { storage, choose } = day.createDevice()
  const older = await day.copy()
  await choose('room')
  await day.restart(older)
  const phone = day.createDevice(storage)
  day.network(false)
  await phone.come()
  expect(await day.kept()).toBe(null)
  day.network(true)
  const reloaded = day.createDevice(storage)
  await reloaded.come()
  expect(await day.kept()).toBe('room')
})

test('what was chosen later on another device is not taken back, in whichever order they come', async () => {
  const day = await startDay()
  const [phone, laptop] = [day.createDevice(), day.createDevice()]
  await phone.choose('named')
  const older = await day.copy()
  await phone.choose('room')
  await laptop.choose('nameless')
  await day.restart()
  await phone.come()
  expect(await day.kept()).toBe('nameless')

  await day.restart(older)
  await laptop.come()
  expect(await day.kept()).toBe('nameless')
  await phone.come()
  expect(await day.kept()).toBe('nameless')
})

test('a laxer choice made after the copy is not taken from a device: its person is asked, or chooses anew', async () => {
  const day = await startDay()
  const phone = day.createDevice()
  await phone.choose('room')
  const older = await day.copy()
  await phone.choose('named')
  await day.restart(older)
  await phone.come()
  expect(await day.kept()).toBe('room')
  await phone.choose('named')
  expect(await day.kept()).toBe('named')
})

test('a device tells a server once for each start, and a server that has it all changes nothing', async () => {
  const day = await startDay()
  const phone = day.createDevice()
  await phone.choose('room')
  await phone.come()
  await phone.come()
  expect(phone.told()).toBe(2)
  await day.restart()
  await phone.come()
  await phone.come()
  expect(phone.told()).toBe(3)
  expect(await day.kept()).toBe('room')
})

test('a server whose clock lags behind takes what was chosen, and what is chosen after that', async () => {
  const day = await startDay()
  const phone = day.createDevice()
  await phone.choose('named')
  const older = await day.copy()
  day.clock.advance(3_600_000)
  await phone.choose('room')
  day.clock.set(-7_200_000)
  await day.restart(older)
  await phone.come()
  expect(await day.kept()).toBe('room')
  await phone.choose('named')
  await day.restart()
  await phone.come()
  expect(await day.kept()).toBe('named')
})

test('what was chosen about a note is forgotten once the note is nobody’s, also after the server was started anew', async () => {
  const [storage, keys, clock] = [createMemoryStorage(), createMemoryKeys(), createHandClock()]
  let server = await startServer({ storage, keys, clock })
  const workshop = await server.create()
  const board = await server.firstBoard(workshop)
  const { token } = (await server.join(workshop, 'participant', { name: 'Anna' })).body
  const { item } = newReceipt()
  const run = async (command: Command): Promise<number> =>
    (await server.command(workshop, token, command)).status
  const chosen = async (): Promise<number> =>
    (await server.house.workshops.get(workshop.id)).tables.choice.size
  expect(await run({ type: 'consent', consent: 'room', item: { board, item } })).toBe(200)
  expect(await chosen()).toBe(1)
  await server.stop()
  server = await startServer({ storage, keys, clock })
  expect(await run({ type: 'writing.share', board, notes: [{ id: item, text: 'late' }] })).toBe(200)
  expect(await chosen()).toBe(0)
})
