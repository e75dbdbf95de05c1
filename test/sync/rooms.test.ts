/** When a document leaves the memory: once nobody holds it and all of it is stored, and never under somebody's hands. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { createMetrics } from '../../server/metrics.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import type { Work } from '../../server/sync/room/queue.ts'
import type { Receiver } from '../../server/sync/room/room.ts'
import { createFootprints, type Footprints } from '../../server/sync/gate/footprints.ts'
import { createRooms } from '../../server/sync/room/rooms.ts'
import { turn } from '../../server/turn.ts'
import { addItem } from '../../shared/boardItems.ts'
import { boardDoc } from '../../shared/docs.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { BOARD_DOC, until, WORKSHOP } from './harness.ts'

/** The documents of a server that lets go of them at once. */
const start = ({ footprints }: { readonly footprints?: Footprints } = {}) => {
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const storage = createMemoryStorage()
  const committer = createCommitter({ storage, log })
  const gatekeeper = {
    admit: () => Promise.reject(new Error('nobody is admitted')),
    exists: async () => true,
    locked: () => false,
    seen: () => {},
    applied: () => {},
    found: () => {},
    handBack: () => [].values(),
    proofOf: () => null,
  }
  const metrics = createMetrics()
  const rooms = createRooms({
    storage,
    committer,
    gatekeeper,
    log,
    metrics,
    everyone: () => 1,
    ...(footprints && { footprints }),
    idle: 1,
  })
  onTestFinished(() => rooms.close())
  return { rooms, open: () => rooms.open(WORKSHOP, BOARD_DOC) }
}

/** Somebody's page, and how it was ended. */
const createPage = () => {
  const codes: number[] = []
  const receiver: Receiver = {
    person: 'somebody',
    acknowledges: false,
    mayWrite: () => true,
    mayShow: () => true,
    send: () => {},
    whenFree: (then) => then(),
    fail: () => {},
    waits: () => {},
    end: (code) => void codes.push(code),
  }
  return { receiver, codes }
}

test('who comes while a document is put in order for its rest keeps it', async () => {
  const { rooms, open } = start()
  const room = await open()
  const { receiver, codes } = createPage()
  const atRest = vi.spyOn(room.snapshot, 'atRest').mockImplementation(() => {
    room.attach(receiver)
    return Promise.resolve(null)
  })
  await until('it is put in order', () => atRest.mock.calls.length > 0)
  await turn()
  expect([rooms.count(), codes]).toEqual([1, []])
  expect(await open()).toBe(room)
})

test('what is written while a document is put in order for its rest is stored before it is let go', async () => {
  const { rooms, open } = start()
  const room = await open()
  let after: number | null = null
  const { atRest } = room.snapshot
  vi.spyOn(room.snapshot, 'atRest').mockImplementationOnce(() => {
    room.doc.getMap('items').set('late', 1)
    void turn().then(() => (after = rooms.count()))
    return atRest()
  })
  await until('it is let go', () => rooms.count() === 0)
  expect(after).toBe(1)
  expect((await open()).doc.getMap('items').get('late')).toBe(1)
})

test('what is long, and was sent by somebody who then left, is taken in before the document is let go', async () => {
  const { rooms, open } = start()
  const room = await open()
  const { receiver } = createPage()
  room.attach(receiver)
  let parts = 0
  const work: Work = () => ((parts += 1) < 20 ? work : undefined)
  room.submit(receiver, 1_000_000, work)
  room.detach(receiver)
  await until('it is let go', () => rooms.count() === 0)
  expect(parts).toBe(20)
})

test('who comes to a document in the very moment in which it is let go is told to try again', async () => {
  const { rooms, open } = start()
  const room = await open()
  rooms.end(WORKSHOP, () => true, CLOSE.storageFailed, 'Please try again.')
  expect(() => room.attach(createPage().receiver)).toThrow(
    expect.objectContaining({ code: CLOSE.storageFailed }),
  )
})

test('where all documents take too much, no more is opened of a workshop that takes much, until some have left', async () => {
  const footprints = createFootprints(3_000_000)
  const { rooms } = start({ footprints })
  const greedy = (number: number) => rooms.open('greedy', boardDoc(`board-000000000000${number}`))
  const fill = async (number: number): Promise<void> => {
    const { doc } = await greedy(number)
    doc.transact(() => {
      for (let n = 0; n < 200; n++) addItem(doc, { kind: 'note', at: [n, n], text: 'Some words of a note' })
    })
  }
  const numbers = Array.from({ length: 10 }, (_, number) => number)
  for (const number of numbers) {
    await fill(number)
    await until('it has left', () => rooms.count() === 0)
  }
  expect(footprints.bytes()).toBe(0)

  const { receiver } = createPage()
  const opened = []
  for (const number of numbers) {
    const room = await greedy(number).catch(() => null)
    room?.attach(receiver)
    if (room) opened.push(room)
  }
  expect(opened.length).toBeGreaterThan(1)
  expect(opened.length).toBeLessThan(numbers.length)
  expect(footprints.bytes()).toBeLessThan(4_500_000)
  await expect(greedy(9)).rejects.toMatchObject({ code: 'storage-failed' })
  await rooms.open('modest', BOARD_DOC)

  for (const room of opened) rooms.detach(room, receiver)
  await until('they have left', () => rooms.count() === 0)
  expect((await greedy(9)).doc.getMap('items').size).toBe(200)
})
