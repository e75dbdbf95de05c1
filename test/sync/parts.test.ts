/** What is large is taken in a part at a time: nothing of it may get lost or come twice, and nobody waits for it. */
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Storage, Write } from '../../server/storage/storage.ts'
import { cutUp } from '../../server/sync/gate/cut.ts'
import { judge } from '../../server/sync/gate/gate.ts'
import { findNews } from '../../server/sync/gate/news.ts'
import { createPace, finish } from '../../server/sync/gate/stepwise.ts'
import { clearUp } from '../../server/sync/clearUp.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItems, moveItems } from '../../shared/boardItems.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { inParts } from '../../shared/updateParts.ts'
import { BOARD, BOARD_DOC, readStored, startHarness, until, WORKSHOP, type Harness } from './harness.ts'
import { act, liveThrough, NAME } from './honestWorld.ts'
import { openMux, type MuxClient } from './muxClient.ts'
import { ANYBODY } from './anybody.ts'

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** All that can be told of a document from outside. */
const toldOf = (doc: Y.Doc): unknown => ({
  items: itemsOf(doc).toJSON(),
  state: [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b),
  deleted: [...Y.createDeleteSetFromStructStore(doc.store).clients]
    .map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, len])])
    .sort(),
  pending: [doc.store.pendingStructs, doc.store.pendingDs],
})

const size = fc.record({
  bytes: fc.integer({ min: 20, max: 400 }),
  structs: fc.integer({ min: 1, max: 9 }),
  ranges: fc.integer({ min: 1, max: 9 }),
  clients: fc.integer({ min: 1, max: 3 }),
  steps: fc.integer({ min: 20, max: 600 }),
})

test('what is taken in by parts is the same as taken in whole, also when others write in between', () => {
  vi.spyOn(console, 'log').mockReturnValue(undefined)
  fc.assert(
    fc.property(
      fc.array(act, { minLength: 20, maxLength: 120 }),
      size,
      fc.boolean(),
      fc.array(fc.nat(5), { maxLength: 40 }),
      (acts, most, clears, others) => {
        const { server, pages } = liveThrough(acts)
        const [mine, ...rest] = pages
        if (!mine) return
        const whole = copyOf(server.doc)
        const parted = copyOf(server.doc)
        if (clears) parted.on('afterTransaction', clearUp)
        const update = Y.encodeStateAsUpdate(mine.doc, Y.encodeStateVector(server.doc))
        const { structs, ds } = Y.decodeUpdate(update)
        const deletes = Y.mergeDeleteSets([ds]).clients
        const news = finish(
          findNews(parted, NAME, { structs, named: deletes, deletes }, ANYBODY, createPace()),
        )
        if (!('type' in news)) throw new Error('the honest are not refused')
        if (news.gap) return
        let at = 0
        for (const part of cutUp(parted.store, { fresh: news.fresh, deletes }, most)) {
          expect(['new', 'known']).toContain(judge(parted, NAME, part, ANYBODY).type)
          // Yjs writes no empty range, and stumbles over one.
          for (const list of Y.decodeUpdate(part).ds.clients.values())
            expect(list.every(({ len }) => len > 0)).toBe(true)
          Y.applyUpdate(parted, part)
          const other = rest[others[at++] ?? 9]
          if (other) Y.applyUpdate(parted, Y.encodeStateAsUpdate(other.doc))
        }
        Y.applyUpdate(whole, update)
        for (const index of others.slice(0, at)) {
          const other = rest[index]
          if (other) Y.applyUpdate(whole, Y.encodeStateAsUpdate(other.doc))
        }
        expect(toldOf(parted)).toEqual(toldOf(whole))
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

test('clearing up at once what was deleted leaves what Yjs itself would leave', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ from: fc.nat(59), count: fc.nat(40), moves: fc.nat(80) }), { maxLength: 8 }),
      (steps) => {
        const page = new Y.Doc()
        const ids = addItems(
          page,
          Array.from({ length: 60 }, (_, n) => ({
            kind: 'note' as const,
            at: [n, 0] as const,
            text: `${n}`,
          })),
        )
        const [plain, cleared] = [new Y.Doc(), new Y.Doc()]
        cleared.on('afterTransaction', clearUp)
        page.on('update', (update: Uint8Array) => {
          for (const doc of [plain, cleared]) Y.applyUpdate(doc, update)
        })
        for (const doc of [plain, cleared]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(page))
        for (const { from, count, moves } of steps) {
          const there = ids.filter((id) => itemsOf(page).has(id))
          for (let move = 0; move < moves; move++)
            moveItems(page, new Map([[there[(move * 7) % there.length] ?? '', [move, move]]]))
          page.transact(() => there.slice(from, from + count).forEach((id) => itemsOf(page).delete(id)))
        }
        expect(toldOf(cleared)).toEqual(toldOf(plain))
        const structs = (doc: Y.Doc): number => doc.store.clients.get(page.clientID)?.length ?? 0
        expect(structs(cleared)).toBeLessThanOrEqual(structs(plain))
        expect(toldOf(copyOf(cleared))).toEqual(toldOf(plain))
      },
    ),
    { numRuns: 30 },
  ))

