/** One socket: a stock client's, which carries one document, or our own client's, which carries many. */
import type { Duplex } from 'node:stream'
import * as decoding from 'lib0/decoding'
import { messageYjsSyncStep1 } from 'y-protocols/sync'
import type { WebSocket } from 'ws'
import { mayRead, mayWrite, parseDocName } from '../../../shared/docs.ts'
import { Refusal } from '../../../shared/errors.ts'
import { CLOSE, LIMITS, MESSAGE_CLOSED, MESSAGE_SYNC } from '../../../shared/protocol.ts'
import type { Metrics } from '../../metrics.ts'
import { createBucket } from '../../bucket.ts'
import { createChannel, read, type Channel } from './channel.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { hearNoMore, sayGoodbye } from './farewell.ts'
import { closedFrame, presenceFrame, type Frame } from '../frames.ts'
import type { Log } from '../log.ts'
import type { Patience } from './patience.ts'
import type { Post } from './outbox.ts'
import { closeCodeOf, SocketRefusal } from '../refuse.ts'
import type { LiveRoom, Receiver } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import type { AfterTurn } from './turns.ts'
import type { Unfinished } from './unfinished.ts'

/** A document's name for the log: what a client made up might be anybody's words. */
const documentOf = (name: string | null): string | null => (name !== null && parseDocName(name) ? name : null)

/** One document on this socket, from the moment it is asked for. */
interface Line {
  readonly receiver: Receiver
  /** Messages that came while the room was being read. */
  readonly waiting: decoding.Decoder[]
  channel: Channel | null
  room: LiveRoom | null
  ended: boolean
}

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

