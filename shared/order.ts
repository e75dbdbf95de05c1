/** What lies above what. Keys are fractional, and a peer may write any string, so items sort by (key, id). */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** What an order key may look like; anything else counts as no key, and lies lowest. */
const KEY = /^[A-Za-z0-9]{1,64}$/

/** The key as it may be sorted by: '' for what is missing or malformed. */
export const orderKey = (value: unknown): string =>
  typeof value === 'string' && KEY.test(value) ? value : ''

export interface Ordered {
  readonly id: string
  readonly order: string
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Sorts lowest first. Two keys that collide are told apart by id, alike on every device. */
export const byOrder = (a: Ordered, b: Ordered): number => compare(a.order, b.order) || compare(a.id, b.id)

/**
 * `count` keys between two neighbours ('' stands for none). Keys of peers may collide or be malformed: then the new keys
 * go above the lower neighbour.
 */
export const keysBetween = (below: string, above: string, count: number): string[] => {
  const sound = (key: string): string | null => {
    try {
      generateKeyBetween(key || null, null)
      return key || null
    } catch {
      return null
    }
  }
  const low = sound(below)
  const high = sound(above)
  try {
    return generateNKeysBetween(low, high !== null && low !== null && high <= low ? null : high, count)
  } catch {
    return generateNKeysBetween(low, null, count)
  }
}
