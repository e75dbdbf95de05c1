/** One person of the example: the same HTTP calls and the same frames that an open page sends. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebSocket as Socket } from 'ws'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import type { Joined } from '../../shared/answers.ts'
import {
  BEARER_PREFIX,
  MESSAGE_ACK,
  MESSAGE_CLOSED,
  MESSAGE_SYNC,
  MUX_SUBPROTOCOL,
} from '../../shared/protocol.ts'

export interface PeerDeps {
  /** Where the server listens, e.g. `http://127.0.0.1:8420`. */
  readonly origin: string
  readonly fetch: typeof globalThis.fetch
  readonly WebSocket: new (address: string, protocols: readonly string[]) => Socket
}

/** Sends JSON, gets JSON. @throws Error with the server's words when it refuses. */
export const call = async <Answer>(
  { fetch, origin }: Pick<PeerDeps, 'fetch' | 'origin'>,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body: unknown,
  token?: string,
): Promise<Answer> => {
  const answer = await fetch(`${origin}/api${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  })
  const said: unknown = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`)
  // The server answers its own interface; its tests hold it to the schemas of shared/api.ts.
  return said as Answer
}

/** Someone in the workshop. */
export interface Peer {
  readonly person: string
  /** A call below the workshop's own address. */
  call<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer>
  /** Opens a document, lets `work` change it, and resolves with its answer once the server has stored that. */
  write<Answer>(document: string, work: (doc: Y.Doc) => Answer): Promise<Answer>
}

const frame = (document: string, write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, document)
  encoding.writeVarUint(encoder, MESSAGE_SYNC)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** Milliseconds after which a server that says nothing is given up. */
const PATIENCE = 20_000

/** Makes a peer of somebody who joined. */
export const createPeer = (
  deps: PeerDeps,
  workshop: string,
  { token, participant }: Pick<Joined, 'token' | 'participant'>,
): Peer => ({
  person: participant.id,
  call: (method, path, body) => call(deps, method, `/workshops/${workshop}${path}`, body, token),
  write: <Answer>(document: string, work: (doc: Y.Doc) => Answer) =>
    new Promise<Answer>((resolve, reject) => {
      const doc = new Y.Doc()
      const address = `${deps.origin.replace(/^http/, 'ws')}/api/workshops/${workshop}/sync`
      const socket = new deps.WebSocket(address, [MUX_SUBPROTOCOL, `${BEARER_PREFIX}${token}`])
      socket.binaryType = 'arraybuffer'
      let sent = 0
      let answered: { readonly answer: Answer } | null = null
      const end = (settle: () => void) => {
        clearTimeout(patience)
        socket.close()
        doc.destroy()
        settle()
      }
      const fail = (why: string) => end(() => reject(new Error(`${document}: ${why}`)))
      const patience = setTimeout(() => fail('the server did not answer'), PATIENCE)
      const send = (write: (encoder: encoding.Encoder) => void) => socket.send(frame(document, write))

      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === socket) return
        sent += 1
        send((encoder) => syncProtocol.writeUpdate(encoder, update))
      })
      socket.on('open', () => send((encoder) => syncProtocol.writeSyncStep1(encoder, doc)))
      socket.on('error', (error) => fail(error.message))
      socket.on('close', () => fail('the socket closed'))
      socket.on('message', (data: ArrayBuffer) => {
        const decoder = decoding.createDecoder(new Uint8Array(data))
        if (decoding.readVarString(decoder) !== document) return
        switch (decoding.readVarUint(decoder)) {
          case MESSAGE_SYNC: {
            const encoder = encoding.createEncoder()
            const type = syncProtocol.readSyncMessage(decoder, encoder, doc, socket)
            if (type === syncProtocol.messageYjsSyncStep1) {
              // The answer to the server's own step 1 counts as an update sent: see MESSAGE_ACK.
              sent += 1
              send((to) => encoding.writeUint8Array(to, encoding.toUint8Array(encoder)))
            }
            if (type !== syncProtocol.messageYjsSyncStep2 || answered) return
            answered = { answer: work(doc) }
            return
          }
          case MESSAGE_ACK: {
            const done = answered
            if (decoding.readVarUint(decoder) >= sent && done) end(() => resolve(done.answer))
            return
          }
          case MESSAGE_CLOSED:
            fail(`closed with ${decoding.readVarUint(decoder)} ${decoding.readVarString(decoder)}`)
        }
      })
    }),
})
