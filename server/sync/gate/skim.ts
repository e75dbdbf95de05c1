/**
 * An update, looked through before anything is built of it, since building takes far longer and leaves as much to be cleared away.
 * Whatever is refused here the gate would refuse as well, once all of it stood.
 */
import * as decoding from 'lib0/decoding'
import { LIMITS } from '../../../shared/protocol.ts'
import { TOO_DEEP, TOO_FAR, TOO_MANY, TOO_MUCH, type Misfit } from './misfit.ts'
import type { Written } from './ranges.ts'
import { skipBytes, skipContent, skipValues, TYPE, VALUES } from './skip.ts'
import type { Pace, Stepwise } from './stepwise.ts'

/** Some of one client's structs, as an update holds them. */
export interface Row {
  readonly client: number
  readonly clock: number
  readonly count: number
  /** Its bytes begin and end here. */
  readonly from: number
  readonly to: number
}

/** A struct that holds more plain values than one may. */
interface Heavy {
  readonly id: { readonly client: number; readonly clock: number }
  readonly length: number
}

/** What a look at an update tells, where nothing speaks against it. */
export interface Skimmed {
  readonly type: 'skimmed'
  /** Whether the server has all of its structs, and all that it deletes was written. */
  readonly isKnown: boolean
  /** All of its structs, in order; no row is long. */
  readonly rows: readonly Row[]
  /** How many structs it has, plain values in those, and ranges of what is deleted. */
  readonly structs: number
  readonly values: number
  readonly ranges: number
  /** What is deleted. */
  readonly deletes: Written
  /** New structs that hold more plain values than one may, unless they are deleted as they come. */
  readonly heavy: readonly Heavy[]
}

/** Structs in one row, at most. */
const LONGEST_ROW = 2_000

/** What the first byte of a struct says, in version 1 of Yjs's encoding: what it holds, and what it names. */
const SKIP = 10
const CONTENT = 0b0001_1111
const HAS_SUB = 0b0010_0000
const HAS_RIGHT = 0b0100_0000
const HAS_LEFT = 0b1000_0000

/** A look at an update, and what it has found so far. */
interface Look {
  readonly decoder: decoding.Decoder
  readonly bytes: Buffer
  /** How far a client's structs are known. */
  readonly stateOf: (client: number) => number
  readonly isEnough: Pace
  /** How often a field was made, by the bytes that name it; and how many of those before it each has to pass, together. */
  readonly made: Map<string, number>
  steps: number
  /** How many containers a container lies in, by client and clock; at least so many. */
  readonly depths: Map<number, Map<number, number>>
  readonly rows: Row[]
  readonly heavy: Heavy[]
  readonly deletes: Map<number, number[]>
  isKnown: boolean
  structs: number
  values: number
  ranges: number
}

/** Whose structs are looked through. */
interface Author {
  readonly client: number
  /** How far they are known. */
  readonly known: number
  /** How deep each of their containers lies. */
  readonly depths: Map<number, number>
}

/** Reads where a struct lies. @returns in how many containers, as far as it says so; or what speaks against it */
const skimPlace = (look: Look, { known }: Author, clock: number, info: number): number | Misfit => {
  const { decoder } = look
  for (const neighbour of [HAS_LEFT, HAS_RIGHT])
    if (info & neighbour) {
      decoding.readVarUint(decoder)
      decoding.readVarUint(decoder)
    }
  if (info & (HAS_LEFT | HAS_RIGHT)) return 0
  const { bytes, made, depths } = look
  const from = decoder.pos
  let depth = 0
  if (decoding.readVarUint(decoder) === 1) skipBytes(decoder)
  else {
    const holder = decoding.readVarUint(decoder)
    const at = decoding.readVarUint(decoder)
    depth = 1 + (depths.get(holder)?.get(at) ?? 0)
  }
  if (!(info & HAS_SUB)) return depth
  skipBytes(decoder)
  if (clock < known) return depth
  const field = bytes.toString('latin1', from, decoder.pos)
  const times = made.get(field) ?? 0
  made.set(field, times + 1)
  look.steps += times
  // As the toil is counted: each has to pass those before it.
  return look.steps > LIMITS.toil ? TOO_MUCH : depth
}

