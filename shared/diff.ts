/** What changed between two texts, as one edit. */

export interface Edit {
  /** Where, in UTF-16 code units of the old text. */
  readonly index: number
  /** How many code units of the old text went. */
  readonly removed: number
  readonly inserted: string
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

/**
 * The edit that made `after` out of `before`, when the caret stands at `caret` in `after`. Where a letter is repeated, many edits
 * would do; the caret tells which one was made: what stands behind it was there before. An edit never splits a surrogate pair.
 * @returns null when nothing changed.
 */
export const diff = (before: string, after: string, caret: number = after.length): Edit | null => {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)

  const mostSuffix = Math.min(shorter, Math.max(0, after.length - caret))
  let suffix = 0
  while (
    suffix < mostSuffix &&
    before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
  )
    suffix++

  const mostPrefix = shorter - suffix
  let prefix = 0
  while (prefix < mostPrefix && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++

  if (prefix > 0 && isHigh(before.charCodeAt(prefix - 1))) prefix--
  if (suffix > 0 && isLow(before.charCodeAt(before.length - suffix))) suffix--

  return {
    index: prefix,
    removed: before.length - prefix - suffix,
    inserted: after.slice(prefix, after.length - suffix),
  }
}
