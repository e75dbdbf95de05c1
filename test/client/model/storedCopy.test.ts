import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { openDocument } from '../../../client/model/document.ts'
import * as frames from '../../../client/model/frames.ts'
import { createIndexedDbKeep } from '../../../client/model/keep.ts'
import { createLater } from '../../../client/model/later.ts'
import { createMemory } from '../../../client/model/memory.ts'
import { MESSAGE_ACK } from '../../../shared/protocol.ts'
import { connectByHand } from './byHand.ts'
import { createFaultyIndexedDb, fakeRanges, FAULTS, type Fault } from './faultyIndexedDb.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const NAME = 'board:one'
const COPY = 'kiteboard:w:board:one'

/** The server's message that so many updates are stored. */
const acknowledged = (count: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, NAME)
    encoding.writeVarUint(encoder, MESSAGE_ACK)
    encoding.writeVarUint(encoder, count)
  })

const wordsIn = (doc: Y.Doc): string =>
  [...doc.getMap<string>('items')]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, word]) => word)
    .join('')

/** What a device would read that opens the copy now. */
const readAnew = async (keep: ReturnType<typeof createIndexedDbKeep>) => {
  const doc = new Y.Doc()
  const kept = keep.open(COPY, doc)
  await vi.advanceTimersByTimeAsync(100)
  const isRead = await kept.loaded
  await kept.close()
  return { isRead, text: wordsIn(doc) }
}

/** A page with a document open, a device that fails as told, and a server that stores what it is sent. */
const start = (faults: Fault[] = []) => {
  // The time is the test's own, which alone moves it.
  const later = createLater()
  const device = createFaultyIndexedDb(() => faults.shift() ?? 'none', later)
  const keep = createIndexedDbKeep(device.factory, fakeRanges)
  const server = new Y.Doc()
  let stored = 0
  let acknowledges = true
  const hear = (bytes: Uint8Array) => later.after(1, () => sockets.at(-1)?.onMessage(bytes))
  const { connection, sockets } = connectByHand({
    random: 0,
    onSend(bytes) {
      const { heard } = frames.read(bytes) ?? {}
      // It counts from nought when it opens a document anew.
      if (heard?.type === 'closed') stored = 0
      else if (heard?.type === 'step-1') {
        hear(frames.stepOne(NAME, Y.encodeStateVector(server)))
        hear(frames.stepTwo(NAME, Y.encodeStateAsUpdate(server, heard.stateVector)))
      } else if (heard?.type === 'update') {
        Y.applyUpdate(server, heard.update)
        if (acknowledges) hear(acknowledged(++stored))
      }
    },
  })
  sockets[0]?.onOpen()
  const doc = new Y.Doc()
  let typed = 0
  let keeps = true
  let remembered: unknown = null
  const document = openDocument({
    connection,
    keep,
    name: NAME,
    copy: COPY,
    doc,
    presence: null,
    waiting: 0,
    unsaved: {
      take: () => Promise.resolve(),
      keep(parts) {
        remembered = parts
        return true
      },
      quiet: false,
    },
    ownIds: createMemory(null).ownIds('w', NAME, 'me'),
    neverWritten: () => false,
    onRefused: () => undefined,
    onAhead: () => false,
    onUnsaved: () => undefined,
    onKept: (now) => {
      keeps = now
    },
    onAgain: () => undefined,
  })
  const words = () => wordsIn(doc)
  return {
    device,
    keep,
    document,
    words,
    type: (letters: string) => doc.getMap('items').set(String(typed++), letters),
    stored: () => wordsIn(server),
    keeps: () => keeps,
    remembered: () => remembered,
    forget: () => {
      remembered = null
    },
    refuseToAcknowledge: () => {
      acknowledges = false
    },
    async close() {
      await document.close()
      connection.close()
    },
  }
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a document’s copy on this device', () => {
  test('whatever the device does, at any moment, what is typed is sent and acknowledged; and kept again once it can', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...FAULTS), { maxLength: 40 }),
        fc.array(
          fc.oneof(
            { weight: 3, arbitrary: fc.record({ does: fc.constant('type'), ms: fc.nat(5) }) },
            fc.record({
              does: fc.constantFrom('wipe', 'flush', 'read'),
              ms: fc.constantFrom(0, 5, 1_000, 20_000),
            }),
          ),
          { maxLength: 15 },
        ),
        async (faults, steps) => {
          const left = [...faults]
          const page = start(left)
          await wait(4_000)
          let letters = 0
          for (const { does, ms } of steps) {
            if (does === 'wipe') page.device.wipe()
            else if (does === 'type') page.type(String(letters++ % 10))
            else void page.document.settled()
            await wait(ms)
            expect(page.words()).toHaveLength(letters)
          }
          await wait(10)
          expect(page.stored()).toBe(page.words())
          expect(page.document.waiting.get()).toBe(0)

          // The device is well again.
          left.length = 0
          await wait(100_000)
          page.type('!')
          await wait(100)
          expect(page.stored()).toBe(page.words())
          expect(page.keeps()).toBe(true)
          expect(await readAnew(page.keep)).toEqual({ isRead: true, text: page.words() })
          await page.close()
          expect(page.device.openNow()).toBe(0)
        },
      ),
      { numRuns: 40 },
    ))

  test('site data that are cleared under an open page are written anew, with what waits', async () => {
    const page = start()
    await wait(100)
    page.refuseToAcknowledge()
    page.type('Before. ')
    await wait(300)
    page.device.wipe()
    page.forget()
    page.type('After.')
    await wait(100)
    expect(page.document.waiting.get()).toBe(2)
    expect(JSON.stringify(page.remembered())).toContain('items')
    expect(page.keeps()).toBe(true)
    expect(await readAnew(page.keep)).toEqual({ isRead: true, text: 'Before. After.' })
    await page.close()
  })

  test.each(FAULTS.filter((fault) => fault !== 'none'))(
    'a device that fails again and again (%s) is told of, until it keeps again',
    async (fault) => {
      const faults: Fault[] = []
      const page = start(faults)
      // It was well for long.
      await wait(60_000)
      expect(page.keeps()).toBe(true)
      faults.push(...Array.from({ length: 6 }, () => fault))
      page.type('Is it kept?')
      for (let waited = 0; page.keeps() && waited < 60_000; waited += 100) await wait(100)
      // What is closed or wiped is there again at once.
      if (fault !== 'wiped' && fault !== 'closes') expect(page.keeps()).toBe(false)
      expect(page.document.waiting.get()).toBe(0)
      await wait(150_000)
      expect(page.keeps()).toBe(true)
      expect(await readAnew(page.keep)).toEqual({ isRead: true, text: 'Is it kept?' })
      await page.close()
    },
  )
})
