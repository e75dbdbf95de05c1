/** A bare client: one socket, as the app's or as a stock client's, which sends what it is told to and reads no more than it must. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import {
  MESSAGE_ACK,
  MESSAGE_AWARENESS,
  MESSAGE_CLOSED,
  MESSAGE_SYNC,
  MUX_SUBPROTOCOL,
  PLAIN_SUBPROTOCOL,
} from '../../shared/protocol.ts'

/** Where a client goes. */
export interface Place {
  /** Of the mux socket; or of the room, where there is no mux. */
  readonly url: string
  /** Name of the board's document. */
  readonly board: string
  /** Speaks `kiteboard.mux`, as the app does. */
  readonly mux: boolean
}

/** One message from a server. */
export type Told =
  | { readonly type: 'step-1' | 'step-2' | 'update' | 'presence'; readonly body: Uint8Array }
  | { readonly type: 'ack'; readonly stored: number }
  | { readonly type: 'closed'; readonly code: number }
  | { readonly type: 'other'; readonly code: number; readonly rest: decoding.Decoder }

const readSync = (decoder: decoding.Decoder): Told => {
  const type = decoding.readVarUint(decoder)
  const body = decoding.readVarUint8Array(decoder)
  return {
    type: type === messageYjsSyncStep1 ? 'step-1' : type === messageYjsSyncStep2 ? 'step-2' : 'update',
    body,
  }
}

/** Reads a frame; the document's name first where there is one. */
export const readTold = (data: Uint8Array, mux: boolean): { readonly name: string; readonly told: Told } => {
  const decoder = decoding.createDecoder(data)
  const name = mux ? decoding.readVarString(decoder) : ''
  const code = decoding.readVarUint(decoder)
  switch (code) {
    case MESSAGE_SYNC:
      return { name, told: readSync(decoder) }
    case MESSAGE_AWARENESS:
      return { name, told: { type: 'presence', body: decoding.readVarUint8Array(decoder) } }
    case MESSAGE_ACK:
      return { name, told: { type: 'ack', stored: decoding.readVarUint(decoder) } }
    case MESSAGE_CLOSED:
      return { name, told: { type: 'closed', code: decoding.readVarUint(decoder) } }
    default:
      return { name, told: { type: 'other', code, rest: decoder } }
  }
}

/** One entry of a y-protocols awareness message. */
export const awarenessOf = (client: number, clock: number, state: object): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
  })

/** Says what a client says, on whatever carries it. */
export interface Speaker {
  stepOne(name: string, stateVector: Uint8Array): void
  stepTwo(name: string, update: Uint8Array): void
  update(name: string, update: Uint8Array): void
  presence(name: string, body: Uint8Array): void
  /** Sends one message of any type. */
  message(name: string, type: number, write?: (encoder: encoding.Encoder) => void): void
}

export interface Peer extends Speaker {
  readonly socket: WebSocket
  /** The close code, once it is closed. */
  code(): number | null
  close(): void
}

/** @param mux whether the document's name leads each message */
export const speak = (mux: boolean, send: (data: Uint8Array) => void): Speaker => {
  const message: Speaker['message'] = (name, type, write) =>
    send(
      encoding.encode((encoder) => {
        if (mux) encoding.writeVarString(encoder, name)
        encoding.writeVarUint(encoder, type)
        write?.(encoder)
      }),
    )
  const sync = (name: string, type: number, body: Uint8Array): void =>
    message(name, MESSAGE_SYNC, (encoder) => {
      encoding.writeVarUint(encoder, type)
      encoding.writeVarUint8Array(encoder, body)
    })
  return {
    stepOne: (name, body) => sync(name, messageYjsSyncStep1, body),
    stepTwo: (name, body) => sync(name, messageYjsSyncStep2, body),
    update: (name, body) => sync(name, messageYjsUpdate, body),
    presence: (name, body) =>
      message(name, MESSAGE_AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, body)),
    message,
  }
}

/** Opens a socket, as the holder of a session. `onFrame` gets each frame as it comes. */
export const openPeer = (
  { url, board, mux }: Place,
  token: string,
  onFrame: (data: Buffer, peer: Peer) => void,
): Promise<Peer> => {
  const socket = mux
    ? new WebSocket(url, [MUX_SUBPROTOCOL, `bearer.${token}`], { perMessageDeflate: false })
    : new WebSocket(`${url}/${board}`, token ? [PLAIN_SUBPROTOCOL, `bearer.${token}`] : [], {
        perMessageDeflate: false,
      })
  let code: number | null = null
  const peer: Peer = {
    ...speak(mux, (data) => socket.readyState === WebSocket.OPEN && socket.send(data)),
    socket,
    code: () => code,
    close: () => socket.terminate(),
  }
  socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) onFrame(data, peer)
  })
  socket.on('close', (closed) => (code = closed))
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(peer))
    socket.once('error', reject)
    // What goes wrong later shows in the close code.
    socket.on('error', () => {})
  })
}
