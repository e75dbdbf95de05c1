/** A bare mux client: sends what it is told to, and keeps what it gets. For tests. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import {
  MESSAGE_ACK,
  MESSAGE_AWARENESS,
  MESSAGE_CLOSED,
  MESSAGE_MINE,
  MESSAGE_POINTERS,
  MESSAGE_PROOFS,
  MESSAGE_SYNC,
  MUX_SUBPROTOCOL,
} from '../../shared/protocol.ts'

/** A client id with its proof. */
export type Proven = readonly [client: number, proof: Uint8Array]

/** One message from the server, with the document it is about. */
export type MuxMessage =
  | {
      readonly type: 'step1' | 'step2' | 'update' | 'presence' | 'pointers'
      readonly name: string
      readonly body: Uint8Array
    }
  | { readonly type: 'ack'; readonly name: string; readonly stored: number }
  | { readonly type: 'proofs'; readonly name: string; readonly proofs: readonly Proven[] }
  | { readonly type: 'closed'; readonly name: string; readonly code: number; readonly reason: string }

const SYNC_TYPES = {
  [messageYjsSyncStep1]: 'step1',
  [messageYjsSyncStep2]: 'step2',
  [messageYjsUpdate]: 'update',
} as const

export const parseMux = (data: Uint8Array): MuxMessage => {
  const decoder = decoding.createDecoder(data)
  const name = decoding.readVarString(decoder)
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case MESSAGE_SYNC: {
      const kind = SYNC_TYPES[decoding.readVarUint(decoder) as 0 | 1 | 2]
      return { type: kind, name, body: decoding.readVarUint8Array(decoder) }
    }
    case MESSAGE_AWARENESS:
      return { type: 'presence', name, body: decoding.readVarUint8Array(decoder) }
    case MESSAGE_POINTERS:
      return { type: 'pointers', name, body: decoding.readTailAsUint8Array(decoder) }
    case MESSAGE_ACK:
      return { type: 'ack', name, stored: decoding.readVarUint(decoder) }
    case MESSAGE_PROOFS: {
      const read = (): Proven => [decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder)]
      return { type: 'proofs', name, proofs: Array.from({ length: decoding.readVarUint(decoder) }, read) }
    }
    case MESSAGE_CLOSED:
      return {
        type: 'closed',
        name,
        code: decoding.readVarUint(decoder),
        reason: decoding.readVarString(decoder),
      }
    default:
      throw new Error(`unknown message ${type}`)
  }
}

const syncFrame = (name: string, type: number, body: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, name)
    encoding.writeVarUint(encoder, MESSAGE_SYNC)
    encoding.writeVarUint(encoder, type)
    encoding.writeVarUint8Array(encoder, body)
  })

export interface MuxClient {
  readonly socket: WebSocket
  /** All that came, in order. */
  readonly messages: MuxMessage[]
  /** The socket's close code, once it is closed. */
  code(): number | null
  /** Documents as the server has shown them. */
  doc(name: string): Y.Doc
  /** Sends sync step 1: opens the document. */
  open(name: string): void
  update(name: string, update: Uint8Array): void
  stepTwo(name: string, update: Uint8Array): void
  /** Asks for presence in its compact form. */
  pointers(name: string): void
  /** Says under which client ids it wrote, with what proves it. */
  mine(name: string, clients: readonly (number | Proven)[]): void
  /** What the server gave so far. */
  proofs(name: string): ReadonlyMap<number, Uint8Array>
  /** The highest acknowledgement for a document so far. */
  acked(name: string): number
  closed(name: string): number | null
  /** Says that it no longer holds a document. */
  leave(name: string): void
  close(): void
}

/** Opens a mux socket with a bearer token. `onMessage` sees each message as it arrives. */
export const openMux = async (
  { url, workshop }: { readonly url: string; readonly workshop: string },
  token: string,
  onMessage: (message: MuxMessage) => void = () => {},
): Promise<MuxClient> => {
  const socket = new WebSocket(`${url}/api/workshops/${workshop}/sync`, [MUX_SUBPROTOCOL, `bearer.${token}`])
  const messages: MuxMessage[] = []
  const docs = new Map<string, Y.Doc>()
  let code: number | null = null
  const doc = (name: string): Y.Doc => {
    const known = docs.get(name) ?? new Y.Doc()
    docs.set(name, known)
    return known
  }
  socket.on('message', (data) => {
    if (!(data instanceof Uint8Array)) return
    const message = parseMux(data)
    messages.push(message)
    if (message.type === 'step2' || message.type === 'update') Y.applyUpdate(doc(message.name), message.body)
    onMessage(message)
  })
  socket.on('close', (closeCode) => (code = closeCode))
  socket.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    socket,
    messages,
    code: () => code,
    doc,
    open: (name) => socket.send(syncFrame(name, messageYjsSyncStep1, Y.encodeStateVector(doc(name)))),
    update: (name, update) => socket.send(syncFrame(name, messageYjsUpdate, update)),
    stepTwo: (name, update) => socket.send(syncFrame(name, messageYjsSyncStep2, update)),
    pointers: (name) =>
      socket.send(
        encoding.encode((encoder) => {
          encoding.writeVarString(encoder, name)
          encoding.writeVarUint(encoder, MESSAGE_POINTERS)
        }),
      ),
    mine: (name, clients) =>
      socket.send(
        encoding.encode((encoder) => {
          encoding.writeVarString(encoder, name)
          encoding.writeVarUint(encoder, MESSAGE_MINE)
          encoding.writeVarUint(encoder, clients.length)
          for (const each of clients) {
            const [client, proof] = typeof each === 'number' ? [each, new Uint8Array()] : each
            encoding.writeVarUint(encoder, client)
            encoding.writeVarUint8Array(encoder, proof)
          }
        }),
      ),
    proofs: (name) =>
      new Map(
        messages.flatMap((message) =>
          message.type === 'proofs' && message.name === name ? message.proofs : [],
        ),
      ),
    acked: (name) =>
      messages.reduce(
        (most, message) => (message.type === 'ack' && message.name === name ? message.stored : most),
        0,
      ),
    closed: (name) => {
      const last = messages.findLast((message) => message.type === 'closed' && message.name === name)
      return last?.type === 'closed' ? last.code : null
    },
    leave: (name) =>
      socket.send(
        encoding.encode((encoder) => {
          encoding.writeVarString(encoder, name)
          encoding.writeVarUint(encoder, MESSAGE_CLOSED)
          encoding.writeVarUint(encoder, 1000)
          encoding.writeVarString(encoder, '')
        }),
      ),
    close: () => socket.close(),
  }
}
