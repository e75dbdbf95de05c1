/** A document takes only so much memory; and one that is full can still be emptied. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { itemsOf } from '../../shared/board.ts'
import { addItem, moveItems } from '../../shared/boardItems.ts'
import { editText, textOf } from '../../shared/boardTexts.ts'
import { trash } from '../../shared/bin.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { createBulk, memoryOf, type Fill } from '../../server/sync/gate/bulk.ts'
import { judge, type Verdict } from '../../server/sync/gate/gate.ts'
import { createFootprints } from '../../server/sync/gate/footprints.ts'
import { BOARD, BOARD_DOC, joinStock, startHarness, until, WORKSHOP, type Harness } from './harness.ts'
import { ANYBODY } from './anybody.ts'

const NAME = { type: 'board', board: BOARD } as const

const withNotes = (count: number): Y.Doc => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let n = 0; n < count; n++) addItem(doc, { kind: 'note', at: [n, n], text: 'Some words of a note' })
  })
  return doc
}

test('a board of 20,000 notes fits three times over', () => {
  expect(memoryOf(withNotes(200).store) * 100 * 3).toBeLessThan(LIMITS.memory)
})

test('what counts is all that is kept: parts, values, letters, names, and what is left of what is gone', () => {
  const grown = (work: (items: Y.Map<unknown>) => void): number => {
    const doc = new Y.Doc()
    const items = doc.getMap('items')
    items.set('a', 1)
    const before = memoryOf(doc.store)
    work(items)
    return memoryOf(doc.store) - before
  }
  const one = grown((items) => void items.set('b', 1))
  expect(one).toBeGreaterThan(100)
  expect(grown((items) => void items.set('b'.repeat(100), 1))).toBeGreaterThan(one + 150)
  expect(grown((items) => void items.set('b', [{}, {}, [{}]]))).toBeGreaterThan(one + 200)
  expect(grown((items) => void items.set('b', new Y.Text('x'.repeat(500))))).toBeGreaterThan(one + 1_000)
  const gone = grown((items) => {
    items.set('b', [1, 2, 3])
    items.delete('b')
  })
  expect(gone).toBeGreaterThan(100)
  expect(gone).toBeLessThan(one)
})

test('it is counted only when it might be too much, and again when enough has come or gone by', () => {
  const doc = withNotes(50)
  const most = 1.5 * memoryOf(doc.store)
  const { clients } = doc.store
  const counts = vi.spyOn(clients, 'values')
  onTestFinished(() => counts.mockRestore())
  let now = 0
  const bulk = createBulk(doc, createFootprints().enter('w'), most, () => now)
  const write = (work: () => void): void => {
    const before = Y.encodeStateVector(doc)
    doc.transact(work)
    bulk.came(Y.encodeStateAsUpdate(doc, before).byteLength)
    counts.mockClear()
  }
  const fill = (counted: boolean): Fill => {
    counts.mockClear()
    const said = bulk.fill()
    expect(counts.mock.calls.length).toBe(counted ? 1 : 0)
    return said
  }
  expect(fill(false)).toBe('free')
  bulk.came(most)
  expect(fill(true)).toBe('free')
  expect(fill(false)).toBe('free')
  write(() => itemsOf(doc).set('long', new Y.Map([['text', new Y.Text('x'.repeat(0.18 * most))]])))
  expect(fill(true)).toBe('full')
  // Nothing has come since.
  now += 60_000
  expect(fill(false)).toBe('full')
  write(() => itemsOf(doc).set('longer', new Y.Map([['text', new Y.Text('x'.repeat(0.2 * most))]])))
  expect(fill(true)).toBe('overflows')
  // Something small: a while later.
  write(() => ['long', 'longer'].forEach((key) => itemsOf(doc).delete(key)))
  expect(fill(false)).toBe('overflows')
  now += 60_000
  expect(fill(true)).toBe('free')
})

test('where all take too much, a workshop that takes much is full, one that takes little is not, and what leaves makes room', () => {
  const [large, small] = [withNotes(200), withNotes(1)]
  const one = memoryOf(large.store)
  const stock = createFootprints(2.5 * one)
  let now = 0
  const open = (workshop: string, doc: Y.Doc) =>
    createBulk(doc, stock.enter(workshop), LIMITS.memory, () => now)
  const first = open('greedy', large)
  const second = open('greedy', large)
  const modest = open('modest', small)
  const fills = () => [first, second, modest].map((bulk) => bulk.fill())
  expect(fills()).toEqual(['free', 'free', 'free'])
  const third = open('greedy', large)
  // Looked at closely, what came was as much as it seemed.
  expect(fills()).toEqual(['full', 'full', 'free'])
  expect(stock.bytes()).toBeGreaterThan(2.5 * one)
  third.leave()
  now += 60_000
  expect(fills()).toEqual(['free', 'free', 'free'])
  for (const bulk of [first, second, modest]) bulk.leave()
  expect(stock.bytes()).toBe(0)
})

/** Workshops on a server of 4 GB, in which somebody writes as long as they may, a little at a time; all figures in MB. */
const fillWorkshops = (count: number, { atOnce }: { readonly atOnce: boolean }) => {
  const LITTLE = 0.1
  const stock = createFootprints(2_000)
  const open = (_: unknown, number: number) => {
    const footprint = stock.enter(`${number}`)
    let takes = 0
    const write = (): boolean => {
      if (footprint.isTooMuch()) return false
      footprint.holds((takes += LITTLE))
      return true
    }
    const fill = (): number => {
      while (write());
      return takes
    }
    return { write, fill }
  }
  const workshops = Array.from({ length: count }, open)
  if (atOnce) while (workshops.filter(({ write }) => write()).length > 0);
  const takes = workshops.map(({ fill }) => fill())
  return { least: Math.min(...takes), all: stock.bytes, another: () => open(null, count).fill() }
}

