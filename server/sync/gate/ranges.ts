/** What an update deletes, from how it is written to how it is looked up. There may be very many ranges, in any order. */
import { LIMITS } from '../../../shared/protocol.ts'
import type { Range, Ranges } from '../../../shared/updateParts.ts'
import type { Pace, Stepwise } from './stepwise.ts'

/** Ranges by client, as they came: in no order, and perhaps more than once. Each is two numbers, its clock and its length. */
export type Written = ReadonlyMap<number, readonly number[]>

/** Clocks, which are those of `LIMITS.clock`, are sorted by so many bits at a time: ten times as fast as by comparing ranges. */
const BITS = 10
const DIGITS = 2 ** BITS

/** Whether ranges come in order, and none touch. */
const areMerged = (row: readonly number[]): boolean => {
  let end = -1
  for (let at = 0; at < row.length; at += 2) {
    const [clock = 0, len = 0] = [row[at], row[at + 1]]
    if (clock <= end || len === 0) return false
    end = clock + len
  }
  return true
}

/** Sorts places of ranges by some of the bits of their clocks, and leaves those that are alike in their order. */
const sortByDigit = (row: readonly number[], places: Uint32Array, bit: number): Uint32Array => {
  const digits = new Uint16Array(places.length)
  /** Where the next one with a digit goes. */
  const next = new Uint32Array(DIGITS + 1)
  for (let at = 0; at < places.length; at++) {
    const digit = ((row[2 * (places[at] ?? 0)] ?? 0) >>> bit) % DIGITS
    digits[at] = digit
    next[digit + 1] = (next[digit + 1] ?? 0) + 1
  }
  for (let digit = 1; digit < DIGITS; digit++) next[digit] = (next[digit] ?? 0) + (next[digit - 1] ?? 0)
  const sorted = new Uint32Array(places.length)
  for (let at = 0; at < places.length; at++) {
    const digit = digits[at] ?? 0
    const to = next[digit] ?? 0
    sorted[to] = places[at] ?? 0
    next[digit] = to + 1
  }
  return sorted
}

/** The places of ranges in the order of their clocks. */
function* inOrder(row: readonly number[], isEnough: Pace): Stepwise<Uint32Array> {
  let places: Uint32Array = new Uint32Array(row.length / 2)
  for (let at = 0; at < places.length; at++) places[at] = at
  for (let bit = 0; 2 ** bit <= LIMITS.clock; bit += BITS) {
    places = sortByDigit(row, places, bit)
    if (isEnough(places.length)) yield
  }
  return places
}

/** Puts ranges in order, and together where they touch. Clocks are those of `LIMITS.clock`. */
export function* mergeWritten(written: Written, isEnough: Pace): Stepwise<Ranges> {
  const all = new Map<number, Range[]>()
  for (const [client, row] of written) {
    const order = areMerged(row) ? null : yield* inOrder(row, isEnough)
    const list: Range[] = []
    let clock = 0
    let end = -1
    for (let nth = 0; 2 * nth < row.length; nth++) {
      const at = 2 * (order ? (order[nth] ?? 0) : nth)
      const [from = 0, len = 0] = [row[at], row[at + 1]]
      // Yjs writes no range of nothing.
      if (len === 0) continue
      if (from > end) {
        if (end > clock) list.push({ clock, len: end - clock })
        clock = from
      }
      end = Math.max(end, from + len)
      if (isEnough(1)) yield
    }
    if (end > clock) list.push({ clock, len: end - clock })
    if (list.length > 0) all.set(client, list)
  }
  return all
}
