/** What a device calls its own: all that any of its pages wrote, whatever becomes of them, and nothing else. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemory } from '../../../client/model/memory.ts'
import { createOwnIds } from '../../../client/model/ownIds.ts'
import type { Session } from '../../../client/model/types.ts'
import { itemsOf } from '../../../shared/board.ts'
import { addItem } from '../../../shared/boardItems.ts'
import { textOf } from '../../../shared/boardTexts.ts'
import { LIMITS } from '../../../shared/protocol.ts'
import { BOARD, startHarness, storedTexts, until } from '../../sync/harness.ts'
import { createDevice, FakeStorage } from './device.ts'

const listOn = (storage = new FakeStorage()) => createMemory(storage).ownIds('workshop', 'board:one', 'me')

test('an id is listed with the first that is written under it, and before that is told to anybody', () => {
  const kept = listOn()
  const doc = new Y.Doc()
  const told: boolean[] = []
  const own = createOwnIds(doc, kept)
  doc.on('update', () => told.push(kept.read().has(doc.clientID)))
  expect(kept.read().size).toBe(0)
  doc.transact(() => undefined)
  expect(kept.read().size).toBe(0)
  addItem(doc, { kind: 'note', at: [0, 0], text: 'mine' })
  expect([told, [...kept.read().keys()]]).toEqual([[true], [doc.clientID]])
  // Chance gave it the id of somebody whose words come now: Yjs takes another one.
  const before = doc.clientID
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  other.clientID = before
  addItem(other, { kind: 'note', at: [0, 0], text: 'theirs' })
  vi.spyOn(console, 'log').mockReturnValue(undefined)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  expect(doc.clientID).not.toBe(before)
  addItem(doc, { kind: 'note', at: [0, 0], text: 'mine, too' })
  expect(told.at(-1)).toBe(true)
  expect(own.all).toEqual(new Set([before, doc.clientID]))
})

test('what is written as nobody lies under an id that is called nobody’s own', () => {
  const kept = listOn()
  const doc = new Y.Doc()
  const own = createOwnIds(doc, kept)
  own.asNobody(() => addItem(doc, { kind: 'note', at: [0, 0], text: 'theirs' }))
  addItem(doc, { kind: 'note', at: [0, 0], text: 'mine' })
  const clients = [...doc.store.clients.keys()]
  expect(clients).toHaveLength(2)
  expect([...own.all]).toEqual([doc.clientID])
  expect([...kept.read().keys()]).toEqual([doc.clientID])
})

test('the list is one for all pages of the device, by person, and keeps the newest', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const storage = new FakeStorage()
  const [one, two] = [listOn(storage), listOn(storage)]
  for (let client = 1; client <= LIMITS.mine.kept + 10; client++) {
    vi.setSystemTime(client)
    const page = client % 2 ? one : two
    page.keep(client)
  }
  vi.useRealTimers()
  expect(one.read().size).toBe(LIMITS.mine.kept)
  expect([one.read().has(11), one.read().has(10)]).toEqual([true, false])
  expect(createMemory(storage).ownIds('workshop', 'board:one', 'another').read().size).toBe(0)
})

test('a proof is there for whichever page of the device comes next, beside its id', () => {
  const storage = new FakeStorage()
  const kept = listOn(storage)
  const own = createOwnIds(new Y.Doc(), kept)
  const proof = Uint8Array.from({ length: 16 }, (_, n) => 250 - n)
  kept.keep(5)
  kept.keep(6)
  own.prove(5, proof)
  const next = createOwnIds(new Y.Doc(), listOn(storage))
  expect(next.proofOf(5)).toBeUndefined()
  next.readAgain()
  expect([own.proofOf(5), next.proofOf(5), next.proofOf(6)]).toEqual([proof, proof, undefined])
  // Whatever another version has kept costs no more than the proof.
  storage.setItem('kiteboard.mine:workshop:board:one:me:6', '17')
  expect(listOn(storage).read()).toEqual(
    new Map([
      [5, proof],
      [6, new Uint8Array()],
    ]),
  )
})

test('what the device lost of the list, as where site data are cleared under an open page, is listed again', () => {
  const storage = new FakeStorage()
  const before = listOn(storage)
  const proof = Uint8Array.of(1, 2, 3)
  before.keep(5, proof)
  const doc = new Y.Doc()
  const own = createOwnIds(doc, listOn(storage))
  own.readAgain()
  addItem(doc, { kind: 'note', at: [0, 0], text: 'one' })
  own.prove(doc.clientID, proof)
  const all = listOn(storage).read()
  expect(all.size).toBe(2)
  storage.clear()
  own.rememberAnew()
  expect(listOn(storage).read()).toEqual(all)
  // Another page has proven it since: that stays.
  before.keep(5, Uint8Array.of(4))
  own.rememberAnew()
  expect(listOn(storage).read().get(5)).toEqual(Uint8Array.of(4))
  // A page that has written nothing is not listed.
  storage.clear()
  createOwnIds(new Y.Doc(), listOn(storage)).rememberAnew()
  expect(storage.length).toBe(0)
})

test('no more of them are told than the server hears of, also where people were forgotten', () => {
  const storage = new FakeStorage()
  ;['me', 'before', 'long-before'].forEach((person, which) => {
    for (let n = 0; n < LIMITS.mine.kept; n += 1 + which)
      storage.setItem(
        `kiteboard.mine:workshop:board:one:${person}:${which * LIMITS.mine.kept + n}`,
        `[${9 - which}]`,
      )
  })
  const all = createMemory(storage)
    .ownIds('workshop', 'board:one', 'me', () => true)
    .read()
  expect(all.size).toBe(LIMITS.mine.kept)
  expect([...all.keys()].every((client) => client < LIMITS.mine.kept)).toBe(true)
})

type Act = { readonly type: 'write' | 'type' | 'open' | 'close' | 'die'; readonly page: number } | 'network'
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom('write', 'write', 'type', 'open', 'close', 'die'),
      page: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.constant('network' as const) },
)

test('whatever the pages of a device live through, nothing that it sends is strange', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 16 }), async (acts) => {
      const harness = await startHarness()
      const device = createDevice(harness, harness.add())
      const pages = new Map<number, Session>()
      let online = true
      let written = 0
      const docOf = (session: Session) => session.board(BOARD).doc
      const openPage = async (page: number): Promise<Session> => {
        const known = pages.get(page)
        if (known) return known
        const session = await device.open()
        pages.set(page, session)
        await until('the board was read', () => session.board(BOARD).ready.get() || !online)
        return session
      }
      await openPage(0)
      for (const each of acts) {
        if (each === 'network') {
          online = !online
          device.network(online)
          continue
        }
        const { type: what, page } = each
        switch (what) {
          case 'write':
            addItem(docOf(await openPage(page)), { kind: 'note', at: [0, 0], text: `note ${++written}` })
            break
          case 'type': {
            const doc = docOf(await openPage(page))
            const [id] = itemsOf(doc).keys()
            if (id !== undefined) textOf(doc, id, 'text')?.insert(0, 'and ')
            break
          }
          case 'open':
            await openPage(page)
            break
          case 'close':
            pages.get(page)?.close()
            pages.delete(page)
            break
          case 'die': {
            const session = pages.get(page)
            if (session) device.die(session)
            pages.delete(page)
            break
          }
          default:
            what satisfies never
        }
      }
      device.network((online = true))
      // One that comes new reads all that the device keeps.
      for (const session of pages.values()) session.close()
      pages.clear()
      const last = await openPage(0)
      await until('all is stored', async () => (await storedTexts(harness.storage)).length === written)
      await until('it says so', () => last.status.get().waiting === 0)
      expect(harness.counted()).toContain('kiteboard_strange_updates_total 0')
      last.close()
      await harness.close()
    }),
    { numRuns: 20, endOnFailure: true },
  )
}, 60_000)
