/** A socket that sends whatever it is told to, on one document. For tests of what must not work. */
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import { MESSAGE_AWARENESS, MESSAGE_SYNC } from '../../shared/protocol.ts'
import { BOARD_DOC, until, WORKSHOP } from './harness.ts'

export interface RawClient {
  readonly socket: WebSocket
  readonly received: Uint8Array[]
  code(): number | null
  send(data: Uint8Array | string): void
  /** Sends a sync message: 0 step 1, 1 step 2, 2 update. */
  sync(type: number, body: Uint8Array): void
  presence(...entries: { client: number; clock: number; state: unknown }[]): void
  closed(): Promise<number | null>
}

export const joinRaw = async (url: string, token: string, document = BOARD_DOC): Promise<RawClient> => {
  const socket = new WebSocket(`${url}/api/workshops/${WORKSHOP}/sync/${document}`, [
    'kiteboard',
    `bearer.${token}`,
  ])
  const received: Uint8Array[] = []
  let code: number | null = null
  socket.on('message', (data) => {
    if (data instanceof Uint8Array) received.push(new Uint8Array(data))
  })
  socket.on('close', (closeCode) => (code = closeCode))
  socket.on('error', () => {})
  await until('the server has greeted', () => received.length > 0 || code !== null)
  const send = (data: Uint8Array | string): void => socket.send(data)
  return {
    socket,
    received,
    code: () => code,
    send,
    sync: (type, body) =>
      send(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, MESSAGE_SYNC)
          encoding.writeVarUint(encoder, type)
          encoding.writeVarUint8Array(encoder, body)
        }),
      ),
    presence: (...entries) =>
      send(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, MESSAGE_AWARENESS)
          encoding.writeVarUint8Array(
            encoder,
            encoding.encode((inner) => {
              encoding.writeVarUint(inner, entries.length)
              for (const { client, clock, state } of entries) {
                encoding.writeVarUint(inner, client)
                encoding.writeVarUint(inner, clock)
                encoding.writeVarString(inner, JSON.stringify(state))
              }
            }),
          )
        }),
      ),
    async closed() {
      await until('closed', () => code !== null)
      return code
    },
  }
}
