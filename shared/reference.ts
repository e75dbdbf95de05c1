/**
 * A word to tell whoever helps, such as 7F3K-2P: under it they find one person's lines in the log. It tells nothing, and opens nothing:
 * a few bits of a hash of an id that everybody in the workshop has, or of chance.
 */
import { digest } from 'lib0/hash/sha256'
import { CLEAR_SIGNS } from './ids.ts'

const written = (bytes: Uint8Array): string => {
  const signs = [...bytes.subarray(0, 6)]
    .map((byte) => CLEAR_SIGNS.charAt(byte % CLEAR_SIGNS.length))
    .join('')
  return `${signs.slice(0, 4)}-${signs.slice(4)}`
}

/** What a person says: the same on their screen and in the log, so nothing has to be remembered. */
export const referenceOf = (person: string): string =>
  written(digest(new TextEncoder().encode(`kiteboard reference ${person}`)))

/** What somebody says whom nobody knows: it is told once, with a refusal. */
export const newReference = (): string => written(crypto.getRandomValues(new Uint8Array(6)))
