import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createConnection, type SocketEvents } from '../../../client/model/connection.ts'
import * as frames from '../../../client/model/frames.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A connection whose sockets a test opens and closes by hand. */
const start = () => {
  const sockets: SocketEvents[] = []
  const connection = createConnection({
    openSocket: (events) => {
      sockets.push(events)
      return { send: () => undefined, close: () => undefined }
    },
    random: () => 1,
    signals: { onWake: () => () => undefined, onSleep: () => () => undefined },
  })
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
