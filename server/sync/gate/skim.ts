/**
 * An update, looked through before anything is built of it, since building takes far longer and leaves as much to be cleared away.
 * Whatever is refused here the gate would refuse as well, once all of it stood.
 */
import * as decoding from 'lib0/decoding'
import { LIMITS } from '../../../shared/protocol.ts'
import { TOO_DEEP, TOO_FAR, TOO_MANY, TOO_MUCH, type Misfit } from './misfit.ts'
import type { Written } from './ranges.ts'
import type { Pace, Stepwise } from './stepwise.ts'

/** Some of one client's parts, as an update holds them. */
export interface Row {
  readonly client: number
  readonly clock: number
  readonly count: number
  /** Its bytes begin and end here. */
  readonly from: number
  readonly to: number
}

/** What a look at an update tells. */
export interface Skimmed {
  /** What speaks against it; then nothing else is told. */
  readonly misfit: Misfit | null
  /** Whether the server has all of its parts, and all that it deletes was written. */
  readonly isKnown: boolean
  /** All of its parts, in order; no row is long. */
  readonly rows: readonly Row[]
  /** How many parts it has, plain values in those, and ranges of what is deleted. */
  readonly parts: number
  readonly values: number
  readonly ranges: number
  /** What is deleted. */
  readonly deletes: Written
  /** New parts that hold more plain values than one may, unless they are deleted as they come. */
  readonly heavy: readonly {
    readonly id: { readonly client: number; readonly clock: number }
    readonly length: number
  }[]
}

const NOTHING: Skimmed = {
  misfit: null,
  isKnown: true,
  rows: [],
  parts: 0,
  values: 0,
  ranges: 0,
  deletes: new Map(),
  heavy: [],
}
const against = (misfit: Misfit): Skimmed => ({ ...NOTHING, misfit })

type Decoder = decoding.Decoder

/** Parts in one row, at most. */
const LONGEST_ROW = 2_000

/** What the first byte of a struct says, in version 1 of Yjs's encoding: what it holds, and what it names. */
const SKIP = 10
const CONTENT = 0b0001_1111
const HAS_SUB = 0b0010_0000
const HAS_RIGHT = 0b0100_0000
const HAS_LEFT = 0b1000_0000
/** What is held by a struct that others may lie in. */
const TYPE = 7
/** Plain values. */
const VALUES = 8

const skip = (decoder: Decoder, bytes: number): void => {
  decoder.pos += bytes
  if (decoder.pos > decoder.arr.length) throw new Error('too short')
}

const skipBytes = (decoder: Decoder): void => skip(decoder, decoding.readVarUint(decoder))

/** @returns how many there were */
const skipAll = (decoder: Decoder, skipOne: (decoder: Decoder) => void): number => {
  const count = decoding.readVarUint(decoder)
  for (let each = 0; each < count; each++) skipOne(decoder)
  return count
}

/** @returns how many plain values there are, those within others too */
const skipValues = (decoder: Decoder, count: number, isNamed: boolean): number => {
  let values = 0
  for (let each = 0; each < count; each++) {
    if (isNamed) skipBytes(decoder)
    values += skipValue(decoder)
  }
  return values
}

/** A plain value, as lib0 writes it. @returns how many values that is */
const skipValue = (decoder: Decoder): number => {
  const kind = decoding.readUint8(decoder)
  switch (kind) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return 1
    case 125: // an integer
      decoding.readVarInt(decoder)
      return 1
    case 124: // 32 bits
      skip(decoder, 4)
      return 1
    case 123: // 64 bits, either way
    case 122:
      skip(decoder, 8)
      return 1
    case 119: // a string
    case 116: // bytes
      skipBytes(decoder)
      return 1
    case 118: // an object
      return 1 + skipValues(decoder, decoding.readVarUint(decoder), true)
    case 117: // a list
      return 1 + skipValues(decoder, decoding.readVarUint(decoder), false)
    default:
      throw new Error('no such value')
  }
}

/** @returns the struct's length, in steps of its client; not for plain values */
const skipContent = (decoder: Decoder, bytes: Buffer, content: number): number => {
  switch (content) {
    case 0: // collected as garbage
    case 1: // deleted
      return decoding.readVarUint(decoder)
    case 2: // JSON
      return skipAll(decoder, skipBytes)
    case 4: {
      // Characters, counted as strings count them.
      const length = decoding.readVarUint(decoder)
      skip(decoder, length)
      return bytes.toString('utf8', decoder.pos - length, decoder.pos).length
    }
    case 3: // bytes
    case 5: // an embed
      skipBytes(decoder)
      return 1
    case 6: // a format
      skipBytes(decoder)
      skipBytes(decoder)
      return 1
    case TYPE: {
      const type = decoding.readVarUint(decoder)
      // Two types of XML bear a name.
      if (type === 3 || type === 5) skipBytes(decoder)
      return 1
    }
    case 9: // a document
      skipBytes(decoder)
      skipValue(decoder)
      return 1
    default:
      throw new Error('no such content')
  }
}

