/** Somebody who writes with the app's own connection: it comes back by itself, and knows what is stored. */
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBacklog } from '../../client/model/backlog.ts'
import { REMOTE } from '../../client/model/channel.ts'
import { createConnection, type SocketEvents } from '../../client/model/connection.ts'
import { read } from '../../client/model/frames.ts'
import { itemsOf } from '../../shared/board.ts'
import { addItem } from '../../shared/boardItems.ts'
import { MUX_SUBPROTOCOL } from '../../shared/protocol.ts'

export interface AppPerson {
  readonly doc: Y.Doc
  isSynced(): boolean
  /** Changes that the server has not said are stored. */
  waiting(): number
  /** Adds a note. */
  write(): void
  /** Ids of the notes that this person made, in order. */
  readonly made: readonly string[]
  /** How many notes of the board this person holds. */
  notes(): number
  close(): void
}

const openSocket = (
  url: string,
  token: string,
  { onOpen, onMessage, onClose }: SocketEvents,
  onTold: (code: number) => void,
) => {
  const socket = new WebSocket(url, [MUX_SUBPROTOCOL, `bearer.${token}`], { perMessageDeflate: false })
  socket.on('open', onOpen)
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return
    const heard = read(data)?.heard
    if (heard?.type === 'closed') onTold(heard.code)
    onMessage(data)
  })
  socket.on('close', onClose)
  // What goes wrong shows as a close.
  socket.on('error', () => {})
  return {
    send: (bytes: Uint8Array) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
    },
    close: () => socket.close(),
  }
}

/** Joins a board. `onTold` hears each code with which the server closes the document. */
export const joinApp = (
  { url, board }: { readonly url: string; readonly board: string },
  token: string,
  onTold: (code: number) => void = () => {},
): AppPerson => {
  const doc = new Y.Doc()
  const made: string[] = []
  const backlog = createBacklog({ doc, isMine: (origin) => origin !== REMOTE, waiting: 0, keep: () => true })
  const connection = createConnection({
    openSocket: (events) => openSocket(url, token, events, onTold),
    random: Math.random,
    signals: { onWake: () => () => {}, onSleep: () => () => {} },
    answers: () => Promise.resolve(false),
  })
  const { synced } = connection.attach({
    name: board,
    doc,
    presence: null,
    backlog,
    foreign: new Set(),
    onRefused: onTold,
  })
  return {
    doc,
    isSynced: () => synced.get(),
    waiting: () => backlog.waiting.get(),
    write: () =>
      void made.push(
        addItem(doc, { kind: 'note', at: [made.length, 0], text: 'Whatever happens, it stays' }),
      ),
    made,
    notes: () => itemsOf(doc).size,
    close() {
      connection.close()
      backlog.close()
    },
  }
}
