/** What the sync path asks of the rest of the server, and offers to it. */
import type { IncomingMessage } from 'node:http'
import type * as Y from 'yjs'
import type { Asker, DocName } from '../../shared/docs.ts'
import type { Write } from '../storage/storage.ts'

/**
 * Gathers the writes of a tick into one atomic commit. Whatever is enqueued in one turn of the event loop, for whichever
 * workshops, is committed together; a tick starts at once when idle.
 */
export interface Committer {
  enqueue(workshop: string, writes: readonly Write[]): void
  /** Resolves when all that was enqueued so far is durable. @throws Refusal `storage-failed` */
  settled(): Promise<void>
  /**
   * For whoever reads state over several turns, and then reveals it. @returns what resolves when all is durable that was enqueued
   * before it is called. It throws a Refusal `storage-failed` also when a commit has failed since the watch began: what was read
   * may never have been stored.
   */
  watch(): () => Promise<void>
  /**
   * What memory holds of a workshop may be ahead of what will be stored, as something broke half-way: it is dropped and read back,
   * as after a failed commit. What was enqueued is stored all the same.
   */
  distrust(workshop: string, why: unknown): void
  /** Flushes, then accepts no more. */
  close(): Promise<void>
}

/** One document held in memory, as it is in the journal plus what the current tick brings. */
export interface Room {
  readonly workshop: string
  readonly name: string
  /** Its name, parsed. */
  readonly docName: DocName
  /** The server's own code may change it in a transaction: that is journalled in the same tick, then fanned out. */
  readonly doc: Y.Doc
  /** The same as updates in their order, as it is now: the very bytes that are kept for the journal, which nobody may change. */
  updates(): readonly Uint8Array[]
}

/** By type, the keys that changed in it; null stands for its list or text. */
export type Changed = Y.Transaction['changed']

/** What somebody's update changed. */
export interface Changes {
  /** What they changed themselves. */
  readonly changed: Changed
  /** By client id of Yjs: what somebody else wrote whom nobody knows, and they brought back. */
  readonly strange?: ReadonlyMap<number, Changed>
}

/** What was taken for somebody's, who was the first to come with it after older data were put back, and is another's. */
export interface Mistaken {
  /** Under which client id of Yjs it was written. */
  readonly client: number
  /** Who has claimed that. */
  readonly claimant: string
  /** All that was written under it. */
  readonly written: Changed
  /** Whether the claimant has written under a client id, which is another than this. */
  isClaimants(client: number): boolean
}

/** Who holds a socket. */
export interface Holder {
  /** The session, by the hash of its token. */
  readonly session: string
  readonly person: string
  /** Role and membership as they are now; no role once the session is gone. */
  asker(): Asker
}

/** What the sync path asks. */
export interface Gatekeeper {
  /** Who opens this socket. Checks token or cookie, and Origin. @throws Refusal */
  admit(request: IncomingMessage, workshop: string): Promise<Holder>
  /**
   * Whether there is such a document in the workshop. After a failed commit, this reads its records back first: what else is asked
   * here looks them up in memory. @throws Refusal `storage-failed`
   */
  exists(workshop: string, doc: DocName): Promise<boolean>
  /** Whether a board rests (with 3 s of grace for edits in flight after the lock). */
  locked(workshop: string, board: string): boolean
  /** A person's socket opened: they are here. */
  seen(workshop: string, person: string): void
  /**
   * A board's or a draft's document changed by somebody's update, not yet committed; `changes` are that update's alone. What is
   * enqueued here, before this returns, is committed together with the update: the ledger.
   */
  applied(room: Room, changes: Changes, person: string): void
  /**
   * Somebody is here again who has proven that they wrote under an id of Yjs under which others had brought back words. What is
   * enqueued here is committed together with their claim.
   */
  found(room: Room, client: number, person: string): void
  /**
   * Somebody proves that they wrote under a client id of Yjs that another has claimed, who came first with it. What each step enqueues
   * is committed together; the rest is for later turns. To do it again changes nothing.
   */
  handBack(room: Room, mistaken: Mistaken, person: string): Iterator<void, void>
  /**
   * What proves who wrote under a client id of Yjs, as it is given to a person, for whoever wrote under it alone; null while nothing can
   * be proven. It bears the person's id.
   */
  proofOf(workshop: string, document: string, client: number, person: string): Uint8Array | null
}

/** What the sync path offers. */
export interface Sync {
  /**
   * Opens a document, reading its journal when it is not in memory. It stays there for at least 30 s, and a stage until a commit
   * of its workshop fails; open any other again for each piece of work. A change to one that was let go throws.
   */
  open(workshop: string, name: string): Promise<Room>
  /** Closes the sockets of a person, or of one session, at once. */
  close(
    workshop: string,
    who: { readonly person: string } | { readonly session: string },
    code: number,
    reason: string,
  ): void
  /** Closes documents on whoever's sockets, at once, and lets go of them. All that was sent before is taken in. */
  end(workshop: string, isMeant: (doc: DocName) => boolean, code: number, reason: string): void
  /** People with an open socket in this workshop. */
  here(workshop: string): ReadonlySet<string>
  /** SIGTERM: refuses newcomers, flushes, closes all sockets with 1012. */
  shutdown(): Promise<void>
}
