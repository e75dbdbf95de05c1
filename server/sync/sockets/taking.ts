/** What a client writes in one document: judged, held back where it comes too early, taken whole or by parts, and counted. */
import { mayWrite } from '../../../shared/docs.ts'
import { CLOSE } from '../../../shared/protocol.ts'
import type { Gatekeeper } from '../contract.ts'
import { judge, type Verdict } from '../gate/gate.ts'
import { SocketRefusal } from '../refuse.ts'
import { inTurn, type Work } from '../room/queue.ts'
import type { LiveRoom } from '../room/room.ts'
import type { Held } from './held.ts'
import { createMine, type MineDeps, type Told } from './mine.ts'

/** One document on one socket, and who holds it. */
export interface TakingDeps extends MineDeps {
  readonly room: LiveRoom
  readonly gatekeeper: Pick<Gatekeeper, 'locked' | 'proofOf'>
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
  mine(told: readonly Told[]): Work | undefined
}

/** What it makes is to be called in the document's `submit` alone. */
export const createTaking = (deps: TakingDeps): Taking => {
  const { room, receiver, holder, gatekeeper, mayWork, held } = deps
  const { docName, doc, claims } = room
  const mine = createMine(deps)
  let accepted = 0
  /** Whether the client has answered our step 1: from then on all that it sends builds on what we have. */
  let answered = false

  const isLocked = (): boolean => docName.type === 'board' && gatekeeper.locked(room.workshop, docName.board)

  const accept = (): undefined => {
    accepted += 1
    if (receiver.acknowledges) room.accept(receiver, accepted)
  }

  const judgeNow = (update: Uint8Array, part: { readonly toiled: number } | null): Verdict =>
    judge(doc, docName, update, {
      isMine: (client) =>
        mine.isStrange(client)
          ? claims.mayBring(client, holder.person)
          : claims.allows(client, holder.person),
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
    return inTurn([mine.find, () => follow(update, judgeNow(update, null))])
  }

  const follow = (update: Uint8Array, verdict: Verdict): Work | undefined => {
    switch (verdict.type) {
      case 'known':
        return accept()
      case 'refused':
        throw new SocketRefusal(verdict.code, verdict.reason)
      case 'new':
        room.apply(update, verdict.clients, receiver, verdict.clients.filter(mine.isStrange), verdict.deletes)
        mine.wrote()
        return accept()
      case 'long':
        return () => follow(update, verdict.goOn())
      case 'large':
        return takeParts(verdict.parts, 0, verdict.clients.filter(mine.isStrange))
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
          room.apply(part, verdict.clients, receiver, strange, verdict.deletes)
          mine.wrote()
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
    mine(told) {
      mine.tell(told)
      return mine.find()
    },
  }
}