test('one large workshop, or hundreds alike, get what there is', () => {
  expect(fillWorkshops(1, { atOnce: true }).least).toBeCloseTo(2_000, 0)
  expect(fillWorkshops(400, { atOnce: true }).least).toBeGreaterThan(6)
})

test('however many workshops somebody fills, all together stay within bounds, and who takes little is not refused for it', () => {
  for (const [count, left] of [
    [1, 25],
    [10, 15],
    [100, 1.8],
    [300, 0.3],
    [1_000, 0],
  ] as const) {
    const filled = fillWorkshops(count, { atOnce: false })
    expect(filled.another()).toBeGreaterThan(left)
    expect(filled.all()).toBeLessThan(3_000)
  }
})

test('what came is counted before a workshop is called full for it', () => {
  const doc = withNotes(20)
  const stock = createFootprints(2 * memoryOf(doc.store))
  const bulk = createBulk(doc, stock.enter('w'))
  // Sent again and again, and known: it takes nothing.
  bulk.came(1_000_000)
  expect(stock.bytes()).toBeGreaterThan(2 * memoryOf(doc.store))
  expect(bulk.fill()).toBe('free')
  expect(stock.bytes()).toBe(memoryOf(doc.store))
})

test('what comes to a document counts from then on, and no longer than the document is in memory', async () => {
  const harness = await startHarness({ idle: 1 })
  onTestFinished(() => harness.close())
  const bytes = () => Number(/^kiteboard_documents_bytes (\d+)$/m.exec(harness.counted())?.[1])
  const page = joinStock(harness, harness.add().token)
  await page.synced()
  const before = bytes()
  page.note('x'.repeat(2_000))
  await until('it has come', () => harness.applied.length === 1)
  expect(bytes()).toBeGreaterThan(before + 2_000)
  page.destroy()
  await until('it was let go', () => harness.documents() === 0)
  expect(bytes()).toBe(0)
})

