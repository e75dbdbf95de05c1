/** What a client calls its own in one document: under which client ids it wrote, and how it proves that after older data were put back. */
import { timingSafeEqual } from 'node:crypto'
import { mayWrite } from '../../../shared/docs.ts'
import { CLOSE, LIMITS, PROOF_BYTES } from '../../../shared/protocol.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { proofsFrame } from '../frames.ts'
import { SocketRefusal } from '../refuse.ts'
import type { LiveRoom, Receiver } from '../room/room.ts'

/** A client id that somebody calls their own, with its proof; empty where they have none. */
export type Told = readonly [client: number, proof: Uint8Array]

export interface MineDeps {
  readonly room: LiveRoom
  readonly receiver: Receiver
  readonly holder: Holder
  readonly gatekeeper: Pick<Gatekeeper, 'proofOf'>
  /** Whether the sender may make so much work now; see `LIMITS.work`. */
  readonly mayWork: (steps: number) => boolean
}

/** What one socket calls its own in one document. */
export interface Mine {
  /** Whether somebody else wrote under an id, whom nobody knows. */
  isStrange(client: number): boolean
  /** The sender calls these their own. @throws SocketRefusal */
  tell(told: readonly Told[]): void
  /** The sender has written under these: whoever is the first to do so gets the proof of it. */
  wrote(clients: readonly number[]): void
  /** The sender gets what others have brought back of theirs. */
  find(): void
}

/** Steps (`LIMITS.work`) that a proof takes. */
const PROOF_STEPS = 70

const NONE = new Uint32Array()

const idOf = ([client]: Told): number => client

/** Both, each once. There may be a thousand on each of many sockets. */
const union = (some: Iterable<number>, others: Iterable<number>): Uint32Array =>
  Uint32Array.from(new Set([...some, ...others]))

/** Nothing told yet. */
export const createMine = ({ room, receiver, holder, gatekeeper, mayWork }: MineDeps): Mine => {
  const { docName, claims, epoch } = room
  const { person } = holder
  /** Null for who does not tell, as stock clients don't. */
  let all: Uint32Array | null = null
  /** Those whose proof the sender is to get once they are theirs. */
  let awaited: Uint32Array = NONE
  /** Those that the sender has proven, and that nobody had claimed: others may bring back what was written under them. */
  let proven: Uint32Array = NONE
  /** How much had been brought when that was last looked for. */
  let news = -1

  const pay = (proofs: number): void => {
    if (proofs > 0 && !mayWork(PROOF_STEPS * proofs))
      throw new SocketRefusal(CLOSE.tooFast, 'Too much at once; please wait a moment.')
  }

  const proofOf = (client: number): Uint8Array | null => gatekeeper.proofOf(room.workshop, room.name, client)

  const isProven = ([client, proof]: Told): boolean => {
    const known = proofOf(client)
    return known !== null && timingSafeEqual(known, proof)
  }

  /** Gives the sender their proofs, once it is durable that these ids are theirs. */
  const give = (clients: readonly number[]): void => {
    const proofs = clients.flatMap((client): Told[] => {
      const proof = proofOf(client)
      return proof ? [[client, proof]] : []
    })
    if (proofs.length > 0) room.whenDurable(() => receiver.send(proofsFrame(room.name, proofs)))
  }

  const isTheirs = (client: number): boolean => claims.isTheirs(client, person)

  const mine: Mine = {
    isStrange: (client) => all !== null && claims.isNobodys(client) && !all.includes(client),
    tell(told) {
      const now = union(all ?? NONE, told.map(idOf))
      if (now.length > LIMITS.mine.told)
        throw new SocketRefusal(CLOSE.tooLarge, 'These are too many pages of one device.')
      all = now
      const bare = told.filter(([, proof]) => proof.byteLength === 0).map(idOf)
      const lost = bare.filter(isTheirs)
      // A proof is given only once its id is claimed: if nobody has it, older data were put back. On all other days none is looked at.
      const shown = told.filter(
        ([client, proof]) =>
          proof.byteLength === PROOF_BYTES && claims.isNobodys(client) && !epoch.isRetired(client),
      )
      pay(lost.length + shown.length)
      give(lost)
      awaited = union(
        awaited,
        bare.filter((client) => !isTheirs(client)),
      )
      proven = union(proven, shown.filter(isProven).map(idOf))
      news = -1
      mine.find()
    },
    wrote(clients) {
      if (awaited.length === 0) return
      const written = clients.filter((client) => awaited.includes(client) && isTheirs(client))
      if (written.length === 0) return
      awaited = awaited.filter((client) => !written.includes(client))
      give(written)
    },
    find() {
      if (proven.length === 0 || news === claims.news()) return
      // Who may not write would only shut others out.
      if (!mayWrite(docName, holder.asker(), false)) return
      news = claims.news()
      room.found([...proven.filter(claims.isBrought)], receiver)
    },
  }
  return mine
}
