import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import {
  BOARD_DOC,
  joinStock,
  startHarness,
  storedTexts,
  until,
  WORKSHOP,
  type Harness,
  type StockClient,
} from './harness.ts'
import { openMux } from './muxClient.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A storage whose commits fail while it is told so. */
const breakable = (): Storage & { broken: boolean } => {
  const memory = createMemoryStorage()
  const storage = {
    ...memory,
    broken: false,
    async commit(writes: Parameters<Storage['commit']>[0]) {
      if (storage.broken) throw new Error('no space left on device')
      await memory.commit(writes)
    },
  }
  return storage
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

/** Two who both have a note that is stored. */
const joinTwo = async (harness: Harness): Promise<readonly [StockClient, StockClient]> => {
  const [a, b] = [joinStock(harness, harness.add().token), joinStock(harness, harness.add().token)]
  closing.push(() => {
    a.destroy()
    b.destroy()
  })
  await a.synced()
  await b.synced()
  a.note('stored')
  await until('b has it', () => b.texts().includes('stored'))
  return [a, b]
}

test('a failed commit closes the sockets with 4503, and nothing acknowledged or seen is lost', async () => {
  const storage = breakable()
  const harness = await startHarness({ storage })
  closing.push(() => harness.close())
  const [a, b] = await joinTwo(harness)

  storage.broken = true
  a.note('not stored')
  await until('both are told', () => a.codes.includes(4503) && b.codes.includes(4503))
  expect(b.texts()).toEqual(['stored'])
  expect(await storedTexts(storage)).toEqual(['stored'])

  storage.broken = false
  await until('b has what a kept', () => b.texts().length === 2)
  expect(await storedTexts(storage)).toEqual(['not stored', 'stored'])
})

test('what a failed commit held is not acknowledged; the document says 4503 and the socket stays', async () => {
  const storage = breakable()
  const harness = await startHarness({ storage })
  closing.push(() => harness.close())
  const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
  closing.push(() => mux.close())
  mux.open(BOARD_DOC)
  await until('open', () => mux.messages.some(({ type }) => type === 'step2'))
  storage.broken = true
  mux.doc(BOARD_DOC).getMap('items').set('a'.repeat(20), new Y.Map())
  mux.update(BOARD_DOC, Y.encodeStateAsUpdate(mux.doc(BOARD_DOC)))
  await until('told', () => mux.closed(BOARD_DOC) === 4503)
  expect(mux.acked(BOARD_DOC)).toBe(0)
  expect(mux.code()).toBeNull()
  storage.broken = false
  mux.open(BOARD_DOC)
  mux.stepTwo(BOARD_DOC, Y.encodeStateAsUpdate(mux.doc(BOARD_DOC)))
  await until('stored now', () => mux.acked(BOARD_DOC) === 1)
})

test('a failed commit of one workshop is not felt in another', async () => {
  const memory = createMemoryStorage()
  const commit = { running: false, refuse: () => {} }
  const storage: Storage = {
    ...memory,
    async commit(writes) {
      if (writes.some(({ key }) => key === 'doomed'))
        await new Promise((_resolve, reject) => {
          commit.running = true
          commit.refuse = () => reject(new Error('I/O error'))
        })
      await memory.commit(writes)
    },
  }
  const harness = await startHarness({ storage })
  closing.push(() => harness.close())
  const a = joinStock(harness, harness.add().token)
  closing.push(() => a.destroy())
  await a.synced()
  harness.committer.enqueue('another-workshop', [{ type: 'put', key: 'doomed', value: Uint8Array.of(1) }])
  await until('the commit runs', () => commit.running)
  // Its answer waits for the commit that runs.
  const b = joinStock(harness, harness.add().token)
  closing.push(() => b.destroy())
  await until('b is here', () => harness.sync.here(WORKSHOP).size === 2)
  commit.refuse()
  await b.synced()
  a.note('all is well')
  await until('b has it', () => b.texts().length === 1)
  expect([...a.codes, ...b.codes]).toEqual([])
})

test('what gathers while a commit runs that then fails is not stored either, and its workshops are told', async () => {
  const memory = createMemoryStorage()
  const commits: { refuse: () => void }[] = []
  const storage: Storage = {
    ...memory,
    async commit(writes) {
      if (commits.length === 0)
        await new Promise((_resolve, reject) =>
          commits.push({ refuse: () => reject(new Error('no space left on device')) }),
        )
      await memory.commit(writes)
    },
  }
  const committer = createCommitter({ storage, log: quiet })
  const told: string[] = []
  committer.onFailure((workshops) => told.push([...workshops].sort().join()))
  const put = (workshop: string, key: string): Promise<void> => {
    committer.enqueue(workshop, [{ type: 'put', key, value: Uint8Array.of(1) }])
    return committer.settled()
  }
  const first = put('v', 'fails')
  await until('it runs', () => commits.length === 1)
  const second = put('w', 'builds on it')
  commits[0]?.refuse()
  expect(await Promise.allSettled([first, second])).toMatchObject(
    [first, second].map(() => ({ status: 'rejected', reason: { code: 'storage-failed' } })),
  )
  expect(told).toEqual(['v,w'])
  await put('w', 'later')
  await committer.close()
  expect(await Promise.all(['fails', 'builds on it', 'later'].map((key) => memory.get(key)))).toEqual([
    null,
    null,
    Uint8Array.of(1),
  ])
})

test('whatever gathers while a commit runs goes into the next one, together', async () => {
  const memory = createMemoryStorage()
  const commits: number[] = []
  let letGo: () => void = () => {}
  const storage: Storage = {
    ...memory,
    async commit(writes) {
      commits.push(writes.length)
      await new Promise<void>((resolve) => (letGo = resolve))
      await memory.commit(writes)
    },
  }
  const committer = createCommitter({ storage, log: quiet })
  const put = (key: string): void => committer.enqueue('w', [{ type: 'put', key, value: Uint8Array.of(1) }])
  put('a')
  const first = committer.settled()
  await until('it runs', () => commits.length === 1)
  put('b')
  put('c')
  const second = committer.settled()
  expect(second).not.toBe(first)
  letGo()
  await first
  expect(await memory.get('b')).toBeNull()
  await until('the next runs', () => commits.length === 2)
  letGo()
  await second
  expect(commits).toEqual([1, 2])
  await committer.close()
  expect(() => put('d')).toThrow('closing')
})

test('a failed commit fails all that waits, tells whose it was first, and then goes on', async () => {
  const storage = breakable()
  const committer = createCommitter({ storage, log: quiet })
  const told: string[] = []
  const stop = committer.onFailure((workshops) => told.push([...workshops].sort().join()))
  storage.broken = true
  for (const workshop of ['v', 'w'])
    committer.enqueue(workshop, [{ type: 'put', key: workshop, value: Uint8Array.of(1) }])
  await expect(
    committer.settled().catch((error: unknown) => {
      expect(told).toEqual(['v,w'])
      throw error
    }),
  ).rejects.toMatchObject({ code: 'storage-failed' })
  stop()
  storage.broken = false
  await committer.settled()
  committer.enqueue('w', [{ type: 'put', key: 'later', value: Uint8Array.of(2) }])
  await committer.settled()
  expect(await storage.get('later')).toEqual(Uint8Array.of(2))
  expect(await storage.get('w')).toBeNull()
  expect(told).toEqual(['v,w'])
})

test('what the ledger could not take is not stored without it: the document is let go of, and taken in again whole', async () => {
  const memory = createMemoryStorage()
  const ledger = { broken: false }
  /** Whether some commit brought a change of the board, but nothing for the ledger. */
  let alone = false
  const storage: Storage = {
    ...memory,
    async commit(writes) {
      const changes = writes.some(({ key }) => key.includes(`/${BOARD_DOC}/j/`))
      alone ||= changes && !writes.some(({ key }) => key.startsWith('ledger/'))
      await memory.commit(writes)
    },
  }
  const harness = await startHarness({
    storage,
    onApplied: () => {
      if (ledger.broken) throw new Error('a fault of ours')
    },
  })
  closing.push(() => harness.close())
  const [a, b] = await joinTwo(harness)
  ledger.broken = true
  a.note('not in the ledger')
  await until('both are told', () => a.codes.includes(4503) && b.codes.includes(4503))
  expect(await storedTexts(storage)).toEqual(['stored'])
  ledger.broken = false
  await until('b has what a kept', () => b.texts().length === 2)
  expect(await storedTexts(storage)).toEqual(['not in the ledger', 'stored'])
  expect(alone).toBe(false)
  // It was no offence of anybody's.
  expect(new Set([...a.codes, ...b.codes])).toEqual(new Set([4503]))
  expect(harness.lines.filter(({ message }) => message === 'a message was refused')).toEqual([])
})
