/** The frames that the server sends. A frame is built once and shared by all who receive it. */
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import { writePointers, type PointerEntry } from '../../shared/pointers.ts'
import {
  MESSAGE_ACK,
  MESSAGE_AWARENESS,
  MESSAGE_CLOSED,
  MESSAGE_POINTERS,
  MESSAGE_PROOFS,
  MESSAGE_SYNC,
} from '../../shared/protocol.ts'

/** One message, as a stock client gets it and as a mux client does; each is made at first use. */
export interface Frame {
  /** The message by itself. */
  readonly plain: Uint8Array
  /** The whole WebSocket frame, header and all; on a mux socket the message is led by its document's name. */
  wire(mux: boolean): Uint8Array
}

/** A WebSocket frame around a binary message (RFC 6455, 5.2): whole, and unmasked, as a server sends it. */
const wrap = (message: Uint8Array): Uint8Array => {
  const { byteLength } = message
  const header = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10
  const whole = Buffer.allocUnsafe(header + byteLength)
  whole[0] = 0x82
  if (header === 2) whole[1] = byteLength
  else if (header === 4) {
    whole[1] = 126
    whole.writeUInt16BE(byteLength, 2)
  } else {
    whole[1] = 127
    whole.writeBigUInt64BE(BigInt(byteLength), 2)
  }
  whole.set(message, header)
  return whole
}

const frame = (name: string, write: (encoder: encoding.Encoder) => void): Frame => {
  const lead = (encoder: encoding.Encoder): void => {
    encoding.writeVarString(encoder, name)
    write(encoder)
  }
  let plain: Uint8Array | null = null
  let stock: Uint8Array | null = null
  let muxed: Uint8Array | null = null
  return {
    get plain() {
      return (plain ??= encoding.encode(write))
    },
    wire: (mux) => (mux ? (muxed ??= wrap(encoding.encode(lead))) : (stock ??= wrap(encoding.encode(write)))),
  }
}

const sync = (name: string, type: number, body: Uint8Array): Frame =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_SYNC)
    encoding.writeVarUint(encoder, type)
    encoding.writeVarUint8Array(encoder, body)
  })

/** Says what we have, and asks for the rest. */
export const stepOneFrame = (name: string, stateVector: Uint8Array): Frame =>
  sync(name, messageYjsSyncStep1, stateVector)
/** Answers that with what they lack. */
export const stepTwoFrame = (name: string, update: Uint8Array): Frame =>
  sync(name, messageYjsSyncStep2, update)
/** Tells of a change. */
export const updateFrame = (name: string, update: Uint8Array): Frame => sync(name, messageYjsUpdate, update)

/** One entry of an awareness message; `state` is JSON, `null` for somebody who left. */
export interface PresenceEntry {
  readonly client: number
  readonly clock: number
  readonly state: string
}

/** An awareness message; an empty one is a sign of life. */
export const presenceFrame = (name: string, entries: readonly PresenceEntry[]): Frame =>
  frame(name, (encoder) => {
    const body = encoding.encode((inner) => {
      encoding.writeVarUint(inner, entries.length)
      for (const { client, clock, state } of entries) {
        encoding.writeVarUint(inner, client)
        encoding.writeVarUint(inner, clock)
        encoding.writeVarString(inner, state)
      }
    })
    encoding.writeVarUint(encoder, MESSAGE_AWARENESS)
    encoding.writeVarUint8Array(encoder, body)
  })

/** Presence in its compact form; only for mux clients that asked for it. */
export const pointersFrame = (name: string, entries: readonly PointerEntry[]): Frame =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_POINTERS)
    writePointers(encoder, entries)
  })

/** Says that so many messages of theirs are durable. */
export const ackFrame = (name: string, stored: number): Frame =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_ACK)
    encoding.writeVarUint(encoder, stored)
  })

/** Gives what proves who wrote under client ids; only to whoever did. */
export const proofsFrame = (name: string, proofs: readonly (readonly [number, Uint8Array])[]): Frame =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_PROOFS)
    encoding.writeVarUint(encoder, proofs.length)
    for (const [client, proof] of proofs) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint8Array(encoder, proof)
    }
  })

/** Says that a document is closed on this socket, which itself stays open. */
export const closedFrame = (name: string, code: number, reason: string): Frame =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_CLOSED)
    encoding.writeVarUint(encoder, code)
    encoding.writeVarString(encoder, reason)
  })
