/** One document held open on one socket: decides what each message may do, and answers it. */
import * as decoding from 'lib0/decoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { mayRead } from '../../../shared/docs.ts'
import {
  CLOSE,
  LIMITS,
  MESSAGE_AWARENESS,
  MESSAGE_MINE,
  MESSAGE_MINE_OF_OLD,
  MESSAGE_POINTERS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
} from '../../../shared/protocol.ts'
import { stepOneFrame } from '../frames.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Told } from './mine.ts'
import { malformed, read } from './read.ts'
import { createTaking, type TakingDeps } from './taking.ts'

/** Reads the client ids that somebody calls their own. */
const readMine = (decoder: decoding.Decoder): readonly Told[] => {
  const count = read(() => decoding.readVarUint(decoder))
  if (count > LIMITS.mine.told)
    throw new SocketRefusal(CLOSE.tooLarge, 'These are too many pages of one device.')
  return read(() =>
    Array.from({ length: count }, () => [decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder)]),
  )
}

const tooFast = (): SocketRefusal =>
  new SocketRefusal(CLOSE.tooFast, 'Too much at once; please wait a moment.')

/** A document held open on a socket. */
export interface Channel {
  /** Takes one message. @throws SocketRefusal */
  receive(decoder: decoding.Decoder): void
}

/** Opens a document for a holder, and greets them: our sync step 1, and who is here. */
export const createChannel = (deps: TakingDeps): Channel => {
  const { room, receiver, holder, mayWork, held } = deps
  const { docName, name, doc } = room
  const taking = createTaking(deps)
  /** What the client says that it has, as long as nothing was made of it, and whether an answer to an earlier one is under way. */
  let asked: Uint8Array | null = null
  let answering = false

  /** One answer at a time, also to whoever asks a hundred times: what they said last holds all that they said before. */
  const answerNext = (): void => {
    const stateVector = asked
    asked = null
    answering = stateVector !== null
    if (!stateVector) return
    room.submit(receiver, stateVector.byteLength, () => {
      const vector = room.answers.read(stateVector)
      if (!mayWork(room.answers.stepsFor(vector, stateVector.byteLength))) throw tooFast()
      room.answers.answer(receiver, vector, answerNext)
    })
  }

  const receiveSync = (decoder: decoding.Decoder): void => {
    const [type, body] = read(() => [
      decoding.readVarUint(decoder),
      decoding.readVarUint8Array(decoder),
    ]) as readonly [number, Uint8Array]
    switch (type) {
      case messageYjsSyncStep1:
        asked = body.slice(0, room.answers.enough())
        if (!answering) answerNext()
        return
      case messageYjsSyncStep2:
        held.answered()
        return room.submit(receiver, body.byteLength, () => taking.answer(body))
      case messageYjsUpdate:
        return room.submit(receiver, body.byteLength, () => taking.update(body))
      default:
        throw malformed()
    }
  }

  /** To be told who is here is work of whoever asks; also of who comes, as they may come again and again. */
  const payToBeTold = (): void => {
    if (!mayWork(room.presence.stepsFor(receiver))) throw tooFast()
  }

  const tellPresence = (): void => {
    payToBeTold()
    room.presence.tell(receiver)
  }

  payToBeTold()
  room.attach(receiver)
  const greeting = stepOneFrame(name, Y.encodeStateVector(doc))
  let greeted = false
  room.whenDurable(() => {
    greeted = true
    receiver.send(greeting)
    room.presence.tell(receiver)
  })

  return {
    receive(decoder) {
      if (!mayRead(docName, holder.asker()))
        throw new SocketRefusal(CLOSE.forbidden, 'You may not read this.')
      const type = read(() => decoding.readVarUint(decoder))
      switch (type) {
        case MESSAGE_SYNC:
          return receiveSync(decoder)
        case MESSAGE_AWARENESS:
          return room.presence.receive(
            receiver,
            read(() => decoding.readVarUint8Array(decoder)),
          )
        case MESSAGE_QUERY_AWARENESS:
          return tellPresence()
        case MESSAGE_POINTERS:
          // A stock client has no such message.
          if (!receiver.acknowledges) throw malformed()
          room.presence.readsPointers(receiver)
          // The greeting tells it, if that is still to come.
          if (greeted) tellPresence()
          return
        case MESSAGE_MINE: {
          if (!receiver.acknowledges) throw malformed()
          const mine = readMine(decoder)
          return room.submit(receiver, decoder.arr.byteLength, () => taking.mine(mine))
        }
        case MESSAGE_MINE_OF_OLD:
          if (!receiver.acknowledges) throw malformed()
          return
        default:
          throw malformed()
      }
    },
  }
}
