/**
 * Receipts: how the author of a nameless note can still take it back. The note's id is a hash of a secret that never leaves the
 * author's device, so that whoever shows the secret wrote the note, and nobody has to remember who that was.
 */
import * as buffer from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'

/** Bytes of chance in a secret. */
const BYTES = 16
/** Characters of an id: 132 bits, so that no other secret leads to it. */
const LENGTH = 22

export interface Receipt {
  /** 22 characters of base64url, to be kept on the author's device. */
  readonly secret: string
  /** The id that the note has, in the draft and on the board. */
  readonly item: string
}

/** The id of the note that a secret belongs to. Works on plain http too, where browsers offer no hashing. */
export const itemOfReceipt = (secret: string): string =>
  buffer.toBase64UrlEncoded(digest(new TextEncoder().encode(`kiteboard receipt ${secret}`))).slice(0, LENGTH)

/** A new receipt; `random` is 16 bytes of chance. */
export const newReceipt = (random: Uint8Array = crypto.getRandomValues(new Uint8Array(BYTES))): Receipt => {
  const secret = buffer.toBase64UrlEncoded(random)
  return { secret, item: itemOfReceipt(secret) }
}
