/** What a client says of itself, read, and stamped with the server's word for whose it is. */
import * as z from 'zod/mini'
import { partPoints, type Pointed } from '../../../shared/pointers.ts'
import { CLOSE, LIMITS } from '../../../shared/protocol.ts'
import { SocketRefusal } from '../refuse.ts'

type State = Readonly<Record<string, unknown>>

/** A presence, stamped. */
export interface Stamped {
  /** What they say of themselves; where it differs, `cursor` is newer. */
  readonly state: State
  readonly cursor: readonly [number, number] | null
  readonly person: string
  /** Parted for the compact form. */
  readonly pointed: Pointed
  /** The words around the pointer's place, by which a move is known without parsing; null where there are none. */
  readonly around: { readonly head: string; readonly tail: string } | null
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

const AROUND = /^(.*"cursor":\[)[^[\]]*(\].*)$/s
/** Two numbers of JSON that are near enough to travel as points. */
const PLACE = /^(-?(?:0|[1-9]\d{0,8})(?:\.\d{1,20})?),(-?(?:0|[1-9]\d{0,8})(?:\.\d{1,20})?)$/

/** The words around a pointer's place; null when they do not say that it is the pointer's, and nothing else. */
const aroundIn = (json: string, state: State): Stamped['around'] => {
  // Whoever drags says many places at once.
  if (typeof state['drag'] === 'object' && state['drag'] !== null) return null
  const [, head, tail] = AROUND.exec(json) ?? []
  if (head === undefined || tail === undefined) return null
  const at = (cursor: unknown): string => JSON.stringify({ ...state, cursor })
  const elsewhere = at([1, 2])
  const probe: unknown = JSON.parse(`${head}1,2${tail}`)
  return JSON.stringify(probe) === elsewhere && JSON.stringify(state) !== elsewhere ? { head, tail } : null
}

/** As JSON, for whoever reads y-protocols' awareness. */
export const stampedJson = ({ state, cursor, person }: Stamped): string =>
  JSON.stringify(cursor ? { ...state, cursor, person } : { ...state, person })

/**
 * What follows, when all that has changed is where the pointer is. Fifteen times a second somebody points, and seldom does
 * anything else. @returns null when it has to be read
 */
export const movedTo = (before: Stamped, json: string): Stamped | null => {
  const { state, person, pointed, around } = before
  if (!around || pointed.points.length !== 2) return null
  const { head, tail } = around
  if (!json.startsWith(head) || !json.endsWith(tail)) return null
  const [, across, down] = PLACE.exec(json.slice(head.length, json.length - tail.length)) ?? []
  if (across === undefined || down === undefined) return null
  const [x, y] = [Number(across), Number(down)]
  const points = [Math.round(x), Math.round(y)]
  return { state, cursor: [x, y], person, pointed: { shape: pointed.shape, points }, around }
}

/** Reads what a client says of itself; null when it says that it is gone. @throws SocketRefusal */
export const stamp = (json: string, person: string): Stamped | null => {
  // An entry comes back from its owner with our stamp on it; that much more is not theirs.
  const room = LIMITS.presence + JSON.stringify({ person }).length
  if (Buffer.byteLength(json) > room) throw new SocketRefusal(CLOSE.tooLarge, 'This presence is too large.')
  if (depthOf(json) > LIMITS.valueDepth)
    throw new SocketRefusal(CLOSE.unacceptable, 'This presence nests too deep.')
  try {
    const state = stateSchema.parse(JSON.parse(json))
    if (!state) return null
    const pointed = partPoints({ ...state, person })
    return { state, cursor: null, person, pointed, around: aroundIn(json, state) }
  } catch {
    throw new SocketRefusal(CLOSE.malformed, 'This presence cannot be read.')
  }
}
