/** The frames of the multiplexed socket, written and read. See shared/protocol.ts. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  MESSAGE_ACK,
  MESSAGE_AWARENESS,
  MESSAGE_CLOSED,
  MESSAGE_MINE,
  MESSAGE_POINTERS,
  MESSAGE_PROOFS,
  MESSAGE_SYNC,
} from '../../shared/protocol.ts'

/** y-protocols' own sync messages. */
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2

/** What the server said about one document. */
export type Heard =
  | { readonly type: 'step-1'; readonly stateVector: Uint8Array }
  | { readonly type: 'update'; readonly answer: boolean; readonly update: Uint8Array }
  /** Who is here; null where it says no more than that the server lives. */
  | { readonly type: 'presence'; readonly body: Uint8Array | null }
  | { readonly type: 'ack'; readonly stored: number }
  /** Client ids under which I was the first to write, with what proves it. */
  | { readonly type: 'proofs'; readonly proofs: readonly Proven[] }
  | { readonly type: 'closed'; readonly code: number }

/** A client id with its proof; empty where there is none yet. */
export type Proven = readonly [client: number, proof: Uint8Array]

const frame = (name: string, write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> => {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, name)
  write(encoder)
  return new Uint8Array(encoding.toUint8Array(encoder))
}

const sync = (name: string, type: number, body: Uint8Array) =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_SYNC)
    encoding.writeVarUint(encoder, type)
    encoding.writeVarUint8Array(encoder, body)
  })

export const stepOne = (name: string, stateVector: Uint8Array) => sync(name, STEP_1, stateVector)
export const stepTwo = (name: string, update: Uint8Array) => sync(name, STEP_2, update)
export const update = (name: string, body: Uint8Array) => sync(name, UPDATE, body)

export const presence = (name: string, body: Uint8Array) =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_AWARENESS)
    encoding.writeVarUint8Array(encoder, body)
  })

/** I read presence in its compact form. */
export const pointers = (name: string) =>
  frame(name, (encoder) => encoding.writeVarUint(encoder, MESSAGE_POINTERS))

/** Under these client ids I wrote here. */
export const mine = (name: string, told: readonly Proven[]) =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_MINE)
    encoding.writeVarUint(encoder, told.length)
    for (const [client, proof] of told) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint8Array(encoder, proof)
    }
  })

/** I no longer hold this document. */
export const closed = (name: string) =>
  frame(name, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE_CLOSED)
    encoding.writeVarUint(encoder, 1000)
    encoding.writeVarString(encoder, '')
  })

/** Reads a frame; null when it is none that this version knows. */
export const read = (bytes: Uint8Array): { readonly name: string; readonly heard: Heard } | null => {
  try {
    const decoder = decoding.createDecoder(bytes)
    const name = decoding.readVarString(decoder)
    const heard = readBody(decoder)
    return heard && { name, heard }
  } catch {
    return null
  }
}

const readBody = (decoder: decoding.Decoder): Heard | null => {
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE_SYNC: {
      const type = decoding.readVarUint(decoder)
      const body = decoding.readVarUint8Array(decoder)
      if (type === STEP_1) return { type: 'step-1', stateVector: body }
      if (type === STEP_2 || type === UPDATE) return { type: 'update', answer: type === STEP_2, update: body }
      return null
    }
    case MESSAGE_AWARENESS:
      return { type: 'presence', body: null }
    case MESSAGE_POINTERS:
      return { type: 'presence', body: decoding.readTailAsUint8Array(decoder) }
    case MESSAGE_PROOFS: {
      const read = (): Proven => [decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder)]
      return { type: 'proofs', proofs: Array.from({ length: decoding.readVarUint(decoder) }, read) }
    }
    case MESSAGE_ACK:
      return { type: 'ack', stored: decoding.readVarUint(decoder) }
    case MESSAGE_CLOSED:
      // The reason after it is for other programs: people read our own words, by the code.
      return { type: 'closed', code: decoding.readVarUint(decoder) }
    default:
      return null
  }
}
