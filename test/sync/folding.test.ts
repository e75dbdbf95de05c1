import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { createCommitter } from '../../server/sync/committer.ts'
import { decodeEpoch, FIRST_EPOCH } from '../../server/sync/journal/epoch.ts'
import { fold, type FoldTask } from '../../server/sync/journal/fold.ts'
import { createFolder } from '../../server/sync/journal/folder.ts'
import { openJournal } from '../../server/sync/journal/journal.ts'
import { copyWithoutHistory } from '../../server/sync/journal/rebuild.ts'
import { createSnapshot } from '../../server/sync/journal/snapshot.ts'
import { BOARD, BOARD_DOC, joinStock, startHarness, until, WORKSHOP } from './harness.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
const uncounted = { add: () => {}, took: () => {} }

const NOTHING_SPENT = { epoch: FIRST_EPOCH, claimed: new Uint32Array() }

/** A storage whose power is cut before, or right after, a certain commit: nothing reaches it from then on. */
const mortal = (held: Storage, commits: number, reached: boolean): Storage => {
  let left = commits
  return {
    ...held,
    async commit(writes) {
      left -= 1
      if (left > 0 || (left === 0 && reached)) await held.commit(writes)
      if (left <= 0) throw new Error('the power is gone')
    },
  }
}

/** A document as a process has it that may die at any moment. */
const openAs = async (storage: Storage) => {
  const committer = createCommitter({ storage, log: quiet })
  const opened = await openJournal({ storage, committer }, WORKSHOP, BOARD_DOC)
  const { journal } = opened
  const doc = new Y.Doc()
  for (const update of [...opened.snapshots, ...opened.tail]) Y.applyUpdate(doc, update)
  const held = [...opened.snapshots, ...opened.tail]
  doc.on('update', (update: Uint8Array) => {
    held.push(update)
    journal.append(update)
  })
  return { committer, journal, doc, held }
}

type Step = { type: 'write' | 'delete'; at: number } | { type: 'settle' | 'fold' | 'slow fold' | 'anew' }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('write' as const), at: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('delete' as const), at: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('settle', 'fold', 'slow fold', 'anew' as const) }),
  },
)
const life = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 30 }),
  commits: fc.integer({ min: 1, max: 12 }),
  reached: fc.boolean(),
})

test('wherever the power goes, whatever was stored is there again: in folding, and in writing anew', () =>
  fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async (lives) => {
      const storage = createMemoryStorage()
      /** By key: what is certainly there, and what may be there since it was written after that. */
      let certain = new Map<string, unknown>()
      let made = 0
      for (const { steps, commits, reached } of lives) {
        const { committer, journal, doc, held } = await openAs(mortal(storage, commits, reached))
        const items = doc.getMap('items')
        const possible = new Map([...certain].map(([key, value]) => [key, new Set([value])]))
        const note = (key: string): void =>
          void possible.set(
            key,
            (possible.get(key) ?? new Set<unknown>([certain.get(key)])).add(items.get(key)),
          )
        const task = (anew: FoldTask['anew']): FoldTask => ({ updates: [...held], anew, point: true })
        /** What is folded while somebody goes on. */
        let slow: (() => void) | null = null
        const finish = (): void => {
          slow?.()
          slow = null
        }
        let over = false
        try {
          for (const each of steps) {
            if (over) break
            switch (each.type) {
              case 'write':
                items.set(`${each.at}`, (made += 1))
                note(`${each.at}`)
                break
              case 'delete':
                items.delete(`${each.at}`)
                note(`${each.at}`)
                break
              case 'settle':
                await committer.settled()
                certain = new Map(items.entries())
                possible.clear()
                for (const [key, value] of certain) possible.set(key, new Set([value]))
                break
              case 'fold':
                finish()
                journal.mark()(fold(task(null)))
                break
              case 'slow fold': {
                finish()
                const [store, folded] = [journal.mark(), fold(task(null))]
                slow = () => store(folded)
                break
              }
              case 'anew': {
                finish()
                journal.mark()(fold(task(journal.spent())))
                // The document is let go with it, and whoever comes next reads the journal again.
                over = true
                break
              }
              default:
                each satisfies never
            }
          }
          if (!over) finish()
          await committer.settled()
          certain = new Map(items.entries())
          possible.clear()
        } catch {
          // The power went.
        }
        const again = await openAs(storage)
        expect(again.doc.store.pendingStructs).toBeNull()
        const found = again.doc.getMap('items')
        for (const key of new Set([...certain.keys(), ...possible.keys(), ...found.keys()]))
          expect([...(possible.get(key) ?? [certain.get(key)])]).toContain(found.get(key))
        certain = new Map(found.entries())
      }
    }),
    { numRuns: 150 },
  ))

