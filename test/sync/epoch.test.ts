import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { CLOSE } from '../../shared/protocol.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import {
  BOARD_DOC,
  joinStock,
  readStored,
  startHarness,
  storedTexts,
  until,
  WORKSHOP,
  type Harness,
  type StockClient,
} from './harness.ts'
import { openMux } from './muxClient.ts'

// A thread has to start before it can fold, and a busy machine takes its time for that.
vi.setConfig({ testTimeout: 60_000 })

const closing: (() => Promise<void> | void)[] = []
const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close()
}
afterEach(closeAll)

const PREFIX = `doc/${WORKSHOP}/${BOARD_DOC}/`

const start = async (storage: Storage = createMemoryStorage()): Promise<Harness> => {
  const harness = await startHarness({ storage, idle: 20 })
  closing.push(() => harness.close())
  return harness
}

const join = async (harness: Harness, doc?: Y.Doc): Promise<StockClient> => {
  const stock = joinStock(harness, harness.add().token, BOARD_DOC, doc)
  closing.push(() => stock.destroy())
  await stock.synced()
  return stock
}

/** Moves two notes by turns, so often that what is gone outweighs all else. */
const wearOut = ({ doc, items }: StockClient, [one, other]: readonly [string, string]): void =>
  doc.transact(() => {
    for (let turn = 0; turn < 12_000; turn++) items.get(turn % 2 ? one : other)?.set('at', [turn, turn])
  })

const stored = async ({ storage }: Harness): Promise<number> =>
  [...(await readStored(storage)).store.clients.values()].reduce((all, { length }) => all + length, 0)

/** Fills a board, wears it out, leaves it, and waits until it was written anew. */
const rebuilt = async (harness: Harness): Promise<Y.Doc> => {
  const stock = await join(harness)
  wearOut(stock, [stock.note('one'), stock.note('two')])
  const reader = await join(harness)
  await until('all is there', () => reader.doc.store.clients.size >= stock.doc.store.clients.size)
  await until('it is stored', async () => (await stored(harness)) > 12_000)
  reader.destroy()
  stock.provider.destroy()
  await until('it was written anew', async () => (await harness.storage.get(`${PREFIX}e`)) !== null)
  return stock.doc
}

test('a board that is mostly history is written anew once nobody is there, and reads alike', async () => {
  const harness = await start()
  await rebuilt(harness)
  expect(await stored(harness)).toBeLessThan(50)
  expect(await storedTexts(harness.storage)).toEqual(['one', 'two'])
  const newcomer = await join(harness)
  expect(newcomer.texts()).toEqual(['one', 'two'])
  const memory = (): boolean => /^kiteboard_documents_bytes [1-9]/m.test(harness.counted())
  expect(memory()).toBe(true)
  newcomer.note('three')
  await until('it goes on', async () => (await storedTexts(harness.storage)).length === 3)
  newcomer.provider.destroy()
  await until('it takes no memory once it was let go', () => !memory())
})

test('nothing of a copy from before comes in: not by who joins with it, nor as an update, built on it, or deleting it', async () => {
  const harness = await start()
  const old = await rebuilt(harness)
  const before = await stored(harness)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(old))
  copy.getMap<Y.Map<unknown>>('items').set('mine-0000000000000000', new Y.Map())
  for (const role of ['viewer', 'participant'] as const) {
    const stock = joinStock(harness, harness.add(role).token, BOARD_DOC, copy)
    await until('it is told', () => stock.codes.includes(CLOSE.retiredEpoch))
    stock.provider.destroy()
  }
  expect(await stored(harness)).toBe(before)
  const known = Y.encodeStateVector(old)
  const change = (work: (items: Y.Map<Y.Map<unknown>>, doc: Y.Doc) => void): Uint8Array => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(old))
    work(doc.getMap<Y.Map<unknown>>('items'), doc)
    return Y.encodeStateAsUpdate(doc, known)
  }
  const attempts = [
    Y.encodeStateAsUpdate(old),
    change((items) => [...items.values()][0]?.set('at', [0, 0])),
    change((items) => {
      const text = [...items.values()][0]?.get('text')
      if (text instanceof Y.Text) text.insert(1, 'x')
    }),
    change((items) => items.delete([...items.keys()][0] ?? '')),
  ]
  for (const attempt of attempts) {
    const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
    closing.push(() => mux.close())
    mux.open(BOARD_DOC)
    await until('open', () => mux.messages.some(({ type }) => type === 'step2'))
    mux.stepTwo(BOARD_DOC, Uint8Array.of(0, 0))
    mux.update(BOARD_DOC, attempt)
    await until('told', () => mux.closed(BOARD_DOC) === CLOSE.retiredEpoch)
  }
  expect(await storedTexts(harness.storage)).toEqual(['one', 'two'])
})

test('ids stay retired over restarts and further epochs, and claims begin anew', async () => {
  const storage = createMemoryStorage()
  const old = await rebuilt(await start(storage))
  await closeAll()
  const harness = await start(storage)
  const again = await join(harness)
  const [one = '', two = ''] = again.items.keys()
  wearOut(again, [one, two])
  const epoch = await storage.get(`${PREFIX}e`)
  await until('it is stored', async () => (await stored(harness)) > 12_000)
  again.provider.destroy()
  await until('it was written anew again', async () => {
    const now = await storage.get(`${PREFIX}e`)
    return now !== null && epoch !== null && now.byteLength > epoch.byteLength
  })
  const claims: string[] = []
  for await (const [key] of storage.list(`${PREFIX}c/`)) claims.push(key)
  expect(claims).toHaveLength(1)
  for (const copy of [old, again.doc]) {
    const stock = joinStock(harness, harness.add().token, BOARD_DOC, copy)
    closing.push(() => stock.destroy())
    await until('it is told', () => stock.codes.includes(CLOSE.retiredEpoch))
  }
})

test('a board is left as it is while somebody is there, or when its history is no burden', async () => {
  const harness = await start()
  const stock = await join(harness)
  wearOut(stock, [stock.note('one'), stock.note('two')])
  await until('it is stored', async () => (await stored(harness)) > 12_000)
  const light = await harness.sync.open(WORKSHOP, 'plan')
  light.doc.getMap('actions').set('a', new Y.Map())
  expect(harness.documents()).toBe(2)
  // To open it again, just to look, would keep it.
  await until('the plan was let go', () => harness.documents() === 1)
  expect(await harness.storage.get(`${PREFIX}e`)).toBeNull()
  expect(await harness.storage.get(`doc/${WORKSHOP}/plan/e`)).toBeNull()
})

test('that history is to leave the disk is stored with the epoch, until it has left', async () => {
  const memory = createMemoryStorage()
  const places: string[] = []
  let together = false
  let go = (): void => {}
  const storage: Storage = {
    ...memory,
    async commit(writes) {
      const has = (key: string): boolean => writes.some((write) => write.type === 'put' && write.key === key)
      together ||= has(`${PREFIX}e`) && has(`forget/${PREFIX}`)
      await memory.commit(writes)
    },
    forget(prefix) {
      places.push(prefix)
      return new Promise((resolve) => (go = resolve))
    },
  }
  await rebuilt(await start(storage))
  await until('it is to be forgotten', () => places.length > 0)
  expect([together, places]).toEqual([true, [PREFIX]])
  expect(await memory.get(`forget/${PREFIX}`)).not.toBeNull()
  go()
  await until('it is forgotten', async () => (await memory.get(`forget/${PREFIX}`)) === null)
})
