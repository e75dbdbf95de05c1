/** However much lies behind a document, reading it holds nobody else up. */
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import { part } from '../../server/sync/journal/part.ts'
import { readDocument } from '../../server/sync/journal/reading.ts'
import { createShare, type Share } from '../../server/sync/share.ts'
import { BOARD_DOC, joinStock, startHarness, until, WORKSHOP } from './harness.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

/** A journal with so many notes in its snapshot, and a change of each after it. */
const journalOf = (notes: number) => {
  const doc = new Y.Doc()
  const items = doc.getMap<Y.Map<unknown>>('items')
  doc.transact(() => {
    for (let note = 0; note < notes; note++)
      items.set(
        `note ${note}`,
        new Y.Map<unknown>([
          ['kind', 'note'],
          ['at', [note, 0]],
          ['text', new Y.Text('What would make the walk to school better?')],
        ]),
      )
  })
  const snapshots = [Y.encodeStateAsUpdate(doc)]
  const tail: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => tail.push(update))
  for (const note of items.values()) note.set('at', [0, 1])
  return { doc, snapshots, tail }
}

/** Parts of documents that are put in place, or deleted, from now on, each of which takes a while, by turn of the event loop. */
const countByTurn = (step: 'integrate' | 'delete' = 'integrate'): (() => readonly number[]) => {
  const turns = [0]
  let counting = true
  const next = (): void => {
    if (turns.at(-1) !== 0) turns.push(0)
    if (counting) setImmediate(next)
  }
  setImmediate(next)
  const count = (): void => {
    turns.push((turns.pop() ?? 0) + 1)
    const began = performance.now()
    while (performance.now() - began < 0.02);
  }
  const { integrate, delete: remove } = Y.Item.prototype
  const puts =
    step === 'integrate'
      ? vi.spyOn(Y.Item.prototype, 'integrate').mockImplementation(function (this: Y.Item, ...rest) {
          count()
          integrate.apply(this, rest)
        })
      : vi.spyOn(Y.Item.prototype, 'delete').mockImplementation(function (this: Y.Item, ...rest) {
          count()
          remove.apply(this, rest)
        })
  onTestFinished(() => {
    counting = false
    puts.mockRestore()
  })
  return () => turns
}

test.each([
  ['cut by a thread', true],
  ['read as it was written, when there is no thread', false],
])('a large board is taken in a little in a turn: %s', async (_how, works) => {
  const { doc, snapshots, tail } = journalOf(works ? 1_000 : 300)
  const turns = countByTurn()
  const read = await readDocument(
    { snapshots, tail },
    {
      folder: {
        async part(journalled) {
          if (works) return part(journalled)
          throw new Error('out of memory')
        },
      },
      log: quiet,
      share: createShare(),
    },
  )
  expect(Y.encodeStateAsUpdate(read.doc)).toEqual(Y.encodeStateAsUpdate(doc))
  const all = turns().reduce((sum, some) => sum + some, 0)
  expect(all).toBeGreaterThan(1_500)
  expect(Math.max(...turns())).toBeLessThanOrEqual(works ? 1_500 : 2_100)
  expect(turns().filter((some) => some > 0).length).toBeGreaterThan(1)
  // What newcomers get is what was read.
  const newcomer = new Y.Doc()
  for (const update of [...read.snapshots, ...read.tail]) Y.applyUpdate(newcomer, update)
  expect(Y.encodeStateAsUpdate(newcomer)).toEqual(Y.encodeStateAsUpdate(doc))
})

test('reading goes on as long as its turn has time, and does one part where it has none', async () => {
  const { snapshots, tail } = journalOf(5)
  const turnsWhere = async (isTimeUp: boolean): Promise<number> => {
    let turns = 0
    const share: Share = {
      async inTurn(work) {
        turns += 1
        return work(() => isTimeUp)
      },
    }
    await readDocument(
      { snapshots, tail },
      { folder: { part: async () => part({ snapshots, tail }) }, log: quiet, share },
    )
    return turns
  }
  expect([await turnsWhere(false), await turnsWhere(true)]).toEqual([1, snapshots.length + tail.length])
})

