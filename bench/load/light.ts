/**
 * A client's socket as light as can be, so that a thousand of them leave the processor to the server: whole frames straight off
 * the connection, and a mask of noughts, under which bytes stay as they are.
 */
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { PLAIN_SUBPROTOCOL, MUX_SUBPROTOCOL } from '../../shared/protocol.ts'
import { speak, type Place, type Speaker } from '../support/peer.ts'

/** Operation codes of WebSocket frames (RFC 6455, 5.2), with the bit that says that a frame is whole. */
const BINARY = 0x82
const CLOSE = 0x88
const PING = 0x89
const PONG = 0x8a

/** A person on such a socket. */
export interface LightPeer extends Speaker {
  /** The close code, once it is closed. */
  code(): number | null
  close(): void
}

/** One frame of a client, masked with noughts. */
const masked = (first: number, body: Uint8Array): Buffer => {
  const { byteLength } = body
  const lengthBytes = byteLength < 126 ? 0 : byteLength < 65_536 ? 2 : 8
  const head = 2 + lengthBytes
  const whole = Buffer.alloc(head + 4 + byteLength)
  whole[0] = first
  whole[1] = 0x80 | (lengthBytes === 0 ? byteLength : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) whole.writeUInt16BE(byteLength, 2)
  if (lengthBytes === 8) whole.writeBigUInt64BE(BigInt(byteLength), 2)
  whole.set(body, head + 4)
  return whole
}

/** Reads whole frames of a server out of pieces as they come; a long one is put together once, when all of it is there. */
const createReader = (onFrame: (first: number, body: Buffer) => void): ((piece: Buffer) => void) => {
  let pieces: Buffer[] = []
  let have = 0
  /** Bytes without which nothing more can be told. */
  let need = 2
  return (piece) => {
    pieces.push(piece)
    have += piece.length
    if (have < need) return
    const bytes = pieces.length === 1 ? piece : Buffer.concat(pieces)
    let at = 0
    const lacks = (more: number): boolean => bytes.length < at + (need = more)
    for (;;) {
      if (lacks(2)) break
      const short = bytes.readUInt8(at + 1)
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (lacks(head)) break
      const length =
        short < 126
          ? short
          : short === 126
            ? bytes.readUInt16BE(at + 2)
            : Number(bytes.readBigUInt64BE(at + 2))
      if (lacks(head + length)) break
      onFrame(bytes.readUInt8(at), bytes.subarray(at + head, at + head + length))
      at += head + length
    }
    pieces = at < bytes.length ? [bytes.subarray(at)] : []
    have = bytes.length - at
  }
}

const upgrade = ({ url, board, mux }: Place, token: string): Promise<{ stream: Duplex; head: Buffer }> =>
  new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(mux ? url : `${url}/${board}`)
    const asked = request({
      hostname,
      port,
      path: pathname,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        ...(token && {
          'sec-websocket-protocol': `${mux ? MUX_SUBPROTOCOL : PLAIN_SUBPROTOCOL}, bearer.${token}`,
        }),
      },
    })
    asked.once('upgrade', (_reply, stream, head) => resolve({ stream, head }))
    asked.once('response', ({ statusCode }) => reject(new Error(`no socket: ${statusCode}`)))
    asked.once('error', reject)
    asked.end()
  })

/** Opens one, as the holder of a session. `onFrame` gets each message as it comes. */
export const openLight = async (
  place: Place,
  token: string,
  onFrame: (data: Buffer, peer: LightPeer) => void,
): Promise<LightPeer> => {
  const { stream, head } = await upgrade(place, token)
  let code: number | null = null
  const peer: LightPeer = {
    ...speak(place.mux, (data) => code === null && stream.write(masked(BINARY, data))),
    code: () => code,
    close: () => stream.destroy(),
  }
  const read = createReader((first, body) => {
    if (first === BINARY) onFrame(body, peer)
    else if (first === PING) stream.write(masked(PONG, body))
    else if (first === CLOSE) code ??= body.length >= 2 ? body.readUInt16BE(0) : 1005
  })
  // What goes wrong shows in the close code.
  stream.on('error', () => {})
  stream.on('close', () => (code ??= 1006))
  stream.on('data', read)
  if (head.length > 0) read(head)
  return peer
}
