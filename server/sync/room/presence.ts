/**
 * Who is here and where their pointers are. Presence is never stored. The server keeps one entry a connection, says itself whose
 * it is, and tells all at once what changed in a tick.
 */
import * as decoding from 'lib0/decoding'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import { SocketRefusal } from '../refuse.ts'
import type { Claims } from './claims.ts'
import { changesOf, jsonOf, bytesOf, wholeOf, type PresenceFrames, type Readers, type Told } from './forms.ts'
import { movedTo, stamp } from './stamp.ts'

/** Milliseconds after which it is tried again to tell what had to wait. */
const LATER = 100

/** Milliseconds for which the entry of somebody who left stays theirs: others still echo it. */
const MEMORY = 60_000

/** A connection, as presence sees it. */
export interface Present {
  readonly person: string
  /** Whether it may write the document: only then is its client id claimed for good. */
  mayWrite(): boolean
  /** Whether others may be told so much more of this person now; see `LIMITS.shown`. */
  mayShow(bytes: number): boolean
}

interface Entry extends Told {
  readonly person: string
  owner: Present | null
  /** The clock that the client gave last. */
  given: number
  /** When the owner left. */
  left: number
}

/** Who is at a document, and what each says of themselves. */
export interface PresenceBoard {
  /** Takes an awareness message. Others' entries in it are passed over: stock clients echo them. @throws SocketRefusal */
  receive(from: Present, message: Uint8Array): void
  /** Takes away what a connection said of itself. */
  leave(from: Present): void
  /** Everybody who is here, for a newcomer, as the others know them; null when nobody is. */
  everybody(): PresenceFrames | null
  /** How many that are, more or less. */
  count(): number
  /** Sends what changed since it last did. */
  flush(): void
}

/** The presence of one document. */
export const createPresence = ({
  name,
  claims,
  send,
  readers,
  wake,
  onForeign = () => {},
  elapsed = () => performance.now(),
}: {
  readonly name: string
  readonly claims: Pick<Claims, 'allows' | 'present'>
  /** Gets the frames of a tick, for all who are here. */
  readonly send: (frames: PresenceFrames) => void
  /** How many read each form. */
  readonly readers: () => Readers
  /** Something has changed: calls for `flush`, soon. */
  readonly wake: () => void
  /** Somebody spoke for so many others, in vain. */
  readonly onForeign?: (entries: number) => void
  /** Ms since whenever. */
  readonly elapsed?: () => number
}): PresenceBoard => {
  const entries = new Map<number, Entry>()
  const byOwner = new Map<Present, Entry>()
  const changed = new Set<Entry>()
  /** Slots of those who were forgotten; everybody was told long ago that they are gone. */
  const free: number[] = []
  let slots = 0
  /** Until what had to wait is tried again. */
  let later: NodeJS.Timeout | null = null
  /** Everybody, as the last newcomer was told; null when something has changed. */
  let here: PresenceFrames | null = null

  /** Whether an entry is told now. Whoever says much to many waits, and then says what is newest. */
  const isDue = (entry: Entry, { compact, stock }: Readers): boolean => {
    if (!entry.said || !entry.owner) return true
    const size = bytesOf(entry)
    const bytes = Math.max(size.compact, (size.compact * compact + size.stock * stock) / 100)
    return entry.owner.mayShow(Math.min(bytes, LIMITS.shown.burst))
  }

  const flush = (): void => {
    const all = readers()
    const due = [...changed].filter((entry) => isDue(entry, all))
    if (due.length > 0) {
      here = null
      send(changesOf(name, due))
    }
    for (const entry of due) changed.delete(entry)
    if (changed.size > 0)
      later ??= setTimeout(() => {
        later = null
        wake()
      }, LATER).unref()
    for (const [client, entry] of entries)
      if (!entry.owner && elapsed() - entry.left > MEMORY) {
        entries.delete(client)
        free.push(entry.slot)
      }
  }

  const tell = (entry: Entry): void => {
    here = null
    changed.add(entry)
    wake()
  }

  /** Whether an entry is somebody else's to write, or one too many. */
  const isForeign = (from: Present, client: number): boolean => {
    const mine = byOwner.get(from)
    if (mine) return mine.client !== client
    if (!claims.allows(client, from.person)) return true
    const entry = entries.get(client)
    return entry !== undefined && entry.person !== from.person
  }

  const claim = (from: Present, client: number): Entry => {
    const mine = byOwner.get(from)
    if (mine) return mine
    const entry = entries.get(client) ?? {
      client,
      person: from.person,
      owner: null,
      given: -1,
      clock: -1,
      said: null,
      left: 0,
      slot: free.pop() ?? slots++,
      told: null,
    }
    entries.set(client, entry)
    // The same person's older socket, which has not been noticed to be gone.
    if (entry.owner) byOwner.delete(entry.owner)
    entry.owner = from
    entry.given = -1
    byOwner.set(from, entry)
    if (from.mayWrite()) claims.present(client, from.person)
    return entry
  }

  const receiveOne = (from: Present, client: number, clock: number, json: string): void => {
    const given = byOwner.get(from)?.given ?? -1
    if (clock < given || (clock === given && json !== 'null')) return
    // Nobody claims an id in order to say that it is gone.
    if (json === 'null' && !byOwner.has(from)) return
    const before = byOwner.get(from)?.said
    const said = (before && movedTo(before, json)) ?? stamp(json, from.person)
    const entry = claim(from, client)
    entry.given = clock
    // What we told others comes back to its owner, who may say it again: nothing new.
    if (clock <= entry.clock && jsonOf(said) === jsonOf(entry.said)) return
    entry.said = said
    entry.clock = Math.max(clock, entry.clock + 1)
    tell(entry)
  }

  return {
    receive(from, message) {
      let foreign = 0
      try {
        const decoder = decoding.createDecoder(message)
        const count = decoding.readVarUint(decoder)
        if (count > entries.size + LIMITS.presences)
          throw new SocketRefusal(CLOSE.tooLarge, 'These are too many people at once.')
        for (let left = count; left > 0; left--) {
          const client = decoding.readVarUint(decoder)
          const clock = decoding.readVarUint(decoder)
          const at = decoder.pos
          const end = decoding.readVarUint(decoder) + decoder.pos
          if (end > message.byteLength) throw new Error('too short')
          // Most entries of a long message are others': they are not even read.
          if (!isForeign(from, client)) {
            decoder.pos = at
            receiveOne(from, client, clock, decoding.readVarString(decoder))
          } else if (clock > (entries.get(client)?.clock ?? -1)) foreign += 1
          decoder.pos = end
        }
      } catch (error) {
        if (error instanceof SocketRefusal) throw error
        throw new SocketRefusal(CLOSE.malformed, 'This presence cannot be read.')
      }
      // Stock clients echo what they were told. What is newer than that was said for somebody else.
      if (foreign > 0) onForeign(foreign)
    },
    leave(from) {
      const entry = byOwner.get(from)
      byOwner.delete(from)
      if (!entry) return
      entry.owner = null
      entry.left = elapsed()
      if (!entry.said) return
      entry.said = null
      entry.clock += 1
      tell(entry)
    },
    everybody() {
      if (here) return here
      const present = [...entries.values()].filter(({ said }) => said !== null)
      if (present.length === 0) return null
      return (here = wholeOf(name, present))
    },
    count: () => byOwner.size,
    flush,
  }
}
