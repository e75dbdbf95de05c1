/** A large board, within all limits, is there for everybody who takes what comes, and holds nothing up for who does not. */
import { Duplex } from 'node:stream'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Write } from '../../server/storage/storage.ts'
import { updateFrame, type Frame } from '../../server/sync/frames.ts'
import { createAnswers, type Reader } from '../../server/sync/room/answers.ts'
import { createDeleted } from '../../server/sync/room/deleted.ts'
import { createShare } from '../../server/sync/share.ts'
import { createPost } from '../../server/sync/sockets/outbox.ts'
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
    const there = NOTES + 25 * (written + 1)
    await until(
      'it was taken, by whatever parts',
      async () => (await harness.sync.open(WORKSHOP, BOARD_DOC)).doc.getMap('items').size === there,
    )
  }
  expect(harness.counted()).toContain(`${SLOW},why="slow"} 1`)
})

test('whoever takes what comes is not too slow for much that was stored at once', async () => {
  const memory = createMemoryStorage()
  let held: Promise<void> | null = null
  const storage = {
    ...memory,
    async commit(writes: readonly Write[]) {
      await held
      await memory.commit(writes)
    },
  }
  const harness = await startHarness({ storage })
  onTestFinished(() => harness.close())
  const [writer, reader] = [1, 2].map(() => joinStock(harness, harness.add().token))
  if (!writer || !reader) throw new Error('nobody joined')
  for (const { destroy } of [writer, reader]) onTestFinished(destroy)
  await Promise.all([writer.synced(), reader.synced()])
  let letGo = (): void => {}
  held = new Promise((resolve) => (letGo = resolve))
  for (let note = 0; note < NOTES; note++) writer.note('x'.repeat(WORDS))
  await until('all of it came', () => harness.counted().includes(`kiteboard_updates_total ${NOTES}`))
  letGo()
  await until('it is read', () => reader.items.size === NOTES || reader.codes.length > 0)
  expect([reader.items.size, reader.codes]).toEqual([NOTES, []])
})

/** Answers about a document of so many frames. */
const longAnswers = () => {
  const doc = new Y.Doc()
  const all = 160
  const frames = Array.from({ length: all }, () => updateFrame(BOARD_DOC, new Uint8Array(64_000)))
  return {
    all,
    answersWith: (isHere: (from: Reader) => boolean) =>
      createAnswers<Reader>({
        name: BOARD_DOC,
        doc,
        deleted: createDeleted(doc),
        snapshot: { frames: () => frames, size: () => 0 },
        epoch: { isRetired: () => false },
        share: createShare(),
        isHere,
        whenDurable: (then) => then(),
      }),
  }
}

test('a long answer leaves as fast as it is taken: of all that it is, little waits', async () => {
  const { answersWith, all } = longAnswers()
  const taken: (() => void)[] = []
  const stream = new Duplex({
    read() {},
    write: (_chunk, _encoding, done) => void taken.push(done),
    writev: (_chunks, done) => void taken.push(done),
  })
  const outbox = createPost(() => {}).open(stream, () => true)
  let sent = 0
  let most = 0
  let answered = false
  const reader = {
    person: 'reader',
    send(frame: Frame) {
      sent += 1
      outbox.push(frame.wire(false))
      most = Math.max(most, outbox.waiting())
    },
    whenFree: outbox.whenFree,
    fail: (error: unknown) => {
      throw error
    },
  }
  const answers = answersWith((from) => from === reader && sent < all / 2)
  answers.answer(reader, new Map(), () => (answered = true))
  await until('what may wait is sent', () => sent > 0)
  for (let each = 0; each < 10; each++) await new Promise((resolve) => setImmediate(resolve))
  const atOnce = sent
  expect(atOnce).toBeLessThan(10)
  await until('some of it is taken', () => {
    for (const done of taken.splice(0)) done()
    return sent >= all / 2
  })
  expect(most).toBeLessThan(atOnce * 70_000)
  // They have gone: nothing more is sent to them.
  for (let each = 0; each < 10; each++) {
    for (const done of taken.splice(0)) done()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect([sent, answered]).toEqual([all / 2, false])
})
