/** One socket: a stock client's, which carries one document, or our own client's, which carries many. */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { CLOSE } from '../../../shared/protocol.ts'
import type { Metrics } from '../../metrics.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { presenceFrame, type Frame } from '../frames.ts'
import { knownDocument, type Log } from '../log.ts'
import type { Rooms } from '../room/rooms.ts'
import { createAllowance } from './allowance.ts'
import { hearNoMore, sayGoodbye } from './farewell.ts'
import type { Hand, Reading } from './hands.ts'
import { createInbox } from './inbox.ts'
import { createLines } from './lines.ts'
import type { Post } from './outbox.ts'
import type { Patience } from './patience.ts'
import { createPongs } from './pongs.ts'
import type { AfterTurn } from './afterTurn.ts'
import type { Unfinished } from './unfinished.ts'

/** An open socket, and who holds it. */
export interface Connection {
  readonly workshop: string
  readonly holder: Holder
  /** Of all sockets since the server began. */
  readonly number: number
  /** Closes the socket and lets go of its documents. */
  close(code: number, reason: string): void
  /** Cuts the socket when no sign of life has come from the other side for too long. */
  listen(): void
  /** Sends a sign of life. */
  beat(): void
}

/** Serves a socket until it closes. */
export const serveConnection = ({
  socket,
  stream,
  post,
  afterTurn,
  workshop,
  holder,
  document,
  rooms,
  gatekeeper,
  log,
  metrics,
  patience,
  watchUnfinished,
  takeInHand,
  number,
  onClose,
  elapsed,
}: {
  readonly socket: WebSocket
  /** What the socket reads from and writes to. */
  readonly stream: Duplex
  readonly post: Post
  readonly afterTurn: AfterTurn
  readonly workshop: string
  readonly holder: Holder
  /** What a stock client opens; null makes it a mux socket. */
  readonly document: string | null
  readonly rooms: Rooms
  readonly gatekeeper: Gatekeeper
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add'>
  readonly patience: Patience
  /** Watches what has begun on this socket, or is held of one of its documents, with how to end that. */
  readonly watchUnfinished: (cut: (isOwnFault: boolean) => void) => Unfinished
  /** Counts what comes on this socket with what its person's others bring. */
  readonly takeInHand: (reading: Reading) => Hand
  /** This socket's, by which its lines in the log belong together. */
  readonly number: number
  readonly onClose: (connection: Connection) => void
  /** Ms since whenever. */
  readonly elapsed: () => number
}): Connection => {
  const mux = document === null
  const facts = { socket: number, workshop, person: holder.person }
  const since = elapsed()
  let open = true
  const inbox = createInbox({
    socket,
    // What the WebSocket library has refused is not read on either.
    isOpen: () => open && socket.readyState === socket.OPEN,
    mayHear: patience.mayHear,
    mayWeigh: patience.mayWeigh,
    takeInHand,
    afterTurn,
    metrics,
    elapsed,
  })
  const outbox = post.open(stream, () => socket.readyState === socket.OPEN)
  const allowance = createAllowance(outbox)
  let sent = 0
  /** As many at the last ping. */
  let sentBefore = 0

  const send = (frame: Frame): void => {
    if (!open) return
    const bytes = frame.wire(mux)
    if (!allowance.maySend(bytes.byteLength))
      return close(CLOSE.tooSlow, 'Too slow; please join again.', 'slow')
    sent += 1
    outbox.push(bytes)
  }

  const countRefusal = (code: number, why?: string): void =>
    metrics.add('kiteboard_refusals_total', 1, { code, ...(why && { why }) })

  /** Lets go of all, whoever closes the socket. */
  const leave = (code: number, reason: string): void => {
    if (!open) return
    open = false
    unfinished.leave()
    lines.release()
    outbox.flush()
    sayGoodbye({ socket, stream }, code, reason, () => metrics.add('kiteboard_cut_off_total'), inbox.inTurn)
    const seconds = Math.round((elapsed() - since) / 1000)
    log.info({ ...facts, code, reason, seconds, received: inbox.count(), sent }, 'a socket was closed')
    onClose(connection)
  }

  /** Refuses all that may still come; a good-bye to everybody refuses nobody. `why` tells apart what has one code. */
  const close = (code: number, reason: string, why?: string): void => {
    if (open && code !== CLOSE.restarting) countRefusal(code, why)
    leave(code, reason)
  }

  const lines = createLines({
    document,
    workshop,
    holder,
    rooms,
    gatekeeper,
    patience,
    facts,
    log,
    waits: inbox.waits,
    isComing: () => unfinished.hasBegun(),
    watchUnfinished,
    whenFree: outbox.whenFree,
    send,
    close,
    leave,
    onRefusal: countRefusal,
  })

  const unfinished = watchUnfinished((isOwnFault) => {
    if (isOwnFault) patience.offended()
    close(CLOSE.tooFast, 'Too much has begun that is not whole.')
    hearNoMore(socket, stream)
  })

  const tooFast = (): void => {
    patience.offended()
    close(CLOSE.tooFast, 'Too much at once; please wait a moment.')
    hearNoMore(socket, stream)
  }

  /** Counts one more, as long as anything is heard. */
  const mayCome = (): boolean => {
    if (open && !inbox.mayCome()) tooFast()
    return open
  }

  const answer = createPongs({ afterTurn, pong: (data, left) => socket.pong(data, false, left) })

  // After the library, which has told by then of all that it holds.
  stream.on('data', (data: Uint8Array) => {
    unfinished.came(data.byteLength)
    // Counted also when the library has told of something for which the socket was closed.
    if (!inbox.hear(data.byteLength) && open) tooFast()
  })
  socket.on('message', (data, isBinary) => {
    unfinished.whole()
    if (mayCome()) lines.receive(isBinary && data instanceof Uint8Array ? data : null)
  })
  socket.on('pong', (data: Uint8Array) => {
    unfinished.beat(data.byteLength)
    mayCome()
  })
  socket.on('ping', (data: Uint8Array) => {
    unfinished.beat(data.byteLength)
    if (mayCome()) answer(data)
  })
  socket.on('close', (code) => {
    inbox.leave()
    leave(code < CLOSE.malformed ? code : 1000, '')
  })

  const connection: Connection = {
    workshop,
    holder,
    number,
    close,
    listen() {
      if (!open || !inbox.isSilent()) return
      close(CLOSE.tooSlow, 'Nothing was heard for too long.', 'silent')
      socket.terminate()
    },
    beat() {
      if (!open) return
      socket.ping()
      // A stock client, and a browser, sees no ping: it takes a socket for dead on which nothing comes.
      if (sent === sentBefore) for (const name of lines.names()) send(presenceFrame(name, []))
      sentBefore = sent
    },
  }
  log.info({ ...facts, document: knownDocument(document) }, 'a socket was opened')
  if (document !== null) lines.open(document)
  return connection
}
