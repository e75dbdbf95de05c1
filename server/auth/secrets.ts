/** Secrets, their hashes, and codes that people can read aloud. */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { CLEAR_SIGNS } from '../../shared/ids.ts'

/** A link's secret: 128 bits, base64url. */
export const newSecret = (): string => randomBytes(16).toString('base64url')

/** A session's token: 192 bits, base64url, so that it also fits in a WebSocket subprotocol. */
export const newToken = (): string => randomBytes(24).toString('base64url')

/** What is kept of a secret. They are random and long, so a plain hash cannot be worked back. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** Length of a workshop's join code and of a device's, shown as `ABC DEF`: both are typed into the same six boxes. */
const CODE = 6

export const newCode = (): string =>
  Array.from({ length: CODE }, () => CLEAR_SIGNS.charAt(randomInt(CLEAR_SIGNS.length))).join('')

/** A code as it was typed or read from a picture: case, spaces and dashes do not matter. */
export const normaliseCode = (typed: string): string => typed.replace(/[\s\-–—]/g, '').toUpperCase()
