/**
 * Who is here and where their pointers are. Presence is never stored. The server keeps one entry a connection, says itself whose
 * it is, and tells all at once what changed in a tick.
 */
import * as decoding from 'lib0/decoding'
import * as z from 'zod/mini'
import { partPoints, type Pointed, type PointerEntry } from '../../shared/pointers.ts'
import { CLOSE, LIMITS } from '../../shared/protocol.ts'
import type { Claims } from './claims.ts'
import { pointersFrame, presenceFrame, type Frame } from './frames.ts'
import { SocketRefusal } from './refuse.ts'

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
  /** By which the compact form names it. */
  readonly slot: number
  /** The state, parted for the compact form; null when gone. */
  pointed: Pointed | null
  /** The shape that all who read the compact form know by now; null when they know none. */
  told: string | null
}

/** Presence in both its forms: y-protocols' own, and the compact one. */
export interface PresenceFrames {
  readonly stock: Frame
  readonly compact: Frame
}

export interface PresenceBoard {
  /** Takes an awareness message. Others' entries in it are passed over: stock clients echo them. @throws SocketRefusal */
  receive(from: Present, message: Uint8Array): void
  /** Takes away what a connection said of itself. */
  leave(from: Present): void
  /** Everybody who is here, for a newcomer; null when nobody is. */
  everybody(): PresenceFrames | null
  /** Sends what changed since it last did. */
  flush(): void
}

const stateSchema = z.nullable(z.record(z.string(), z.unknown()))

/** How deep lists and objects lie in each other in a JSON text, told without parsing it. */
const depthOf = (json: string): number => {
  let deepest = 0
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at++) {
    const sign = json[at]
    if (inString && sign === '\\') at += 1
    else if (sign === '"') inString = !inString
    else if (inString) continue
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, (depth += 1))
    else if (sign === ']' || sign === '}') depth -= 1
  }
  return deepest
}

/** What a client says of itself, with the server's word for whose it is. @throws SocketRefusal */
const stamp = (
  json: string,
  person: string,
): { readonly state: string; readonly pointed: Pointed | null } => {
  // An entry comes back from its owner with our stamp on it; that much more is not theirs.
  const room = LIMITS.presence + JSON.stringify({ person }).length
  if (Buffer.byteLength(json) > room) throw new SocketRefusal(CLOSE.tooLarge, 'This presence is too large.')
  if (depthOf(json) > LIMITS.valueDepth)
    throw new SocketRefusal(CLOSE.unacceptable, 'This presence nests too deep.')
  try {
    const state = stateSchema.parse(JSON.parse(json))
    if (!state) return { state: 'null', pointed: null }
    const stamped = { ...state, person }
    return { state: JSON.stringify(stamped), pointed: partPoints(stamped) }
  } catch {
    throw new SocketRefusal(CLOSE.malformed, 'This presence cannot be read.')
  }
}

/** An entry of a message. Its state is read only when asked for: most entries of a long message are others'. */
interface Said {
  readonly client: number
  readonly clock: number
  state(): string
}

/** @throws on what is no awareness message */
function* decode(message: Uint8Array): Generator<Said> {
  const decoder = decoding.createDecoder(message)
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const at = decoder.pos
    const end = decoding.readVarUint(decoder) + decoder.pos
    if (end > message.byteLength) throw new Error('too short')
    const state = (): string => {
      decoder.pos = at
      return decoding.readVarString(decoder)
    }
    yield { client, clock, state }
    decoder.pos = end
  }
}

const wholeEntry = ({ slot, client }: Entry, pointed: Pointed): PointerEntry => ({
  type: 'whole',
  slot,
  client,
  pointed,
})

/** What changed of an entry, in the compact form. */
const changeOf = (entry: Entry): PointerEntry => {
  const { slot, pointed, told } = entry
  entry.told = pointed?.shape ?? null
  if (!pointed) return { type: 'gone', slot }
  return pointed.shape === told ? { type: 'moved', slot, points: pointed.points } : wholeEntry(entry, pointed)
}

/** The presence of one document. */
export const createPresence = ({
  name,
  claims,
  send,
  wake,
  onForeign = () => {},
  now = Date.now,
}: {
  readonly name: string
  readonly claims: Pick<Claims, 'allows' | 'present'>
  /** Gets the frames of a tick, for all who are here. */
  readonly send: (frames: PresenceFrames) => void
  /** Something has changed: calls for `flush`, soon. */
  readonly wake: () => void
  /** Somebody spoke for somebody else, in vain. */
  readonly onForeign?: () => void
  readonly now?: () => number
}): PresenceBoard => {
  const entries = new Map<number, Entry>()
  const byOwner = new Map<Present, Entry>()
  const changed = new Set<Entry>()
  /** Slots of those who were forgotten; everybody was told long ago that they are gone. */
  const free: number[] = []
  let slots = 0

  const flush = (): void => {
    if (changed.size > 0)
      send({
        stock: presenceFrame(name, [...changed]),
        compact: pointersFrame(name, [...changed].map(changeOf)),
      })
    changed.clear()
    for (const [client, entry] of entries)
      if (!entry.owner && now() - entry.left > MEMORY) {
        entries.delete(client)
        free.push(entry.slot)
      }
  }

  const tell = (entry: Entry): void => {
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
      state: 'null',
      left: 0,
      slot: free.pop() ?? slots++,
      pointed: null,
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

  const receiveOne = (from: Present, { client, clock, state: read }: Said): void => {
    if (isForeign(from, client)) {
      // Stock clients echo what they were told. Anything newer is said for somebody else.
      if (clock > (entries.get(client)?.clock ?? -1)) onForeign()
      return
    }
    const json = read()
    const given = byOwner.get(from)?.given ?? -1
    if (clock < given || (clock === given && json !== 'null')) return
    // Nobody claims an id in order to say that it is gone.
    if (json === 'null' && !byOwner.has(from)) return
    const { state, pointed } = stamp(json, from.person)
    const entry = claim(from, client)
    entry.given = clock
    // What we told others comes back to its owner, who may say it again: nothing new.
    if (state === entry.state && clock <= entry.clock) return
    entry.state = state
    entry.pointed = pointed
    entry.clock = Math.max(clock, entry.clock + 1)
    tell(entry)
  }

  return {
    receive(from, message) {
      try {
        for (const entry of decode(message)) receiveOne(from, entry)
      } catch (error) {
        if (error instanceof SocketRefusal) throw error
        throw new SocketRefusal(CLOSE.malformed, 'This presence cannot be read.')
      }
    },
    leave(from) {
      const entry = byOwner.get(from)
      byOwner.delete(from)
      if (!entry) return
      entry.owner = null
      entry.left = now()
      if (entry.state === 'null') return
      entry.state = 'null'
      entry.pointed = null
      entry.clock += 1
      tell(entry)
    },
    everybody() {
      const here = [...entries.values()].filter((entry) => entry.state !== 'null')
      if (here.length === 0) return null
      // A newcomer knows the shapes of this moment: whatever changes in this tick is told whole.
      for (const entry of changed) entry.told = null
      return {
        stock: presenceFrame(name, here),
        compact: pointersFrame(
          name,
          here.flatMap((entry) => (entry.pointed ? wholeEntry(entry, entry.pointed) : [])),
        ),
      }
    },
    flush,
  }
}
