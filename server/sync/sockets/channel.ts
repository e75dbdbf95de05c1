/** One document held open on one socket: decides what each message may do, and answers it. */
import * as decoding from 'lib0/decoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { mayRead, mayWrite } from '../../../shared/docs.ts'
import {
  CLOSE,
  LIMITS,
  MESSAGE_AWARENESS,
  MESSAGE_POINTERS,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
} from '../../../shared/protocol.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { stepOneFrame, type Frame } from '../frames.ts'
import { judge, type Verdict } from '../gate/gate.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Work } from '../room/queue.ts'
import type { LiveRoom, Receiver } from '../room/room.ts'

const malformed = (): SocketRefusal => new SocketRefusal(CLOSE.malformed, 'This message cannot be read.')

const tooFast = (): SocketRefusal =>
  new SocketRefusal(CLOSE.tooFast, 'Too much at once; please wait a moment.')

/** Reads from a decoder what a peer wrote. @throws SocketRefusal 4400 */
export const read = <Value>(work: () => Value): Value => {
  try {
    return work()
  } catch {
    throw malformed()
  }
}

/** One after the other; where one leaves something, that goes before the next. */
const inTurn = (works: readonly Work[]): Work | undefined => {
  for (const [at, work] of works.entries()) {
    const left = work()
    if (left) return () => inTurn([left, ...works.slice(at + 1)])
  }
  return undefined
}

/** A document held open on a socket. */
export interface Channel {
  /** Takes one message. @throws SocketRefusal */
  receive(decoder: decoding.Decoder): void
}

/** Opens a document for a holder, and greets them: our sync step 1, and who is here. */
export const createChannel = ({
  room,
  receiver,
  holder,
  gatekeeper,
  mayWork,
}: {
  readonly room: LiveRoom
  readonly receiver: Receiver
  readonly holder: Holder
  readonly gatekeeper: Pick<Gatekeeper, 'locked'>
  /** Whether the sender may make so much work for the documents now; see `LIMITS.work`. */
  readonly mayWork: (steps: number) => boolean
}): Channel => {
  const { docName, name, doc, claims } = room
  let accepted = 0
  /** Whether the client has answered our step 1: from then on all that it sends builds on what we have. */
  let answered = false
  const held: Uint8Array[] = []
  let heldBytes = 0
  /** What the client says that it has, as long as nothing was made of it, and whether an answer to an earlier one is under way. */
  let asked: Uint8Array | null = null
  let answering = false

  const send = (frame: Frame): void => receiver.send(frame)

  const isLocked = (): boolean => docName.type === 'board' && gatekeeper.locked(room.workshop, docName.board)

  const accept = (): undefined => {
    accepted += 1
    if (receiver.acknowledges) room.accept(receiver, accepted)
  }

  /**
   * A stock client sends what it writes from the moment its socket is open, before it has sent what it wrote while it was away.
   * Such an update waits for the sync step 2 that brings the rest.
   */
  const hold = (update: Uint8Array): undefined => {
    held.push(update)
    heldBytes += update.byteLength
    if (held.length > LIMITS.held.messages || heldBytes > LIMITS.held.bytes)
      throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
  }

  const judgeNow = (update: Uint8Array, part: { readonly toiled: number } | null): Verdict =>
    judge(doc, docName, update, {
      isMine: (client) => claims.allows(client, holder.person),
      mayWrite: () => mayWrite(docName, holder.asker(), isLocked()),
      mayWork,
      isRetired: room.epoch.isRetired,
      beyond: room.deleted.beyond,
      fill: room.fill,
      mayCut: part === null,
      ...part,
    })

  /** @returns what is left of it for later turns; nothing when it is taken */
  const take = (update: Uint8Array): Work | undefined => {
    if (!answered && held.length > 0) return hold(update)
    return follow(update, judgeNow(update, null))
  }

  const follow = (update: Uint8Array, verdict: Verdict): Work | undefined => {
    switch (verdict.type) {
      case 'known':
        return accept()
      case 'refused':
        throw new SocketRefusal(verdict.code, verdict.reason)
      case 'new':
        room.apply(update, verdict.clients, receiver)
        return accept()
      case 'long':
        return () => follow(update, verdict.goOn())
      case 'large':
        return takeParts(verdict.parts, 0)
      case 'gap':
        if (!answered) return hold(update)
        throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
      default:
        return verdict satisfies never
    }
  }

  /** Takes a part in each turn. Others wrote meanwhile, so each is judged anew; all of them count as one message. */
  const takeParts =
    (parts: Iterator<Uint8Array, void>, toiled: number): Work =>
    () => {
      const { value: part } = parts.next()
      if (!part) return accept()
      const verdict = judgeNow(part, { toiled })
      switch (verdict.type) {
        case 'known':
          return takeParts(parts, toiled)
        case 'refused':
          throw new SocketRefusal(verdict.code, verdict.reason)
        case 'new':
          room.apply(part, verdict.clients, receiver)
          return takeParts(parts, toiled + verdict.toil)
        case 'long':
        case 'large':
        case 'gap':
          throw new Error('a part is whole, and no more than a part')
        default:
          return verdict satisfies never
      }
    }

  const takeAnswer = (update: Uint8Array): Work | undefined => {
    const waiting = held.splice(0)
    answered = true
    // They were sent first, and so they are counted first; the answer holds all of them.
    return inTurn([update, ...waiting].map((each) => () => take(each)))
  }

  /** One answer at a time, also to whoever asks a hundred times: what they said last holds all that they said before. */
  const answerNext = (): void => {
    const stateVector = asked
    asked = null
    answering = stateVector !== null
    if (!stateVector) return
    room.submit(receiver, stateVector.byteLength, () => {
      const vector = room.answers.read(stateVector)
      if (!mayWork(room.answers.stepsFor(vector))) throw tooFast()
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
        return room.submit(receiver, body.byteLength, () => takeAnswer(body))
      case messageYjsUpdate:
        return room.submit(receiver, body.byteLength, () => take(body))
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
    send(greeting)
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
        default:
          throw malformed()
      }
    },
  }
}