test('a copy without history holds the same, whatever lies in it', () => {
  const doc = new Y.Doc()
  const items = doc.getMap<unknown>('items')
  doc.getArray('list').push(['a', { b: [1, null] }, new Y.Text('in a list')])
  doc.getText('words').insert(0, 'bold', { bold: true })
  doc.getText('words').insert(4, ' and plain', { bold: null })
  items.set('plain', [1, { deep: ['x'] }])
  items.set('bytes', Uint8Array.of(1, 2))
  items.set('map', new Y.Map<unknown>([['text', new Y.Text('hello')]]))
  items.set('gone', 1)
  items.delete('gone')
  for (let turn = 0; turn < 50; turn++) items.set('moved', turn)
  const read = new Y.Doc()
  Y.applyUpdate(read, Y.encodeStateAsUpdate(doc))
  const copy = copyWithoutHistory(read, () => false)
  expect([...copy.store.clients.keys()]).toHaveLength(1)
  expect(copy.getMap('items').toJSON()).toEqual(items.toJSON())
  expect(copy.getArray('list').toJSON()).toEqual(doc.getArray('list').toJSON())
  expect(copy.getText('words').toDelta()).toEqual(doc.getText('words').toDelta())
  expect(copy.getMap('items')._map.has('gone')).toBe(false)
})

test('a document that waits for something missing is not copied', () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const key of 'abc') doc.getMap('items').set(key, 1)
  const [first, , last] = updates
  if (!first || !last) throw new Error('no updates')
  expect(() => fold({ updates: [first, last], anew: NOTHING_SPENT, point: false })).toThrow('missing')
  // Folding alone keeps what waits.
  const { state } = fold({ updates: [first, last], anew: null, point: false })
  const again = new Y.Doc()
  for (const update of [state, ...updates]) Y.applyUpdate(again, update)
  expect(again.getMap('items').size).toBe(3)
})

/** A snapshot on a document of so many notes; its folding can be held up, and fail. */
const openSnapshot = async (notes: number) => {
  const storage = createMemoryStorage()
  const { committer, journal, doc } = await openAs(storage)
  const folder = {
    held: [] as (() => void)[],
    fails: false,
    async fold(task: FoldTask) {
      await new Promise<void>((resolve) => folder.held.push(resolve))
      if (folder.fails) throw new Error('out of memory')
      return fold(task)
    },
  }
  const snapshot = createSnapshot({
    workshop: WORKSHOP,
    name: BOARD_DOC,
    docName: { type: 'board', board: BOARD },
    doc,
    opened: { snapshots: [], tail: [], journal },
    folder,
    log: quiet,
    metrics: uncounted,
  })
  doc.on('update', (update: Uint8Array) => snapshot.changed(update))
  const items = doc.getMap('items')
  doc.transact(() => {
    for (let note = 0; note < notes; note++)
      items.set(`note-${note}`, new Y.Map([['text', new Y.Text('What would make it better?')]]))
  })
  /** What a newcomer makes of the frames. */
  const joined = (): unknown => {
    const copy = new Y.Doc()
    for (const { plain } of snapshot.frames()) {
      // Sync, then its type, then the length of the body in as many bytes as it takes.
      let at = 2
      while ((plain[at++] ?? 0) >= 0x80);
      Y.applyUpdate(copy, plain.subarray(at))
    }
    expect(copy.store.pendingStructs).toBeNull()
    return copy.getMap('items').toJSON()
  }
  return { storage, committer, journal, doc, items, folder, snapshot, joined }
}

test('a newcomer gets the whole of a large board at every moment, while it is folded and after', async () => {
  const { doc, items, folder, snapshot, joined, committer, storage } = await openSnapshot(2_000)
  const change = (times: number): void => {
    for (let turn = 0; turn < times; turn++) items.set(`note-${turn % 7}`, turn + Math.random())
  }
  expect(joined()).toEqual(items.toJSON())
  for (let round = 0; round < 3; round++) {
    change(450)
    expect(joined()).toEqual(items.toJSON())
    await until('it is folded', () => folder.held.length > 0)
    change(130)
    expect(joined()).toEqual(items.toJSON())
    folder.held.shift()?.()
    await Promise.resolve()
    change(20)
    await new Promise((resolve) => setImmediate(resolve))
    expect(joined()).toEqual(items.toJSON())
  }
  await committer.settled()
  const again = await openAs(storage)
  expect(again.doc.getMap('items').toJSON()).toEqual(doc.getMap('items').toJSON())
  snapshot.close()
})