describe('what is lost while it is opened takes no memory any more', () => {
  const losses: Record<string, (harness: Harness) => unknown> = {
    'when it is ended': ({ sync }) => sync.end(WORKSHOP, () => true, CLOSE.forbidden, 'gone'),
    'when a commit fails': ({ committer }) => committer.distrust(WORKSHOP, new Error('broken')),
  }
  test.each(Object.entries(losses))('%s', async (_name, lose) => {
    const harness = await startHarness({ idle: 1 })
    onTestFinished(() => harness.close())
    const bytes = () => Number(/^kiteboard_documents_bytes (\d+)$/m.exec(harness.counted())?.[1])
    const { doc } = await harness.sync.open(WORKSHOP, BOARD_DOC)
    addItem(doc, { kind: 'note', at: [0, 0], text: 'some words' })
    await until('it is stored, and has left', () => harness.documents() === 0)
    expect(bytes()).toBe(0)
    const opening = Promise.all([1, 2].map(() => harness.sync.open(WORKSHOP, BOARD_DOC)))
    lose(harness)
    await expect(opening).rejects.toMatchObject({ code: 'storage-failed' })
    expect([harness.documents(), bytes()]).toEqual([0, 0])
  })
})

describe('a document that is full', () => {
  const server = withNotes(3)
  const [first = ''] = itemsOf(server).keys()
  const said = (fill: Fill, work: (doc: Y.Doc) => void): Verdict['type'] | number => {
    const page = new Y.Doc()
    Y.applyUpdate(page, Y.encodeStateAsUpdate(server))
    const before = Y.encodeStateVector(page)
    page.transact(() => work(page))
    const update = Y.encodeStateAsUpdate(page, before)
    const verdict = judge(server, NAME, update, { ...ANYBODY, fill: () => fill })
    return verdict.type === 'refused' ? verdict.code : verdict.type
  }
  const text = (doc: Y.Doc): Y.Text => {
    const found = textOf(doc, first, 'text')
    if (!found) throw new Error('no text')
    return found
  }
  const acts: Record<
    string,
    readonly [full: string | number, overflowing: string | number, (doc: Y.Doc) => void]
  > = {
    'takes no new note': [4413, 4413, (doc) => void addItem(doc, { kind: 'note', at: [0, 0], text: '' })],
    'takes no more words': [4413, 4413, (doc) => editText(text(doc), 0, 0, 'more')],
    'takes no large value': [4413, 4413, (doc) => itemsOf(doc).get(first)?.set('much', 'x'.repeat(500))],
    'lets words go': ['new', 'new', (doc) => editText(text(doc), 0, 5, '')],
    'lets a note go for good': ['new', 'new', (doc) => itemsOf(doc).delete(first)],
    'lets what is there be thrown away': ['new', 4413, (doc) => trash(doc, [first])],
    'lets what is there be moved': ['new', 4413, (doc) => moveItems(doc, new Map([[first, [9, 9]]]))],
  }
  test.each(Object.entries(acts))('%s', (_name, [full, overflowing, work]) => {
    expect([said('free', work), said('full', work), said('overflows', work)]).toEqual([
      'new',
      full,
      overflowing,
    ])
  })
})

test('a board has had only so many entries, those that are gone too', () => {
  const server = new Y.Doc()
  const items = itemsOf(server)
  server.transact(() => {
    for (let n = 0; n < LIMITS.entries; n++) items.set(`${n}`, new Y.Map())
  })
  server.transact(() => {
    for (let n = 0; n < LIMITS.entries; n++) items.delete(`${n}`)
  })
  const said = (key: string): Verdict => {
    const page = new Y.Doc()
    page.getMap('items').set(key, new Y.Map())
    return judge(server, NAME, Y.encodeStateAsUpdate(page), ANYBODY)
  }
  expect(said('new')).toMatchObject({ code: 4413 })
  // One that was there may be there again, as undo has it.
  expect(said('1').type).toBe('new')
})
