/** What a client writes in one document: judged, held back where it comes too early, taken whole or by parts, and counted. */
import { mayWrite } from '../../../shared/docs.ts'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { judge, type Verdict } from '../gate/gate.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Work } from '../room/queue.ts'
import type { LiveRoom, Receiver } from '../room/room.ts'
import type { Held } from './held.ts'

/** One document on one socket, and who holds it. */
export interface TakingDeps {
  readonly room: LiveRoom
  readonly receiver: Receiver
  readonly holder: Holder
  readonly gatekeeper: Pick<Gatekeeper, 'locked'>
  /** Whether the sender may make so much work for the documents now; see `LIMITS.work`. */
  readonly mayWork: (steps: number) => boolean
  /** What comes too early. */
  readonly held: Held
}

/** Takes what one socket sends of one document. What it returns is left of it for later turns; nothing when it is taken. */
export interface Taking {
  /** An update. @throws SocketRefusal */
  update(update: Uint8Array): Work | undefined
  /** The answer to our step 1: it holds all that the client wrote while it was away. @throws SocketRefusal */
  answer(update: Uint8Array): Work | undefined
  /** Client ids under which this person wrote on that device. @throws SocketRefusal */
  mine(clients: readonly number[]): undefined
}

/** One after the other; where one leaves something, that goes before the next. */
const inTurn = (works: readonly Work[]): Work | undefined => {
  for (const [at, work] of works.entries()) {
    const left = work()
    if (left) return () => inTurn([left, ...works.slice(at + 1)])
  }
  return undefined
}

/** Nothing taken yet. To be called in a room's `submit` alone. */
export const createTaking = ({ room, receiver, holder, gatekeeper, mayWork, held }: TakingDeps): Taking => {
  const { docName, doc, claims } = room
  let accepted = 0
  /** Whether the client has answered our step 1: from then on all that it sends builds on what we have. */
  let answered = false
  /** The client ids that the sender calls their own; null for who does not tell, as stock clients don't. */
  let mine: Uint32Array | null = null

  /** Of these ids, all that the sender may write under, those of others whom nobody knows. */
  const strangeAmong = (clients: readonly number[]): readonly number[] =>
    mine === null ? [] : clients.filter((client) => claims.isNobodys(client) && !mine?.includes(client))

  const isLocked = (): boolean => docName.type === 'board' && gatekeeper.locked(room.workshop, docName.board)

  const accept = (): undefined => {
    accepted += 1
    if (receiver.acknowledges) room.accept(receiver, accepted)
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
    if (!answered && !held.isEmpty()) return void held.add(update)
    return follow(update, judgeNow(update, null))
  }

  const follow = (update: Uint8Array, verdict: Verdict): Work | undefined => {
    switch (verdict.type) {
      case 'known':
        return accept()
      case 'refused':
        throw new SocketRefusal(verdict.code, verdict.reason)
      case 'new':
        room.apply(update, verdict.clients, receiver, strangeAmong(verdict.clients))
        return accept()
      case 'long':
        return () => follow(update, verdict.goOn())
      case 'large':
        return takeParts(verdict.parts, 0, strangeAmong(verdict.clients))
      case 'gap':
        if (!answered) return void held.add(update)
        throw new SocketRefusal(CLOSE.unacceptable, 'This update has gaps.')
      default:
        return verdict satisfies never
    }
  }

  /** Takes a part in each turn. Others wrote meanwhile, so each is judged anew; all of them count as one message. */
  const takeParts =
    (parts: Iterator<Uint8Array, void>, toiled: number, strange: readonly number[]): Work =>
    () => {
      const { value: part } = parts.next()
      if (!part) return accept()
      const verdict = judgeNow(part, { toiled })
      switch (verdict.type) {
        case 'known':
          return takeParts(parts, toiled, strange)
        case 'refused':
          throw new SocketRefusal(verdict.code, verdict.reason)
        case 'new':
          room.apply(part, verdict.clients, receiver, strange)
          return takeParts(parts, toiled + verdict.toil, strange)
        case 'long':
        case 'large':
        case 'gap':
          throw new Error('a part is whole, and no more than a part')
        default:
          return verdict satisfies never
      }
    }

  return {
    update: take,
    answer(update) {
      const waiting = held.take()
      answered = true
      // They were sent first, and so they are counted first; the answer holds all of them.
      return inTurn([update, ...waiting].map((each) => () => take(each)))
    },
    mine(clients) {
      const told = new Set([...(mine ?? []), ...clients])
      if (told.size > LIMITS.mine.told)
        throw new SocketRefusal(CLOSE.tooLarge, 'These are too many pages of one device.')
      mine = Uint32Array.from(told)
      room.found(clients, receiver)
    },
  }
}
