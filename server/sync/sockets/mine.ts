/** What a client calls its own in one document: under which client ids it wrote, and how it proves that after older data were put back. */
import { timingSafeEqual } from 'node:crypto'
import { mayWrite } from '../../../shared/docs.ts'
import { CLOSE, LIMITS, PROOF_BYTES } from '../../../shared/protocol.ts'
import type { Gatekeeper, Holder } from '../contract.ts'
import { proofsFrame } from '../frames.ts'
import { SocketRefusal } from '../refuse.ts'
import { inTurn, type Work } from '../room/queue.ts'
import type { LiveRoom, Receiver } from '../room/room.ts'

/** A client id that somebody calls their own, with its proof; empty where they have none. */
export type Told = readonly [client: number, proof: Uint8Array]

export interface MineDeps {
  readonly room: Pick<
    LiveRoom,
    'workshop' | 'name' | 'docName' | 'claims' | 'epoch' | 'whenDurable' | 'found'
  >
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
  /** The sender has written something: whoever is the first to do so under an id gets the proof of it. */
  wrote(): void
  /** The sender gets what others have brought back of theirs. @returns what is left of that for later turns */
  find(): Work | undefined
}

/** Steps (`LIMITS.work`) that a proof takes. */
const PROOF_STEPS = 70

const NONE = new Uint32Array()

const idOf = ([client]: Told): number => client

/** Both, each once. There may be a thousand on each of many sockets. */
const union = (some: Iterable<number>, others: Iterable<number>): Uint32Array =>
  Uint32Array.from(new Set([...some, ...others]))

/** Whether it may be a proof, and is not so long that to look at it is work. */
const isProofLike = ({ byteLength }: Uint8Array): boolean =>
  byteLength >= PROOF_BYTES && byteLength <= PROOF_BYTES + LIMITS.key

/** Nothing told yet. */
export const createMine = ({ room, receiver, holder, gatekeeper, mayWork }: MineDeps): Mine => {
  const { docName, claims, epoch } = room
  const { person } = holder
  /** Null for who does not tell, as stock clients don't. */
  let all: Uint32Array | null = null
  /** Those whose proof the sender is to get once they are theirs. */
  let awaited: Uint32Array = NONE
  /** What the sender shows, until it is looked at: not while nothing can be proven. */
  const shown = new Map<number, Uint8Array>()
  /** What they have proven of ids that were not theirs, and whom the proof was given to: others may bring back what lies under them. */
  const proven = new Map<number, string>()
  /** How much had been claimed or brought when that was last looked for. */
  let news = -1

  const pay = (proofs: number): void => {
    if (proofs > 0 && !mayWork(PROOF_STEPS * proofs))
      throw new SocketRefusal(CLOSE.tooFast, 'Too much at once; please wait a moment.')
  }

  const proofOf = (client: number, to: string): Uint8Array | null =>
    gatekeeper.proofOf(room.workshop, room.name, client, to)

  const look = (): void => {
    for (const [client, proof] of shown) {
      const to = new TextDecoder().decode(proof.subarray(PROOF_BYTES))
      const known = proofOf(client, to)
      if (!known) return
      shown.delete(client)
      if (known.byteLength !== proof.byteLength || !timingSafeEqual(known, proof)) continue
      proven.set(client, to)
      news = -1
    }
  }

  const isTheirs = (client: number): boolean => claims.isTheirs(client, person)

  /** Gives the sender the proofs that they wait for, once it is durable that these ids are theirs. */
  const give = (): void => {
    const proofs = [...awaited].flatMap((client): Told[] => {
      const proof = isTheirs(client) ? proofOf(client, person) : null
      return proof ? [[client, proof]] : []
    })
    if (proofs.length === 0) return
    const given = new Set(proofs.map(idOf))
    awaited = awaited.filter((client) => !given.has(client))
    room.whenDurable(() => receiver.send(proofsFrame(room.name, proofs)))
  }

  /**
   * Whether another has claimed what the sender has proven: who was first with it after older data were put back, as a stock client
   * takes all that it has for its own. They were given a proof then; that one tells nothing against themselves.
   */
  const isMistaken = (client: number, to: string): boolean => {
    const claimant = claims.claimantOf(client)
    return claimant !== null && claimant !== person && claimant !== to
  }

  const mine: Mine = {
    isStrange: (client) => all !== null && claims.isNobodys(client) && !all.includes(client),
    tell(told) {
      const now = union(all ?? NONE, told.map(idOf))
      if (now.length > LIMITS.mine.told)
        throw new SocketRefusal(CLOSE.tooLarge, 'These are too many pages of one device.')
      all = now
      const current = told.filter(([client]) => !epoch.isRetired(client))
      const bare = current.filter(([, proof]) => proof.byteLength === 0).map(idOf)
      // But after older data were put back, these ids are theirs, and nothing is looked at.
      const claimed = current.filter(([client, proof]) => isProofLike(proof) && !isTheirs(client))
      pay(bare.filter(isTheirs).length + claimed.length)
      awaited = union(awaited, bare)
      give()
      for (const [client, proof] of claimed) shown.set(client, proof)
    },
    wrote() {
      if (awaited.length > 0) give()
    },
    find() {
      look()
      if (proven.size === 0 || news === claims.news()) return undefined
      // Who may not write would only shut others out.
      if (!mayWrite(docName, holder.asker(), false)) return undefined
      news = claims.news()
      const found = [...proven].filter(([client, to]) => claims.isBrought(client) || isMistaken(client, to))
      for (const [client] of found) proven.delete(client)
      return inTurn(
        found.map(
          ([client]): Work =>
            () =>
              room.found(client, receiver),
        ),
      )
    },
  }
  return mine
}
