/** What a foe puts on the wire, one blow at a time. */
import * as encoding from 'lib0/encoding'
import { MESSAGE_AWARENESS, MESSAGE_SYNC } from '../../shared/protocol.ts'

/** What one blow puts on the wire. */
export type Blow =
  | { readonly type: 'binary' | 'text'; readonly data: Uint8Array }
  /** Pieces of one message. */
  | { readonly type: 'fragments'; readonly count: number }
  /** Bytes past the WebSocket library, straight into the socket. */
  | { readonly type: 'raw'; readonly data: Uint8Array; readonly repeat: number }

export interface Attack {
  readonly name: string
  /** Blows are counted by this. @returns what is sent next */
  blow(board: string, turn: number): Blow
  /** Frames that one blow is. */
  readonly frames?: number
  /** Each blow goes on a socket of its own, which the server has to close. */
  readonly alone?: boolean
  /** At most so many blows, where one costs much. */
  readonly most?: number
}

/** One message about a board. */
export const message = (
  board: string,
  type: number,
  write: (encoder: encoding.Encoder) => void,
): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, board)
    encoding.writeVarUint(encoder, type)
    write(encoder)
  })

/** A message of the sync protocol: 0 and 1 are its steps, 2 an update. */
export const sync = (board: string, type: number, body: Uint8Array): Blow => ({
  type: 'binary',
  data: message(board, MESSAGE_SYNC, (encoder) => {
    encoding.writeVarUint(encoder, type)
    encoding.writeVarUint8Array(encoder, body)
  }),
})

/** An awareness message. */
export const presence = (board: string, body: Uint8Array): Blow => ({
  type: 'binary',
  data: message(board, MESSAGE_AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, body)),
})