test('what a newcomer gets of a large board comes in small pieces, also once it was folded', async () => {
  const { items, folder, snapshot, joined } = await openSnapshot(2_000)
  for (let turn = 0; turn < 450; turn++) items.set('a', turn)
  snapshot.frames()
  folder.held.shift()?.()
  await new Promise((resolve) => setImmediate(resolve))
  const pieces = snapshot.frames().map(({ plain }) => plain.byteLength)
  const all = pieces.reduce((sum, bytes) => sum + bytes, 0)
  expect(all).toBeGreaterThan(130_000)
  expect(Math.max(...pieces)).toBeLessThan(all / 2)
  expect(joined()).toEqual(items.toJSON())
  snapshot.close()
})

test('a folding that fails leaves all as it was, and is not tried again at once', async () => {
  const { items, folder, snapshot, joined, committer, storage } = await openSnapshot(2_000)
  folder.fails = true
  for (let turn = 0; turn < 500; turn++) items.set('a', turn)
  expect(joined()).toEqual(items.toJSON())
  folder.held.shift()?.()
  await new Promise((resolve) => setImmediate(resolve))
  expect(joined()).toEqual(items.toJSON())
  expect(folder.held).toEqual([])
  await committer.settled()
  expect((await openAs(storage)).doc.getMap('items').toJSON()).toEqual(items.toJSON())
  snapshot.close()
})

test('what was let go is not folded into what comes after it', async () => {
  const { items, folder, snapshot, committer, storage } = await openSnapshot(2_000)
  for (let turn = 0; turn < 2_100; turn++) items.set(`k${turn % 3}`, turn)
  snapshot.tend()
  snapshot.close()
  await committer.settled()
  const keys = async (): Promise<string[]> => {
    const all: string[] = []
    for await (const [key] of storage.list('doc/')) all.push(key)
    return all
  }
  const before = await keys()
  folder.held.shift()?.()
  await new Promise((resolve) => setImmediate(resolve))
  await committer.settled()
  expect(await keys()).toEqual(before)
})

test('the thread folds as the server itself would, and says what it cannot', async () => {
  const folder = createFolder()
  closing.push(() => folder.close())
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let turn = 0; turn < 100; turn++) doc.getMap('items').set(`${turn % 5}`, turn)
  const [kept, anew] = await Promise.all([
    folder.fold({ updates, anew: null, point: false }),
    folder.fold({ updates, anew: NOTHING_SPENT, point: true }),
  ])
  expect(kept.state).toEqual(Y.encodeStateAsUpdate(doc))
  expect(kept.parts).toEqual([kept.state])
  expect(decodeEpoch(anew.anew?.epoch ?? FIRST_EPOCH).isRetired(doc.clientID)).toBe(true)
  expect(anew.point).not.toBeNull()
  await expect(folder.fold({ updates: [Uint8Array.of(9, 9)], anew: null, point: false })).rejects.toThrow()
  const last = folder.fold({ updates, anew: null, point: false })
  await Promise.all([expect(last).rejects.toThrow('closed'), folder.close()])
})

test('no sync step is answered before the room is whole', async () => {
  const memory = createMemoryStorage()
  let letGo: () => void = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  let reading = false
  const storage: Storage = {
    ...memory,
    async *list(prefix) {
      if (prefix.startsWith(`doc/${WORKSHOP}/${BOARD_DOC}/`)) {
        reading = true
        await held
      }
      yield* memory.list(prefix)
    },
  }
  const first = await startHarness({ storage: memory })
  const writer = joinStock(first, first.add().token)
  await writer.synced()
  const id = writer.note('there before')
  await until('it is stored', () => first.applied.length > 0)
  writer.destroy()
  await first.close()

  const harness = await startHarness({ storage })
  closing.push(() => harness.close())
  const stock = joinStock(harness, harness.add().token)
  closing.push(() => stock.destroy())
  const told: unknown[] = []
  stock.doc.on('update', (update: Uint8Array, origin: unknown) => told.push(origin))
  await until('it is read', () => reading && harness.sync.here(WORKSHOP).size === 1)
  expect(stock.provider.synced).toBe(false)
  expect(told).toEqual([])
  letGo()
  await stock.synced()
  expect([...stock.items.keys()]).toEqual([id])
})