/**
 * Looks an update through for what makes much of few bytes: more parts than anybody writes, one field made again and again, and
 * parts in parts in parts.
 * @param stateOf how far a client's structs are known: what is known is never held against anybody
 * @throws when it cannot be read
 */
export function* skim(
  update: Uint8Array,
  stateOf: (client: number) => number,
  isEnough: Pace,
): Stepwise<Skimmed> {
  const decoder = decoding.createDecoder(update)
  const bytes = Buffer.from(update.buffer, update.byteOffset, update.byteLength)
  /** How often a field was made, by the bytes that name it. */
  const made = new Map<string, number>()
  /** How many containers a container lies in, by client and clock; at least so many. */
  const depths = new Map<number, Map<number, number>>()
  const heavy: Skimmed['heavy'][number][] = []
  const deletes = new Map<number, number[]>()
  const found: Row[] = []
  let isKnown = true
  let parts = 0
  let values = 0
  let ranges = 0
  let steps = 0

  for (let rows = decoding.readVarUint(decoder); rows > 0; rows--) {
    const count = decoding.readVarUint(decoder)
    parts += count
    if (parts > LIMITS.structs) return against(TOO_MANY)
    const client = decoding.readVarUint(decoder)
    let clock = decoding.readVarUint(decoder)
    const known = stateOf(client)
    const own = depths.get(client) ?? new Map<number, number>()
    depths.set(client, own)
    let begun = { clock, from: decoder.pos, each: 0 }
    const endRow = (each: number): void => {
      const to = decoder.pos
      if (each > begun.each)
        found.push({ client, clock: begun.clock, count: each - begun.each, from: begun.from, to })
      begun = { clock, from: to, each }
    }
    for (let each = 0; each < count; each++) {
      if (isEnough(1)) yield
      if (each - begun.each >= LONGEST_ROW) endRow(each)
      const info = decoding.readUint8(decoder)
      if (info === SKIP) {
        clock += decoding.readVarUint(decoder)
        continue
      }
      const content = info & CONTENT
      let depth = 0
      if (content !== 0) {
        for (const neighbour of [HAS_LEFT, HAS_RIGHT])
          if (info & neighbour) {
            decoding.readVarUint(decoder)
            decoding.readVarUint(decoder)
          }
        if (!(info & (HAS_LEFT | HAS_RIGHT))) {
          const from = decoder.pos
          if (decoding.readVarUint(decoder) === 1) skipBytes(decoder)
          else {
            const holder = decoding.readVarUint(decoder)
            const at = decoding.readVarUint(decoder)
            depth = 1 + (depths.get(holder)?.get(at) ?? 0)
          }
          if (info & HAS_SUB) {
            skipBytes(decoder)
            if (clock >= known) {
              const field = bytes.toString('latin1', from, decoder.pos)
              const times = made.get(field) ?? 0
              made.set(field, times + 1)
              steps += times
              // As the toil is counted: each has to pass those before it.
              if (steps > LIMITS.toil) return against(TOO_MUCH)
            }
          }
        }
        if (content === TYPE) {
          if (depth > LIMITS.depth && clock >= known) return against(TOO_DEEP)
          own.set(clock, depth)
        }
      }
      const from = clock
      if (content === VALUES) {
        const length = decoding.readVarUint(decoder)
        const held = skipValues(decoder, length, false)
        clock += length
        values += held
        if (values > LIMITS.values) return against(TOO_MANY)
        if (isEnough(held)) yield
        if (held > LIMITS.value && clock > known) heavy.push({ id: { client, clock: from }, length })
      } else clock += skipContent(decoder, bytes, content)
      isKnown &&= clock <= known
    }
    endRow(count)
  }

  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = decoding.readVarUint(decoder)
    const count = decoding.readVarUint(decoder)
    ranges += count
    if (ranges > LIMITS.ranges) return against(TOO_MANY)
    const known = stateOf(client)
    const list = deletes.get(client) ?? []
    if (count > 0) deletes.set(client, list)
    for (let each = 0; each < count; each++) {
      if (isEnough(1)) yield
      const clock = decoding.readVarUint(decoder)
      const len = decoding.readVarUint(decoder)
      if (clock + len > LIMITS.clock) return against(TOO_FAR)
      isKnown &&= clock + len <= known
      list.push(clock, len)
    }
  }
  return { misfit: null, isKnown, rows: found, parts, values, ranges, deletes, heavy }
}
