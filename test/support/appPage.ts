/** A page of the app, as far as its connection and one document go: what tests and the bench write with. */
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBacklog } from '../../client/model/backlog.ts'
import { REMOTE, type ChannelOptions } from '../../client/model/channel.ts'
import { createConnection, type ConnectionDeps, type SocketEvents } from '../../client/model/connection.ts'
import { MUX_SUBPROTOCOL } from '../../shared/protocol.ts'

/** The address of a workshop's socket, on a server that is at this address itself. */
export const syncUrl = (server: string, workshop: string): string =>
  `${server.replace(/^http/, 'ws')}/api/workshops/${workshop}/sync`

/** A WebSocket of Node's, as the app's own socket. */
export const openSocketOf = (
  url: string,
  token: string,
  { onOpen, onMessage, onClose }: SocketEvents,
): WebSocket => {
  const socket = new WebSocket(url, [MUX_SUBPROTOCOL, `bearer.${token}`], { perMessageDeflate: false })
  socket.binaryType = 'arraybuffer'
  socket.on('open', onOpen)
  socket.on('message', (data) => {
    if (data instanceof ArrayBuffer) onMessage(new Uint8Array(data))
  })
  socket.on('close', onClose)
  // What goes wrong shows as a close.
  socket.on('error', () => {})
  return socket
}

/** The app's connection where nothing tells that the network sleeps or wakes, and the server answers nothing but sockets. */
export const connectApp = ({
  openSocket,
  random,
  answers = () => Promise.resolve(false),
}: Omit<ConnectionDeps, 'signals' | 'answers'> & Partial<Pick<ConnectionDeps, 'answers'>>) =>
  createConnection({
    openSocket,
    random,
    answers,
    signals: { onWake: () => () => {}, onSleep: () => () => {} },
  })

/** A page that has one document open. */
export interface AppPage {
  readonly doc: Y.Doc
  /** Codes with which the server said that it takes no more of this copy. */
  readonly refused: number[]
  /** Changes that the server has not said are stored. */
  waiting(): number
  /** Whether the server has answered since the page was opened. */
  isSynced(): boolean
  /** Whether it has answered on the socket that is open now. */
  isInStep(): boolean
  close(): void
}

/** Opens a document. What else the app attaches with it, such as the ids that it calls its own, may be `more`. */
export const openPage = (
  {
    openSocket,
    random = () => 0,
    name,
    doc = new Y.Doc(),
    waiting = 0,
  }: {
    readonly openSocket: ConnectionDeps['openSocket']
    /** The chance by which it waits before it comes back. */
    readonly random?: () => number
    readonly name: string
    readonly doc?: Y.Doc
    /** Changes that waited when the page before this one was closed. */
    readonly waiting?: number
  },
  more: Partial<ChannelOptions> = {},
): AppPage => {
  const refused: number[] = []
  const backlog = createBacklog({ doc, isMine: (origin) => origin !== REMOTE, waiting, keep: () => true })
  const connection = connectApp({ openSocket, random })
  const { synced, inStep } = connection.attach({
    name,
    doc,
    presence: null,
    backlog,
    foreign: new Set(),
    onRefused: (code) => refused.push(code),
    ...more,
  })
  return {
    doc,
    refused,
    waiting: () => backlog.waiting.get(),
    isSynced: () => synced.get(),
    isInStep: () => inStep.get(),
    close() {
      connection.close()
      backlog.close()
    },
  }
}