test.each([
  ['in a dozen bytes that delete all', 1],
  ['each of them a little', 100],
])('a short tail that deletes much is no work of the turns that read it: %s', async (_how, updates) => {
  const { snapshots } = journalOf(1_000)
  const [snapshot] = snapshots
  const read = new Y.Doc()
  if (snapshot) Y.applyUpdate(read, snapshot)
  const tail: Uint8Array[] = []
  read.on('update', (update: Uint8Array) => tail.push(update))
  const items = read.getMap('items')
  const names = [...items.keys()]
  const each = names.length / updates
  for (let at = 0; at < names.length; at += each)
    read.transact(() => names.slice(at, at + each).forEach((name) => items.delete(name)))
  expect(tail).toHaveLength(updates)
  // As the thread makes them, on its own time.
  const parted = part({ snapshots, tail })
  const turns = countByTurn('delete')
  const made = await readDocument(
    { snapshots, tail },
    { folder: { part: () => Promise.resolve(parted) }, log: quiet, share: createShare() },
  )
  expect(made.doc.getMap('items').size).toBe(0)
  expect(Y.encodeStateVector(made.doc)).toEqual(Y.encodeStateVector(read))
  expect(Math.max(...turns())).toBeLessThanOrEqual(1_500)
})

test('many boards that are read at one moment share each turn: one of them has it', async () => {
  const { snapshots } = journalOf(100)
  const share = createShare()
  const turns = countByTurn()
  const read = Array.from({ length: 20 }, () =>
    readDocument(
      { snapshots, tail: [] },
      { folder: { part: () => Promise.reject(new Error('it is not large')) }, log: quiet, share },
    ),
  )
  for (const { doc } of await Promise.all(read)) expect(doc.getMap('items').size).toBe(100)
  // A board has 900 parts, which take more than the turn's share.
  expect(Math.max(...turns())).toBeLessThan(1_000)
})

test('what a tail deletes is cleared away in one pass, not note by note', async () => {
  const { snapshots } = journalOf(400)
  const read = new Y.Doc()
  for (const snapshot of snapshots) Y.applyUpdate(read, snapshot)
  const tail: Uint8Array[] = []
  read.on('update', (update: Uint8Array) => tail.push(update))
  read.transact(() => read.getMap('items').clear())
  // Each moves along all that stands behind it.
  const moves = vi.spyOn(Array.prototype, 'splice')
  onTestFinished(() => moves.mockRestore())
  const { doc } = await readDocument(
    { snapshots, tail },
    { folder: { part: async (journalled) => part(journalled) }, log: quiet, share: createShare() },
  )
  expect(moves.mock.calls.length).toBeLessThan(50)
  expect([doc.getMap('items').size, Y.encodeStateVector(doc)]).toEqual([0, Y.encodeStateVector(read)])
})

test('a large board is whole again after a restart, and goes on', async () => {
  const storage = createMemoryStorage()
  const { snapshots, tail } = journalOf(900)
  const key = (part: 's' | 'j', number: number): string =>
    `doc/${WORKSHOP}/${BOARD_DOC}/${part}/${number.toString(16).padStart(12, '0')}`
  await storage.commit([
    ...snapshots.map((value) => ({ type: 'put' as const, key: key('s', 0), value })),
    ...tail.map((value, number) => ({ type: 'put' as const, key: key('j', number), value })),
  ])
  for (let life = 1; life <= 2; life++) {
    const harness = await startHarness({ storage: { ...storage, close: async () => {} } })
    const stock = joinStock(harness, harness.add().token)
    await stock.synced()
    expect(stock.items.size).toBe(899 + life)
    expect(stock.items.get('note 7')?.toJSON()).toMatchObject({ at: [0, 1] })
    stock.note('one more')
    await until('it is stored', () => harness.applied.length > 0)
    await harness.committer.settled()
    expect(harness.lines.filter(({ level }) => level !== 'info')).toEqual([])
    stock.destroy()
    await harness.close()
  }
})
