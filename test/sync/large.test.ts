/** A large board, within all limits, is there for everybody who takes what comes, and holds nothing up for who does not. */
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Write } from '../../server/storage/storage.ts'
import { BOARD_DOC, joinStock, startHarness, until, WORKSHOP, type Harness } from './harness.ts'
import { openMux, type MuxClient } from './muxClient.ts'

const NOTES = 250
const WORDS = 20_000
const SLOW = 'kiteboard_refusals_total{code="4508"'

vi.setConfig({ testTimeout: 60_000 })

/** A board of 5 MB, as each note wrote it. */
const board: Uint8Array[] = []

beforeAll(() => {
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => board.push(update))
  const items = doc.getMap('items')
  for (let note = 0; note < NOTES; note++)
    items.set(
      `note ${note}`,
      new Y.Map<unknown>([
        ['kind', 'note'],
        ['v', 1],
        ['at', [note, 0]],
        ['text', new Y.Text(`${note} `.padEnd(WORDS, 'words of an honest note '))],
      ]),
    )
})

/** A server that has yet to read the board: the first so many notes from its snapshot, the others as they were written. */
const start = async (inSnapshot: number): Promise<Harness> => {
  const storage = createMemoryStorage()
  const put = (part: 's' | 'j', number: number, value: Uint8Array): Write => ({
    type: 'put',
    key: `doc/${WORKSHOP}/${BOARD_DOC}/${part}/${number.toString(16).padStart(12, '0')}`,
    value,
  })
  await storage.commit([
    put('s', inSnapshot, Y.mergeUpdates(board.slice(0, inSnapshot))),
    ...board.slice(inSnapshot).map((update, at) => put('j', inSnapshot + at, update)),
  ])
  const harness = await startHarness({ storage })
  onTestFinished(() => harness.close())
  return harness
}

const openBoard = async (harness: Harness): Promise<MuxClient> => {
  const client = await openMux({ url: harness.url, workshop: WORKSHOP }, harness.add().token)
  onTestFinished(() => client.close())
  return client
}

const notesIn = (client: MuxClient): number => client.doc(BOARD_DOC).getMap('items').size

test.each([
  ['from its snapshot', NOTES],
  ['with much that came after its snapshot', NOTES - 100],
])('whoever takes what comes gets a board of 5 MB that nobody held, %s', async (_how, inSnapshot) => {
  const harness = await start(inSnapshot)
  const own = await openBoard(harness)
  own.open(BOARD_DOC)
  const stock = joinStock(harness, harness.add().token)
  onTestFinished(stock.destroy)
  await until('the stock client has it', () => stock.items.size === NOTES || stock.codes.length > 0)
  await until('our own client has it', () => notesIn(own) === NOTES || own.code() !== null)
  expect([stock.codes, own.code()]).toEqual([[], null])
  await stock.synced()
  expect([notesIn(own), stock.items.size]).toEqual([NOTES, NOTES])
  expect(harness.counted()).not.toContain(SLOW)
})

test('a large board that nobody takes waits for them, and what others write meanwhile ends it', async () => {
  const harness = await start(NOTES)
  const slow = await openBoard(harness)
  slow.open(BOARD_DOC)
  slow.socket.pause()
  const writer = joinStock(harness, harness.add().token)
  onTestFinished(writer.destroy)
  await writer.synced()
  expect(harness.counted()).not.toContain(SLOW)
  for (let written = 0; written < 60 && !harness.counted().includes(SLOW); written++) {
    writer.doc.transact(() => {
      for (let note = 0; note < 25; note++) writer.note('x'.repeat(WORDS))
    })
    await until('it was taken', () => harness.applied.length > written)
  }
  expect(harness.counted()).toContain(`${SLOW},why="slow"} 1`)
})
