/** What an update holds, read over: nothing is built of it. In version 1 of Yjs's encoding. */
import * as decoding from 'lib0/decoding'

type Decoder = decoding.Decoder

/** What is held by a struct that others may lie in. */
export const TYPE = 7
/** Plain values. */
export const VALUES = 8

const skip = (decoder: Decoder, bytes: number): void => {
  decoder.pos += bytes
  if (decoder.pos > decoder.arr.length) throw new Error('too short')
}

/** Reads over bytes that say first how many they are. */
export const skipBytes = (decoder: Decoder): void => skip(decoder, decoding.readVarUint(decoder))

/** @returns how many there were */
const skipAll = (decoder: Decoder, skipOne: (decoder: Decoder) => void): number => {
  const count = decoding.readVarUint(decoder)
  for (let each = 0; each < count; each++) skipOne(decoder)
  return count
}

/** Reads over plain values. @returns how many there are, those within others too */
export const skipValues = (decoder: Decoder, count: number, isNamed: boolean): number => {
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

/** Reads over what a struct holds, but plain values. @returns its length, in steps of its client */
export const skipContent = (decoder: Decoder, bytes: Buffer, content: number): number => {
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
