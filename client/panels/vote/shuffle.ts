/** Each person sees the candidates in an order of their own, lest the first in the list win by standing there. Pure. */

/** A 32-bit seed of a text (FNV-1a, then the finaliser of MurmurHash3, so that alike texts give unlike seeds). */
const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Random numbers in [0, 1) from a seed: mulberry32 (Tommy Ettinger, public domain). */
const randomFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The order of one person in one round: the same each time they look (Fisher–Yates on a seed of both ids). */
export const orderFor = <Value>(person: string, round: string, values: readonly Value[]): Value[] => {
  const random = randomFrom(seedOf(`${person}/${round}`))
  const order = [...values]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const moved = order[last]
    const swapped = order[other]
    if (moved === undefined || swapped === undefined) continue
    order[last] = swapped
    order[other] = moved
  }
  return order
}
