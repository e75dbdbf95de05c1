import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { BARRED } from '../../../client/model/connection.ts'
import * as frames from '../../../client/model/frames.ts'
import { connectByHand } from './byHand.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A connection whose sockets the server closes. */
const start = () => {
  const { connection, sockets } = connectByHand({ random: 1 })
  /** The server answers, and then closes with a code. @returns ms until this device tries again */
  const closed = (code: number): number => {
    const socket = sockets.at(-1)
    socket?.onOpen()
    socket?.onMessage(frames.closed('stage'))
    socket?.onClose(code)
    const count = sockets.length
    let waited = 0
    for (; sockets.length === count && waited < 60_000; waited += 100) vi.advanceTimersByTime(100)
    return waited
  }
  return { connection, closed }
}

test('a server that asks for a pause gets a longer one each time, though it was reached', () => {
  const { connection, closed } = start()
  const waits = [closed(4529), closed(4529), closed(4508), closed(4529), closed(4529)]
  expect(waits).toEqual([...waits].sort((a, b) => a - b))
  expect(waits[0]).toBeGreaterThan(1_000)
  expect(waits.at(-1)).toBe(10_000)
  expect(connection.state.get()).toBe('offline')
  connection.close()
})

test('a server that restarts is asked again soon', () => {
  const { connection, closed } = start()
  expect([closed(1012), closed(1012), closed(1012)]).toEqual([400, 400, 400])
  connection.close()
})

test('a document that the server cannot serve is asked for ever less often', () => {
  let asked = 0
  // Its sync step 1 is what opens a document.
  const onSend = (bytes: Uint8Array): void => void (bytes.at(-2) === 1 && (asked += 1))
  const { connection, sockets, attach } = connectByHand({ random: 0.5, onSend })
  attach('stage')
  sockets[0]?.onOpen()
  const waits: number[] = []
  for (let turn = 0; turn < 5; turn++) {
    const before = asked
    sockets[0]?.onMessage(frames.closed('stage'))
    let waited = 0
    for (; asked === before && waited < 60_000; waited += 100) vi.advanceTimersByTime(100)
    waits.push(waited)
  }
  expect(waits).toEqual([1_500, 3_000, 6_000, 10_000, 10_000])
  connection.close()
})

test("a document is in step from the server's answer until the socket is gone", () => {
  const { connection, sockets, attach } = connectByHand({ random: 0 })
  const channel = attach('stage')
  const stands = () => [channel.synced.get(), channel.inStep.get()]
  const answer = () => sockets.at(-1)?.onMessage(frames.stepTwo('stage', Y.encodeStateAsUpdate(new Y.Doc())))
  sockets[0]?.onOpen()
  expect(stands()).toEqual([false, false])
  answer()
  expect(stands()).toEqual([true, true])
  sockets[0]?.onClose(1006)
  expect(stands()).toEqual([true, false])
  vi.advanceTimersByTime(1_000)
  sockets.at(-1)?.onOpen()
  expect(stands()).toEqual([true, false])
  answer()
  expect(stands()).toEqual([true, true])
  connection.close()
})

/** A server that answers as told, and sockets that break off unheard. */
const barredBy = async (answers: boolean[]) => {
  const { connection, sockets } = connectByHand({
    random: 0,
    answers: () => Promise.resolve(answers.shift() ?? true),
  })
  const seen: (number | null)[] = []
  for (let turn = 0; turn < 5; turn++) {
    sockets.at(-1)?.onClose(1006)
    await vi.advanceTimersByTimeAsync(0)
    seen.push(connection.closedBy.get())
    await vi.advanceTimersByTimeAsync(20_000)
  }
  return { connection, sockets, seen }
}

test('where the server answers, and no socket comes through, that is told; not of a server that restarts', async () => {
  const barred = await barredBy([])
  expect(barred.seen).toEqual([null, null, BARRED, BARRED, BARRED])
  // It is tried again all the same, and all is well as soon as one comes through.
  barred.sockets.at(-1)?.onOpen()
  expect(barred.connection.closedBy.get()).toBe(BARRED)
  barred.sockets.at(-1)?.onMessage(frames.closed('stage'))
  expect([barred.connection.closedBy.get(), barred.connection.state.get()]).toEqual([null, 'online'])
  barred.sockets.at(-1)?.onClose(1006)
  expect(barred.connection.closedBy.get()).toBe(null)
  barred.connection.close()
  const away = await barredBy([false, false, false, false])
  expect(away.seen).toEqual([null, null, null, null, null])
  away.connection.close()
  const restarts = await barredBy([false, false, true, false, true])
  expect(restarts.seen).toEqual([null, null, null, null, null])
  restarts.connection.close()
})

test.each([
  ['also where the clock was set back', -3_600_000, 36_000],
  ['and at once after the device slept', 3_600_000, 6_000],
])('a socket on which nothing is heard for half a minute is given up, %s', (_when, set, ms) => {
  const { connection, sockets } = connectByHand({ random: 1 })
  sockets[0]?.onOpen()
  sockets[0]?.onMessage(frames.closed('stage'))
  vi.setSystemTime(Date.now() + set)
  vi.advanceTimersByTime(ms)
  expect(sockets).toHaveLength(2)
  connection.close()
})
