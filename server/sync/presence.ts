/**
 * Who is here and where their pointers are. Presence is never stored. The server keeps one entry a connection, says itself whose
 * it is, and tells all at once what changed in a tick.
 */
import * as decoding from 'lib0/decoding'
import * as z from 'zod/mini'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import type { Claims } from './claims.ts'
import { presenceFrame, type Frame, type PresenceEntry } from './frames.ts'
import { SocketRefusal } from './refuse.ts'

/** Milliseconds for which changes are gathered into one frame. */
const TICK = 40
/** Milliseconds for which the entry of somebody who left stays theirs: others still echo it. */
const MEMORY = 60_000

/** A connection, as presence sees it. */
export interface Present {
  readonly person: string
  /** Whether it may write the document: only then is its client id claimed for good. */
  mayWrite(): boolean
}

interface Entry {
  readonly client: number
  readonly person: string
  owner: Present | null
  /** The clock that the client gave last. */
  given: number
  /** The clock that others were told: never goes back, also when a client comes back with an old one. */
  clock: number
  /** JSON, stamped; `null` when gone. */
  state: string
  /** When the owner left. */
  left: number
}

export interface PresenceBoard {
  /** Takes an awareness message. Others' entries in it are passed over: stock clients echo them. @throws SocketRefusal */
  receive(from: Present, message: Uint8Array): void
  /** Takes away what a connection said of itself. */
  leave(from: Present): void
  /** Everybody who is here, for a newcomer; null when nobody is. */
  everybody(): Frame | null
  close(): void
}

const stateSchema = z.nullable(z.record(z.string(), z.unknown()))

/** What a client says of itself, with the server's word for whose it is. @throws SocketRefusal */
const stamp = (json: string, person: string): string => {
  // An entry comes back from its owner with our stamp on it; that much more is not theirs.
  const room = LIMITS.presence + JSON.stringify({ person }).length
  if (Buffer.byteLength(json) > room) throw new SocketRefusal(CLOSE.tooLarge, 'This presence is too large.')
  try {
    const state = stateSchema.parse(JSON.parse(json))
    return state ? JSON.stringify({ ...state, person }) : 'null'
  } catch {
    throw new SocketRefusal(CLOSE.malformed, 'This presence cannot be read.')
  }
}

const decode = (message: Uint8Array): PresenceEntry[] => {
  const entries: PresenceEntry[] = []
  try {
    const decoder = decoding.createDecoder(message)
    for (let left = decoding.readVarUint(decoder); left > 0; left--)
      entries.push({
        client: decoding.readVarUint(decoder),
        clock: decoding.readVarUint(decoder),
        state: decoding.readVarString(decoder),
      })
  } catch {
    throw new SocketRefusal(CLOSE.malformed, 'This presence cannot be read.')
  }
  return entries
}

/** The presence of one document. `send` gets one frame a tick, for all who are here. */
export const createPresence = ({
  name,
  claims,
  send,
  now = Date.now,
}: {
  readonly name: string
  readonly claims: Pick<Claims, 'allows' | 'present'>
  readonly send: (frame: Frame) => void
  readonly now?: () => number
}): PresenceBoard => {
  const entries = new Map<number, Entry>()
  const byOwner = new Map<Present, Entry>()
  const changed = new Set<Entry>()
  let timer: NodeJS.Timeout | null = null

  const flush = (): void => {
    timer = null
    if (changed.size > 0) send(presenceFrame(name, [...changed]))
    changed.clear()
    for (const [client, entry] of entries)
      if (!entry.owner && now() - entry.left > MEMORY) entries.delete(client)
  }

  const tell = (entry: Entry): void => {
    changed.add(entry)
    timer ??= setTimeout(flush, TICK).unref()
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
      state: 'null',
      left: 0,
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

  const receiveOne = (from: Present, { client, clock, state: json }: PresenceEntry): void => {
    if (isForeign(from, client)) return
    // Nobody claims an id in order to say that it is gone.
    if (json === 'null' && !byOwner.has(from)) return
    const state = stamp(json, from.person)
    const entry = claim(from, client)
    if (clock < entry.given || (clock === entry.given && state !== 'null')) return
    entry.given = clock
    // What we told others comes back to its owner, who may say it again: nothing new.
    if (state === entry.state && clock <= entry.clock) return
    entry.state = state
    entry.clock = Math.max(clock, entry.clock + 1)
    tell(entry)
  }

  return {
    receive(from, message) {
      for (const entry of decode(message)) receiveOne(from, entry)
    },
    leave(from) {
      const entry = byOwner.get(from)
      byOwner.delete(from)
      if (!entry) return
      entry.owner = null
      entry.left = now()
      if (entry.state === 'null') return
      entry.state = 'null'
      entry.clock += 1
      tell(entry)
    },
    everybody() {
      const here = [...entries.values()].filter((entry) => entry.state !== 'null')
      return here.length > 0 ? presenceFrame(name, here) : null
    },
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}
