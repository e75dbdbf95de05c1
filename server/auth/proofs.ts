/**
 * Proofs that somebody wrote under a client id of Yjs. Those ids stand in every state vector, so whoever says that one is theirs proves
 * nothing. Whoever was the first to write under it is given a proof. They show it after older data were put back: then words that
 * others have brought back meanwhile are theirs again. Whoever shows it need not be who it was given to, since whom the server forgot
 * has joined as somebody new. But it says who that was: if they were there first with another's words, theirs tells nothing new.
 *
 * The key lies with the data, so that a copy of them has it. Under a new key no older proof holds, and such words stay nobody's.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { PROOF_BYTES } from '../../shared/protocol.ts'
import type { Log } from '../log.ts'
import type { Storage } from '../storage/storage.ts'

const KEY = 'proofs/key'
const KEY_BYTES = 32

export interface Proofs {
  /** Reads the key, or makes one. What fails is tried again when the next proof is asked for. */
  load(): Promise<void>
  /**
   * The proof for an id in a document, as it is given to this person; as it was given before it named anybody, for ''. Null as long as
   * there is no key, since the storage fails.
   */
  of(workshop: string, document: string, client: number, person: string): Uint8Array | null
}

/** No key read yet. */
export const createProofs = ({
  storage,
  log,
}: {
  readonly storage: Pick<Storage, 'get' | 'commit'>
  readonly log: Pick<Log, 'error'>
}): Proofs => {
  let key: Uint8Array | null = null
  let loading: Promise<void> | null = null
  /** Each change of everybody's tries again; one line is enough. */
  let isSaid = false

  const read = async (): Promise<void> => {
    try {
      const held = await storage.get(KEY)
      const fresh = held ?? new Uint8Array(randomBytes(KEY_BYTES))
      // Nobody is told what a crash would make void.
      if (!held) await storage.commit([{ type: 'put', key: KEY, value: fresh }])
      key = fresh
    } catch (error) {
      if (!isSaid) log.error({ err: error }, 'nothing can be proven yet')
      isSaid = true
    } finally {
      loading = null
    }
  }
  const load = (): Promise<void> => (loading ??= read())

  return {
    load,
    of(workshop, document, client, person) {
      if (!key) {
        void load()
        return null
      }
      const whole = createHmac('sha256', key)
        .update(JSON.stringify([workshop, document, client, ...(person ? [person] : [])]))
        .digest()
      return new Uint8Array(Buffer.concat([whole.subarray(0, PROOF_BYTES), Buffer.from(person)]))
    },
  }
}
