/** The documents on one socket, each on a line of its own: from the moment it is asked for until it ends, there or with the socket. */
import * as decoding from 'lib0/decoding'
import { messageYjsSyncStep1 } from 'y-protocols/sync'
import { mayRead, mayWrite, parseDocName } from '../../../shared/docs.ts'
import { CLOSE, LIMITS, MESSAGE_CLOSED, MESSAGE_SYNC } from '../../../shared/protocol.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { closedFrame, type Frame } from '../frames.ts'
import type { Log } from '../log.ts'
import { SocketRefusal } from '../refuse.ts'
import type { LiveRoom, Receiver } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import { createChannel, type Channel } from './channel.ts'
import { createHeld, type Held } from './held.ts'
import { createConsequences } from './consequences.ts'
import type { Inbox } from './inbox.ts'
import type { Outbox } from './outbox.ts'
import type { Patience } from './patience.ts'
import { read } from './read.ts'
import type { Unfinished } from './unfinished.ts'

/** One document on this socket. */
interface Line {
  readonly name: string
  readonly receiver: Receiver
  /** Messages that came while the document was being read. */
  readonly waiting: decoding.Decoder[]
  readonly held: Held
  channel: Channel | null
  room: LiveRoom | null
  ended: boolean
}

/** The documents on one socket. */
export interface Lines {
  /** Takes a message to one of them; null stands for one that is no bytes. What cannot be taken has its consequences here. */
  receive(message: Uint8Array | null): void
  /** Opens a document. */
  open(name: string): void
  names(): Iterable<string>
  /** Lets go of all. */
  release(): void
}

/** Code and reason. */
const NO_SUCH_DOCUMENT = [CLOSE.forbidden, 'There is no such document.'] as const

/** A document is opened by its sync step 1; what else comes for one that is closed was under way when it closed. */
const isOpening = ({ arr, pos }: decoding.Decoder): boolean =>
  arr[pos] === MESSAGE_SYNC && arr[pos + 1] === messageYjsSyncStep1

