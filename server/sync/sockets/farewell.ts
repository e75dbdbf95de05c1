/** How a socket is left: the other side learns why, and is not heard for long any more. */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { LIMITS } from '../../../shared/protocol.ts'
import { shortReason } from '../refuse.ts'

/** Milliseconds that the other side has to answer before the socket is cut. */
const FAREWELL = 2_000

/** Milliseconds that it has to read why, when no answer can be read. */
const READING = 250

/**
 * Closes a socket. What was under way is read and thrown away; who goes on and on is cut off, of which `onCut` hears.
 */
export const sayGoodbye = (
  socket: WebSocket,
  code: number,
  reason: string,
  onCut: () => void = () => {},
): void => {
  let late = 0
  socket.on('message', (data) => {
    const before = late
    if (data instanceof Uint8Array) late += data.byteLength
    if (late <= LIMITS.payload || before > LIMITS.payload) return
    socket.terminate()
    onCut()
  })
  // The answer can't be read otherwise.
  socket.resume()
  socket.close(code, shortReason(reason))
  setTimeout(() => socket.terminate(), FAREWELL).unref()
}

/** Leaves a socket that the WebSocket library has refused. It says why by itself, but would read on whatever else comes. */
export const hearNoMore = (socket: WebSocket, stream: Duplex): void => {
  // It goes on reading in the next tick.
  process.nextTick(() => stream.pause())
  setTimeout(() => socket.terminate(), READING).unref()
}
