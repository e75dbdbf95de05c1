/** What came before it made sense waits for the rest: little of it, not for ever, and without what came beside it. */
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createHeld } from '../../server/sync/sockets/held.ts'
import { createUnfinished } from '../../server/sync/sockets/unfinished.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { startHarness, until } from './harness.ts'
import { joinRaw, type RawClient } from './rawClient.ts'

afterEach(() => {
  vi.useRealTimers()
})

const holdFor = (isComing: () => boolean = () => false) => {
  const counted: number[] = []
  const late: string[] = []
  const unfinished = {
    came: (bytes: number) => void counted.push(bytes),
    leave: () => void counted.splice(0),
  }
  return {
    held: createHeld({ watch: () => unfinished, isComing, onLate: () => late.push('late') }),
    counted,
    late,
  }
}

test('what is held keeps no more than itself in memory', () => {
  const { held, counted } = holdFor()
  const chunk = new ArrayBuffer(64_000)
  for (let n = 0; n < 5; n++) held.add(new Uint8Array(chunk, n * 80, 80))
  expect(counted.every((bytes) => bytes > 80)).toBe(true)
  const all = held.take()
  expect(all.map(({ buffer }) => buffer.byteLength)).toEqual([80, 80, 80, 80, 80])
  expect(counted).toEqual([])
  expect(held.isEmpty()).toBe(true)
})

test('of what waits, just as many updates are held as may be, and then no more', () => {
  const { held } = holdFor()
  onTestFinished(held.leave)
  for (let n = 0; n < LIMITS.held.messages; n++) held.add(Uint8Array.of(0))
  expect(() => held.add(Uint8Array.of(0))).toThrow('gaps')
})

test('a document is closed for now where what is held waits in vain; not while a long answer is under way, or came', () => {
  vi.useFakeTimers()
  const coming = { isSo: true }
  const [slow, done, gone] = [holdFor(() => coming.isSo), holdFor(), holdFor()]
  for (const { held } of [slow, done, gone]) held.add(Uint8Array.of(1))
  done.held.answered()
  gone.held.leave()
  vi.advanceTimersByTime(10 * LIMITS.held.ms)
  expect([slow, done, gone].map(({ late }) => late)).toEqual([[], [], []])
  coming.isSo = false
  vi.advanceTimersByTime(LIMITS.held.ms)
  expect([slow, done, gone].map(({ late }) => late)).toEqual([['late'], [], []])
  expect(vi.getTimerCount()).toBe(0)
})

test('what one person holds counts with all else of theirs that is not whole', () => {
  const watch = createUnfinished({ perPerson: 1_000, perAddress: 10_000 })
  const cut: number[] = []
  const open = (name: number) => {
    const unfinished = watch({ person: 'p', address: 'a' }, () => cut.push(name))
    return {
      unfinished,
      held: createHeld({ watch: () => unfinished, isComing: () => false, onLate: () => {} }),
    }
  }
  const [first, second, third] = [open(1), open(2), open(3)]
  first.held.add(new Uint8Array(250))
  second.held.add(new Uint8Array(250))
  expect(cut).toEqual([])
  third.unfinished.came(200)
  expect(cut).toEqual([1])
  for (const { held } of [first, second, third]) held.leave()
})

test('what is taken in of somebody who has left counts as theirs no more, and waits for nothing', () => {
  vi.useFakeTimers()
  const { held, counted, late } = holdFor()
  held.add(Uint8Array.of(1))
  held.leave()
  held.add(Uint8Array.of(2))
  expect([counted, vi.getTimerCount(), held.isEmpty(), held.take()]).toEqual([[], 0, true, []])
  expect(late).toEqual([])
})

/** An update of most of a megabyte, whose beginning is kept back. */
const withoutBeginning = (): Uint8Array => {
  const doc = new Y.Doc()
  const items = doc.getMap('items')
  items.set('a'.repeat(20), new Y.Map())
  const vector = Y.encodeStateVector(doc)
  const item = new Y.Map()
  for (let field = 0; field < 45; field++) item.set(`t${field}`, new Y.Text('x'.repeat(19_000)))
  items.set('b'.repeat(20), item)
  return Y.encodeStateAsUpdate(doc, vector)
}

test('however many sockets somebody has, little is held of theirs', async () => {
  const harness = await startHarness()
  const foe = harness.add()
  const sockets: RawClient[] = []
  for (let n = 0; n < 8; n++) sockets.push(await joinRaw(harness.url, foe.token))
  const update = withoutBeginning()
  for (const socket of sockets) socket.sync(2, update)
  const open = () => sockets.filter(({ code }) => code() === null)
  const most = Math.floor(LIMITS.unfinished.perPerson / update.byteLength)
  await until('those who held first are told to come again', () => open().length === most)
  expect(new Set(sockets.map(({ code }) => code()))).toEqual(new Set([4529, null]))
  for (const { socket } of sockets) socket.terminate()
  await harness.close()
})
