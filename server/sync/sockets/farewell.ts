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
 * Closes a socket. What was under way is read, a little in a turn, and thrown away; who goes on and on is cut off, of which `onCut`
 * hears. `stream` is what the socket reads from; `inTurn` calls back in the turn in which it is read on.
 */
export const sayGoodbye = (
  { socket, stream }: { readonly socket: WebSocket; readonly stream: Duplex },
  code: number,
  reason: string,
  onCut: () => void = () => {},
  inTurn: (then: () => void) => unknown = setImmediate,
): void => {
  let late = 0
  let isBroken = false
  const goOn = (): void => {
    if (!isBroken) socket.resume()
  }
  // Whatever it is: there may be little to read in it, but it has to be looked through.
  stream.on('data', (data: Uint8Array) => {
    const before = late
    late += data.byteLength
    if (late <= LIMITS.payload) {
      socket.pause()
      inTurn(goOn)
    } else if (before <= LIMITS.payload) {
      socket.terminate()
      onCut()
    }
  })
  // What breaks is left by `hearNoMore`.
  socket.once('error', () => (isBroken = true))
  // The answer can't be read otherwise.
  socket.resume()
  socket.close(code, shortReason(reason))
  setTimeout(() => socket.terminate(), FAREWELL).unref()
}

/** Stops reading a socket that was told why: by the WebSocket library, which would read on, or by us, where a flood comes. */
export const hearNoMore = (socket: WebSocket, stream: Duplex): void => {
  // It goes on reading in the next tick.
  process.nextTick(() => stream.pause())
  setTimeout(() => socket.terminate(), READING).unref()
}