/** The lines of one socket. */
export const createLines = ({
  document,
  workshop,
  holder,
  rooms,
  gatekeeper,
  patience,
  facts,
  log,
  waits,
  isComing,
  watchUnfinished,
  whenFree,
  send,
  close,
  leave,
  onRefusal,
}: {
  /** The only one, on a stock client's socket; null on one for many. */
  readonly document: string | null
  readonly workshop: string
  readonly holder: Holder
  readonly rooms: Pick<Rooms, 'open' | 'detach' | 'end'>
  readonly gatekeeper: Pick<Gatekeeper, 'exists' | 'locked' | 'proofOf'>
  readonly patience: Pick<Patience, 'mayShow' | 'mayWork' | 'offended' | 'strayed'>
  /** What leads each line in the log. */
  readonly facts: object
  readonly log: Log
  readonly waits: Inbox['waits']
  /** Whether some of a message has come on this socket. */
  readonly isComing: () => boolean
  /** Watches what is held of one document, with how to end it. */
  readonly watchUnfinished: (cut: (isOwnFault: boolean) => void) => Unfinished
  readonly whenFree: Outbox['whenFree']
  readonly send: (frame: Frame) => void
  /** Closes the whole socket. */
  readonly close: (code: number, reason: string) => void
  /** Closes it over what was counted already. */
  readonly leave: (code: number, reason: string) => void
  /** One document was refused, with this code. */
  readonly onRefusal: (code: number) => void
}): Lines => {
  const mux = document === null
  const lines = new Map<string, Line>()
  const consequences = createConsequences({ facts, log, patience, close, leave })

  /** What comes while a document is read waits too: when it is much, the socket is not read on. */
  const hold = ({ waiting }: Line, decoder: decoding.Decoder): void => {
    waiting.push(decoder)
    waits(decoder.arr.byteLength)
  }

  const takeHeld = ({ waiting }: Line): readonly decoding.Decoder[] => {
    const held = waiting.splice(0)
    waits(-held.reduce((all, { arr }) => all + arr.byteLength, 0))
    return held
  }

  const release = (line: Line): void => {
    if (lines.get(line.name) === line) lines.delete(line.name)
    line.ended = true
    takeHeld(line)
    if (line.room) rooms.detach(line.room, line.receiver)
    // Then what was sent last is taken in, of which some may have been held.
    line.held.leave()
  }

  /** Ends one document: on a stock client's socket, there is nothing else. */
  const end = (line: Line, code: number, reason: string): void => {
    if (line.ended) return
    if (!mux) return close(code, reason)
    release(line)
    if (code !== CLOSE.restarting) onRefusal(code)
    send(closedFrame(line.name, code, reason))
  }

  const fail = (line: Line, error: unknown): void =>
    consequences.ofDocument(line.name, error, (code, reason) => end(line, code, reason))

  const take = (line: Line, decoder: decoding.Decoder): void => {
    if (line.ended) return
    try {
      if (decoder.arr.byteLength > LIMITS.payload)
        throw new SocketRefusal(CLOSE.tooLarge, 'This is too much at once.')
      if (!line.channel) return hold(line, decoder)
      line.channel.receive(decoder)
    } catch (error) {
      fail(line, error)
    }
  }

  const fill = async (line: Line): Promise<void> => {
    const docName = parseDocName(line.name)
    if (!docName || !(await gatekeeper.exists(workshop, docName)))
      throw new SocketRefusal(...NO_SUCH_DOCUMENT)
    if (!mayRead(docName, holder.asker())) throw new SocketRefusal(CLOSE.forbidden, 'You may not read this.')
    const room = await rooms.open(workshop, line.name)
    // Whoever ends a document may have done so right before it was opened: then it is let go, and nothing is written in it.
    if (!(await gatekeeper.exists(workshop, docName))) {
      rooms.end(workshop, (doc) => doc === room.docName, ...NO_SUCH_DOCUMENT)
      throw new SocketRefusal(...NO_SUCH_DOCUMENT)
    }
    if (line.ended) return
    line.room = room
    const { receiver, held } = line
    line.channel = createChannel({ room, receiver, holder, gatekeeper, mayWork: patience.mayWork, held })
    for (const decoder of takeHeld(line)) take(line, decoder)
  }

  const open = (name: string): Line => {
    const docName = parseDocName(name)
    const line: Line = {
      name,
      receiver: {
        person: holder.person,
        mayWrite: () => docName !== null && mayWrite(docName, holder.asker(), false),
        mayShow: patience.mayShow,
        acknowledges: mux,
        send: (frame) => line.ended || send(frame),
        whenFree,
        fail: (error) => fail(line, error),
        waits,
        end: (code, reason) => end(line, code, reason),
      },
      waiting: [],
      held: createHeld({
        watch: () =>
          watchUnfinished((isOwnFault) =>
            fail(line, new SocketRefusal(CLOSE.tooFast, 'Too much waits for what it builds on.', isOwnFault)),
          ),
        isComing,
        onLate: () =>
          fail(line, new SocketRefusal(CLOSE.tooSlow, 'Updates waited in vain for a sync step 2.')),
      }),
      channel: null,
      room: null,
      ended: false,
    }
    if (lines.size >= LIMITS.documents) {
      patience.offended()
      end(line, CLOSE.tooFast, 'These are too many documents at once.')
      return line
    }
    lines.set(name, line)
    fill(line).catch((error: unknown) => fail(line, error))
    return line
  }

  const deliver = (message: Uint8Array): void => {
    const decoder = decoding.createDecoder(message)
    const name = document ?? read(() => decoding.readVarString(decoder))
    const known = lines.get(name)
    if (mux && known && decoder.arr[decoder.pos] === MESSAGE_CLOSED) return release(known)
    const line = known ?? (mux && isOpening(decoder) ? open(name) : null)
    if (line) take(line, decoder)
  }

  return {
    receive(message) {
      try {
        if (!message) throw new SocketRefusal(CLOSE.malformed, 'This message is not binary.')
        deliver(message)
      } catch (error) {
        consequences.ofSocket(error)
      }
    },
    open: (name) => void open(name),
    names: () => lines.keys(),
    release() {
      for (const line of [...lines.values()]) release(line)
    },
  }
}