/** Serves a socket until it closes. `document` is what a stock client opens; null makes it a mux socket. */
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
  number,
  onClose,
  now = Date.now,
}: {
  readonly socket: WebSocket
  /** What the socket writes to. */
  readonly stream: Duplex
  readonly post: Post
  readonly afterTurn: AfterTurn
  readonly workshop: string
  readonly holder: Holder
  readonly document: string | null
  readonly rooms: Rooms
  readonly gatekeeper: Gatekeeper
  readonly log: Log
  readonly metrics: Pick<Metrics, 'add'>
  readonly patience: Patience
  /** Watches what has begun on this socket, with how to end it. */
  readonly watchUnfinished: (cut: (isOwnFault: boolean) => void) => Unfinished
  /** This socket's, by which its lines in the log belong together. */
  readonly number: number
  readonly onClose: (connection: Connection) => void
  readonly now?: () => number
}): Connection => {
  const mux = document === null
  const facts = { socket: number, workshop, person: holder.person }
  const mayCount = createBucket(LIMITS.messages, now)
  const mayWeigh = createBucket(LIMITS.bytes, now)
  const since = now()
  const outbox = post.open(stream, () => socket.readyState === socket.OPEN)
  let received = 0
  let sent = 0
  /** As many at the last ping. */
  let sentBefore = 0
  const lines = new Map<string, Line>()
  let open = true
  let heard = now()
  /** Bytes that came in this turn, and those that wait to be taken in. */
  let inHand = 0
  /** Bytes that came in this turn. */
  let came = 0
  let paused = false
  /** Bytes of a large answer that may wait on top of the limit: a big board on a slow line is no slow reader. */
  let allowance = 0

  const send = (frame: Frame): void => {
    if (!open) return
    const bytes = frame.wire(mux)
    const waiting = outbox.waiting()
    if (waiting === 0) allowance = 0
    if (waiting > LIMITS.buffered + allowance)
      return close(CLOSE.tooSlow, 'Too slow; please join again.', 'slow')
    allowance = Math.max(allowance, bytes.byteLength)
    sent += 1
    outbox.push(bytes)
  }

  const waits = (bytes: number): void => {
    inHand += bytes
    const isMuch = inHand > (paused ? LIMITS.inHand / 2 : LIMITS.inHand)
    if (!open || isMuch === paused) return
    paused = isMuch
    if (paused) return socket.pause()
    // What came meanwhile was not heard.
    heard = now()
    socket.resume()
  }

  /** However fast somebody sends: in each turn of the loop, others are heard too. */
  const hear = (bytes: number): void => {
    if (came === 0)
      afterTurn(() => {
        waits(-came)
        came = 0
      })
    came += bytes
    waits(bytes)
  }

  /** What comes while a room is read waits too: when it is much, the socket is not read on. */
  const hold = (line: Line, decoder: decoding.Decoder): void => {
    line.waiting.push(decoder)
    waits(decoder.arr.byteLength)
  }

  const takeHeld = (line: Line): readonly decoding.Decoder[] => {
    const held = line.waiting.splice(0)
    waits(-held.reduce((all, { arr }) => all + arr.byteLength, 0))
    return held
  }

  const release = (name: string, line: Line): void => {
    if (lines.get(name) === line) lines.delete(name)
    line.ended = true
    takeHeld(line)
    if (line.room) rooms.detach(line.room, line.receiver)
  }

  const count = (code: number, why?: string): void =>
    metrics.add('kiteboard_refusals_total', 1, { code, ...(why && { why }) })

  /** Lets go of all, whoever closes the socket. */
  const leave = (code: number, reason: string): void => {
    if (!open) return
    open = false
    unfinished.leave()
    for (const [name, line] of [...lines]) release(name, line)
    outbox.flush()
    sayGoodbye(socket, code, reason, () => metrics.add('kiteboard_cut_off_total'))
    const seconds = Math.round((now() - since) / 1000)
    log.info({ ...facts, code, reason, seconds, received, sent }, 'a socket was closed')
    onClose(connection)
  }

  /** Refuses all that may still come; a good-bye to everybody refuses nobody. `why` tells apart what has one code. */
  const close = (code: number, reason: string, why?: string): void => {
    if (open && code !== CLOSE.restarting) count(code, why)
    leave(code, reason)
  }

  const unfinished = watchUnfinished((isOwnFault) => {
    if (isOwnFault) patience.offended()
    close(CLOSE.tooFast, 'Too much has begun that is not whole.')
    hearNoMore(socket, stream)
  })

  /** Ends one document: on a stock client's socket, there is nothing else. */
  const end = (name: string, line: Line, code: number, reason: string): void => {
    if (line.ended) return
    if (!mux) return close(code, reason)
    release(name, line)
    if (code !== CLOSE.restarting) count(code)
    send(closedFrame(name, code, reason))
  }

  const fail = (name: string, line: Line, error: unknown): void => {
    if (error instanceof SocketRefusal) {
      const expected = error.code >= CLOSE.storageFailed || error.code === CLOSE.forbidden
      const told = { ...facts, document: documentOf(name), code: error.code, reason: error.reason }
      if (expected) log.info(told, 'a document was closed')
      else log.warn(told, 'a message was refused')
      // What cannot even be read says nothing about one document.
      if (error.code === CLOSE.malformed) {
        patience.offended()
        return close(error.code, error.reason)
      }
      end(name, line, error.code, error.reason)
      const isShut =
        error.code === CLOSE.forbidden ? patience.strayed() : error.isOffence && patience.offended()
      // Counted already, as what it was refused for.
      if (isShut) leave(CLOSE.tooFast, 'Too much was refused; please wait a minute.')
      return
    }
    if (error instanceof Refusal) return end(name, line, closeCodeOf(error), error.message)
    log.error({ ...facts, err: error, document: documentOf(name) }, 'a message failed')
    close(1011, 'Something went wrong here.')
  }

  const take = (name: string, line: Line, decoder: decoding.Decoder): void => {
    if (line.ended) return
    try {
      if (decoder.arr.byteLength > LIMITS.payload)
        throw new SocketRefusal(CLOSE.tooLarge, 'This is too much at once.')
      if (!line.channel) return hold(line, decoder)
      line.channel.receive(decoder)
    } catch (error) {
      fail(name, line, error)
    }
  }

  const fill = async (name: string, line: Line): Promise<void> => {
    const docName = parseDocName(name)
    if (!docName || !(await gatekeeper.exists(workshop, docName)))
      throw new SocketRefusal(CLOSE.forbidden, 'There is no such document.')
    if (!mayRead(docName, holder.asker())) throw new SocketRefusal(CLOSE.forbidden, 'You may not read this.')
    const room = await rooms.open(workshop, name)
    // Whoever ends a document may have done so right before it was opened: then it is let go, and nothing is written in it.
    if (!(await gatekeeper.exists(workshop, docName))) {
      rooms.end(workshop, (doc) => doc === room.docName, CLOSE.forbidden, 'There is no such document.')
      throw new SocketRefusal(CLOSE.forbidden, 'There is no such document.')
    }
    if (line.ended) return
    line.room = room
    line.channel = createChannel({
      room,
      receiver: line.receiver,
      holder,
      gatekeeper,
      mayWork: patience.mayWork,
    })
    for (const decoder of takeHeld(line)) take(name, line, decoder)
  }

  const openLine = (name: string): Line => {
    const docName = parseDocName(name)
    const line: Line = {
      receiver: {
        person: holder.person,
        mayWrite: () => docName !== null && mayWrite(docName, holder.asker(), false),
        mayShow: patience.mayShow,
        acknowledges: mux,
        send: (frame) => line.ended || send(frame),
        whenFree: outbox.whenFree,
        fail: (error) => fail(name, line, error),
        waits,
        end: (code, reason) => end(name, line, code, reason),
      },
      waiting: [],
      channel: null,
      room: null,
      ended: false,
    }
    if (lines.size >= LIMITS.documents) {
      patience.offended()
      end(name, line, CLOSE.tooFast, 'These are too many documents at once.')
      return line
    }
    lines.set(name, line)
    fill(name, line).catch((error: unknown) => fail(name, line, error))
    return line
  }

  /** A document is opened by its sync step 1; what else comes for one that is closed was under way when it closed. */
  const isOpening = (decoder: decoding.Decoder): boolean =>
    decoder.arr[decoder.pos] === MESSAGE_SYNC && decoder.arr[decoder.pos + 1] === messageYjsSyncStep1

  const receive = (data: Uint8Array): void => {
    const decoder = decoding.createDecoder(data)
    if (document !== null) {
      const line = lines.get(document)
      if (line) take(document, line, decoder)
      return
    }
    const name = read(() => decoding.readVarString(decoder))
    const known = lines.get(name)
    if (known && decoder.arr[decoder.pos] === MESSAGE_CLOSED) return release(name, known)
    const line = known ?? (isOpening(decoder) ? openLine(name) : null)
    if (line) take(name, line, decoder)
  }

  const isTooFast = (bytes: number): boolean => {
    received += 1
    metrics.add('kiteboard_messages_total')
    metrics.add('kiteboard_received_bytes_total', bytes)
    if (mayCount(1) && mayWeigh(bytes) && patience.mayHear(bytes)) return false
    patience.offended()
    close(CLOSE.tooFast, 'Too much at once; please wait a moment.')
    return true
  }

  // A long message on a slow line is a sign of life long before it is whole.
  stream.on('data', (data: Uint8Array) => {
    heard = now()
    unfinished.came(data.byteLength)
  })
  socket.on('message', (data, isBinary) => {
    unfinished.whole()
    const bytes = data instanceof Uint8Array ? data.byteLength : 0
    if (!open || isTooFast(bytes)) return
    hear(bytes)
    try {
      if (!isBinary || !(data instanceof Uint8Array))
        throw new SocketRefusal(CLOSE.malformed, 'This message is not binary.')
      receive(data)
    } catch (error) {
      if (error instanceof SocketRefusal) {
        patience.offended()
        return close(error.code, error.reason)
      }
      log.error({ ...facts, err: error }, 'a message failed')
      close(1011, 'Something went wrong here.')
    }
  })

  socket.on('pong', (data: Uint8Array) => unfinished.beat(data.byteLength))
  socket.on('ping', (data: Uint8Array) => {
    unfinished.beat(data.byteLength)
    if (open) isTooFast(data.byteLength)
  })
  socket.on('close', (code) => leave(code < CLOSE.malformed ? code : 1000, ''))

  const connection: Connection = {
    workshop,
    holder,
    number,
    close,
    listen() {
      if (!open || paused || now() - heard < LIMITS.silence) return
      close(CLOSE.tooSlow, 'Nothing was heard for too long.', 'silent')
      socket.terminate()
    },
    beat() {
      if (!open) return
      socket.ping()
      // A stock client, and a browser, sees no ping: it takes a socket for dead on which nothing comes.
      if (sent === sentBefore) for (const name of lines.keys()) send(presenceFrame(name, []))
      sentBefore = sent
    },
  }
  log.info({ ...facts, document: documentOf(document) }, 'a socket was opened')
  if (document !== null) openLine(document)
  return connection
}