test('no copy is stored before what it was copied from: an entry comes with its plain fields', () => {
  const page = new Y.Doc()
  const news = Array.from({ length: 40 }, (_, n) => ({
    kind: 'note' as const,
    at: [n, 0] as const,
    text: 'words',
    from: `first${n}`,
  }))
  addItems(page, news)
  const update = Y.encodeStateAsUpdate(page)
  const fresh = new Map([[page.clientID, Y.decodeUpdate(update).structs as Y.Item[]]])
  for (let bytes = 150; bytes < 400; bytes += 41) {
    const most = { structs: 1e9, ranges: 1e9, clients: 1e9, steps: 1e9, bytes }
    const { store } = new Y.Doc()
    for (const parts of [cutUp(store, { fresh, deletes: new Map() }, most), inParts(update, most)]) {
      const taken = new Y.Doc()
      let count = 0
      for (const part of parts) {
        count += 1
        Y.applyUpdate(taken, part)
        for (const item of itemsOf(taken).values()) expect(item.get('from')).toBeDefined()
      }
      expect(count).toBeGreaterThan(3)
      expect(itemsOf(taken).size).toBe(40)
    }
  }
})

test('the work of all parts counts together', () => {
  const server = new Y.Doc()
  const { update } = notes(1)
  const judged = (toiled: number): unknown => judge(server, NAME, update, { ...ANYBODY, toiled })
  expect(judged(LIMITS.toil / 2)).toMatchObject({ type: 'new' })
  expect(judged(LIMITS.toil)).toMatchObject({ type: 'refused', code: CLOSE.tooLarge })
})

/** A board of so many notes, as one update. */
const notes = (count: number): { readonly doc: Y.Doc; readonly update: Uint8Array } => {
  const doc = new Y.Doc()
  addItems(
    doc,
    Array.from({ length: count }, (_, n) => ({
      kind: 'note' as const,
      at: [n, 0] as const,
      text: `Note ${n}`,
    })),
  )
  return { doc, update: Y.encodeStateAsUpdate(doc) }
}

const MANY = 1_200

const join = async (harness: Harness, { token } = harness.add()): Promise<MuxClient> => {
  const mux = await openMux({ url: harness.url, workshop: WORKSHOP }, token)
  onTestFinished(() => mux.close())
  mux.open(BOARD_DOC)
  await until('open', () => mux.messages.some(({ type }) => type === 'step2'))
  mux.stepTwo(BOARD_DOC, Uint8Array.of(0, 0))
  await until('greeted', () => mux.acked(BOARD_DOC) === 1)
  return mux
}

const storedItems = async (storage: Storage): Promise<number> => itemsOf(await readStored(storage)).size

