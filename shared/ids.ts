const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/** What an id looks like on the wire: 16 to 32 characters of base64url. */
export const ID_PATTERN = /^[A-Za-z0-9_-]{16,32}$/

/** Letters and digits that are not mistaken for one another, read or said aloud: no O, I, 0, 1. */
export const CLEAR_SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/**
 * A random id of 21 characters (126 bits). `crypto.randomUUID` is missing on a page served over plain http, as in a
 * hall's own network, so this draws on `getRandomValues`, which is always there.
 */
export const newId = (): string => {
  let id = ''
  for (const byte of crypto.getRandomValues(new Uint8Array(21))) id += ALPHABET.charAt(byte & 63)
  return id
}