/** Reads one struct. @returns its length, in steps of its client; or what speaks against it */
const skimStruct = (look: Look, author: Author, clock: number): number | Misfit => {
  const { decoder } = look
  const { client, known, depths } = author
  const info = decoding.readUint8(decoder)
  if (info === SKIP) return decoding.readVarUint(decoder)
  const content = info & CONTENT
  if (content !== 0) {
    const depth = skimPlace(look, author, clock, info)
    if (typeof depth !== 'number') return depth
    if (content === TYPE) {
      if (depth > LIMITS.depth && clock >= known) return TOO_DEEP
      depths.set(clock, depth)
    }
  }
  if (content !== VALUES) {
    const length = skipContent(decoder, look.bytes, content)
    if (clock + length > known) look.isKnown = false
    return length
  }
  const length = decoding.readVarUint(decoder)
  const values = skipValues(decoder, length, false)
  look.values += values
  if (look.values > LIMITS.values) return TOO_MANY
  if (clock + length > known) {
    look.isKnown = false
    if (values > LIMITS.value) look.heavy.push({ id: { client, clock }, length })
  }
  return length
}

/** Whose structs come next. */
const nextAuthor = ({ decoder, stateOf, depths: all }: Look): Author => {
  const client = decoding.readVarUint(decoder)
  const depths = all.get(client) ?? new Map<number, number>()
  all.set(client, depths)
  return { client, known: stateOf(client), depths }
}

/** Reads all structs. */
function* skimStructs(look: Look): Stepwise<Misfit | null> {
  const { decoder, isEnough, rows } = look
  for (let authors = decoding.readVarUint(decoder); authors > 0; authors--) {
    const count = decoding.readVarUint(decoder)
    look.structs += count
    if (look.structs > LIMITS.structs) return TOO_MANY
    const author = nextAuthor(look)
    const { client } = author
    let clock = decoding.readVarUint(decoder)
    let begun = { clock, from: decoder.pos, each: 0 }
    const endRow = (each: number): void => {
      const to = decoder.pos
      if (each > begun.each)
        rows.push({ client, clock: begun.clock, count: each - begun.each, from: begun.from, to })
      begun = { clock, from: to, each }
    }
    for (let each = 0; each < count; each++) {
      if (isEnough(1)) yield
      if (each - begun.each >= LONGEST_ROW) endRow(each)
      const before = look.values
      const length = skimStruct(look, author, clock)
      if (typeof length !== 'number') return length
      clock += length
      if (look.values > before && isEnough(look.values - before)) yield
    }
    endRow(count)
  }
  return null
}

/** Reads all that is deleted. */
function* skimDeletes(look: Look): Stepwise<Misfit | null> {
  const { decoder, stateOf, isEnough, deletes } = look
  for (let authors = decoding.readVarUint(decoder); authors > 0; authors--) {
    const client = decoding.readVarUint(decoder)
    const count = decoding.readVarUint(decoder)
    look.ranges += count
    if (look.ranges > LIMITS.ranges) return TOO_MANY
    const known = stateOf(client)
    let isKnown = true
    const list = deletes.get(client) ?? []
    if (count > 0) deletes.set(client, list)
    for (let each = 0; each < count; each++) {
      if (isEnough(1)) yield
      const clock = decoding.readVarUint(decoder)
      const len = decoding.readVarUint(decoder)
      if (clock + len > LIMITS.clock) return TOO_FAR
      isKnown &&= clock + len <= known
      list.push(clock, len)
    }
    look.isKnown &&= isKnown
  }
  return null
}

/**
 * Looks an update through for what makes much of few bytes: more structs than anybody writes, one field made again and again, and
 * structs in structs in structs.
 * @param stateOf how far a client's structs are known: what is known is never held against anybody
 * @returns what it tells, or what speaks against it
 * @throws when it cannot be read
 */
export function* skim(
  update: Uint8Array,
  stateOf: (client: number) => number,
  isEnough: Pace,
): Stepwise<Skimmed | Misfit> {
  const look: Look = {
    decoder: decoding.createDecoder(update),
    bytes: Buffer.from(update.buffer, update.byteOffset, update.byteLength),
    stateOf,
    isEnough,
    made: new Map(),
    steps: 0,
    depths: new Map(),
    rows: [],
    heavy: [],
    deletes: new Map(),
    isKnown: true,
    structs: 0,
    values: 0,
    ranges: 0,
  }
  const misfit = (yield* skimStructs(look)) ?? (yield* skimDeletes(look))
  if (misfit) return misfit
  const { isKnown, rows, structs, values, ranges, deletes, heavy } = look
  return { type: 'skimmed', isKnown, rows, structs, values, ranges, deletes, heavy }
}