test('others are heard while much is taken in; it is acknowledged when all of it is stored, before what followed', async () => {
  const memory = createMemoryStorage()
  const commits: { readonly journal: number; readonly ledger: number }[] = []
  const countOf = (writes: readonly Write[], part: RegExp): number =>
    writes.filter(({ key }) => part.test(key)).length
  const harness = await startHarness({
    storage: {
      ...memory,
      async commit(writes) {
        commits.push({ journal: countOf(writes, /\/j\//), ledger: countOf(writes, /^ledger\//) })
        await memory.commit(writes)
      },
    },
  })
  onTestFinished(() => harness.close())
  const [one, other] = [await join(harness), await join(harness)]
  const much = notes(MANY)
  one.update(BOARD_DOC, much.update)
  const before = Y.encodeStateVector(much.doc)
  addItems(much.doc, [{ kind: 'note', at: [0, 0], text: 'and one more' }])
  one.update(BOARD_DOC, Y.encodeStateAsUpdate(much.doc, before))
  other.update(BOARD_DOC, notes(1).update)
  await until('the other is acknowledged', () => other.acked(BOARD_DOC) === 2)
  expect(one.acked(BOARD_DOC)).toBe(1)
  await until('the first is acknowledged', () => one.acked(BOARD_DOC) > 1)
  expect(await storedItems(harness.storage)).toBeGreaterThan(MANY)
  await until('what followed is', () => one.acked(BOARD_DOC) === 3)
  expect(await storedItems(harness.storage)).toBe(MANY + 2)
  expect([one.code(), one.closed(BOARD_DOC), other.closed(BOARD_DOC)]).toEqual([null, null, null])
  // Nothing is stored without its entry in the ledger.
  expect(commits.filter(({ journal, ledger }) => journal > 0 && ledger === 0)).toEqual([])
  expect(commits.filter(({ journal }) => journal > 0).length).toBeGreaterThan(3)
})

test('all of it counts when they leave right after, also when the server stops', async () => {
  const harness = await startHarness()
  const one = await join(harness)
  one.update(BOARD_DOC, notes(MANY).update)
  const received = harness.received()
  await until('it has come', () => harness.received() > received || harness.applied.length > 0)
  one.close()
  await until('they have left', () => harness.sync.here(WORKSHOP).size === 0)
  await harness.close()
  expect(await storedItems(harness.storage)).toBe(MANY)
})

test('whoever acts on the document has all of it', async () => {
  const harness = await startHarness()
  onTestFinished(() => harness.close())
  const one = await join(harness)
  one.update(BOARD_DOC, notes(MANY).update)
  await until('some of it is there', () => harness.applied.length > 0)
  const { doc } = await harness.sync.open(WORKSHOP, BOARD_DOC)
  expect(itemsOf(doc).size).toBe(MANY)
})

test('a lock in between holds for the parts that are left', async () => {
  const harness = await startHarness({ onApplied: () => harness.locked.add(BOARD) })
  onTestFinished(() => harness.close())
  const one = await join(harness)
  one.update(BOARD_DOC, notes(MANY).update)
  await until('they are told', () => one.closed(BOARD_DOC) === CLOSE.forbidden)
  await harness.committer.settled()
  expect(harness.applied).toHaveLength(1)
  expect(await storedItems(harness.storage)).toBeLessThan(MANY / 2)
})

test('killed in between, nothing was acknowledged, and who sends it again has it stored', async () => {
  const memory = createMemoryStorage()
  let left = Infinity
  const cut: Storage = {
    ...memory,
    async commit(writes) {
      // The power is gone: nobody hears of anything any more.
      if (left <= 0) return new Promise(() => {})
      left -= 1
      await memory.commit(writes)
    },
    close: async () => {},
  }
  const harness = await startHarness({ storage: cut })
  const who = harness.add()
  const one = await join(harness, who)
  const much = notes(MANY)
  left = 2
  one.update(BOARD_DOC, much.update)
  await until('the power is gone', () => left === 0)
  for (let turns = 0; turns < 200; turns++) await new Promise((resolve) => setImmediate(resolve))
  expect(one.acked(BOARD_DOC)).toBe(1)
  const survived = await storedItems(memory)
  expect(survived).toBeGreaterThan(0)
  expect(survived).toBeLessThan(MANY)
  const next = await startHarness({ storage: memory })
  onTestFinished(() => next.close())
  next.people.set(who.token, who)
  const again = await join(next, who)
  again.update(BOARD_DOC, much.update)
  await until('it is acknowledged', () => again.acked(BOARD_DOC) === 2)
  expect(await storedItems(memory)).toBe(MANY)
})

test('clearing a board of 1,000 notes in one message is taken, and undone likewise', async () => {
  const harness = await startHarness()
  onTestFinished(() => harness.close())
  const one = await join(harness)
  const { doc, update } = notes(1_000)
  one.update(BOARD_DOC, update)
  const undo = new Y.UndoManager(itemsOf(doc))
  const sent: Uint8Array[] = []
  doc.on('update', (each: Uint8Array) => sent.push(each))
  doc.transact(() => [...itemsOf(doc).keys()].forEach((id) => itemsOf(doc).delete(id)))
  undo.undo()
  for (const each of sent) one.update(BOARD_DOC, each)
  await until('all is acknowledged', () => one.acked(BOARD_DOC) === 2 + sent.length)
  expect(one.closed(BOARD_DOC)).toBeNull()
  const there = await readStored(harness.storage)
  expect(itemsOf(there).toJSON()).toEqual(itemsOf(doc).toJSON())
  expect(itemsOf(there).size).toBe(1_000)
})
