/** Who is not welcome any more is not read for long either. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { hearNoMore, sayGoodbye } from '../../server/sync/sockets/farewell.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import { until } from './harness.ts'

/** A socket between us, and how many bytes the server has read of it. */
const meet = async (onSocket: (socket: WebSocket, stream: Duplex) => void) => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.payload })
  const server = createServer()
  let read = 0
  server.on('upgrade', (request, stream, head) => {
    stream.on('data', (data: Uint8Array) => (read += data.byteLength))
    sockets.handleUpgrade(request, stream, head, (socket) => onSocket(socket, stream))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const foe = new WebSocket(`ws://127.0.0.1:${port}`)
  let code: number | null = null
  foe.on('error', () => {})
  foe.on('close', (closed) => (code = closed))
  onTestFinished(() => {
    foe.terminate()
    server.close()
  })
  await once(foe, 'open')
  return { foe, read: () => read, gone: () => until('it is closed', () => code !== null), code: () => code }
}

/** Writes past the WebSocket library, which would not go on once it has heard the good-bye. */
const pour = (foe: WebSocket, ...pieces: readonly Uint8Array[]): void => {
  const inner: unknown = Reflect.get(foe, '_socket')
  if (!(inner instanceof Duplex)) throw new Error('no socket')
  for (const piece of pieces) inner.write(piece)
}

/** The head of a frame of so many bytes. */
const headOf = (bytes: number): Uint8Array => {
  const head = Buffer.alloc(14)
  head.set([0x82, 0xff])
  head.writeBigUInt64BE(BigInt(bytes), 2)
  return head
}

const MANY = 60
const FILLER = Buffer.alloc(900_000)

test('whoever goes on sending after the good-bye is cut off', async () => {
  const { foe, read, gone } = await meet((socket, stream) =>
    socket.once('message', () => sayGoodbye({ socket, stream }, CLOSE.tooFast, 'Enough.')),
  )
  for (let n = 0; n < MANY; n++) pour(foe, headOf(FILLER.byteLength), FILLER)
  await gone()
  expect(read()).toBeLessThan(5 * LIMITS.payload)
})

test('so is who goes on with signs of life, and of theirs little is read in a turn', async () => {
  const { foe, read, gone } = await meet((socket, stream) =>
    socket.once('message', () => sayGoodbye({ socket, stream }, CLOSE.tooFast, 'Enough.')),
  )
  foe.send('')
  // Pongs, masked with noughts.
  const signs = Buffer.concat(Array<Uint8Array>(150_000).fill(Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0)))
  for (let n = 0; n < MANY; n++) pour(foe, signs)
  let isGone = false
  const end = gone().then(() => (isGone = true))
  let most = 0
  for (let last = read(); !isGone; last = read()) {
    await new Promise((resolve) => setImmediate(resolve))
    most = Math.max(most, read() - last)
  }
  await end
  expect(most).toBeLessThan(3 * 65_536)
  expect(read()).toBeLessThan(2 * LIMITS.payload)
})

test('what follows a broken frame is not read, and its sender learns why', async () => {
  const { foe, read, gone, code } = await meet((socket, stream) =>
    socket.on('error', () => hearNoMore(socket, stream)),
  )
  pour(foe, headOf(200_000_000), ...Array<Uint8Array>(MANY).fill(FILLER))
  await gone()
  expect(read()).toBeLessThan(LIMITS.payload)
  expect(code()).toBe(1009)
})
