/**
 * How much memory a document takes, so that nobody fills the server's with one. Counting it takes as long as a look at each struct,
 * and so it is counted only when it might be too much by what has come since.
 */
import * as Y from 'yjs'
import { LIMITS } from '../../../shared/protocol.ts'
import type { Ranges } from '../../../shared/updateParts.ts'
import { covered, weighAll } from './fit.ts'
import type { Place } from './places.ts'
import type { Footprint } from './footprints.ts'

/** Bytes of memory, more or less, as measured on boards of many notes. */
const STRUCT = 350
const VALUE = 60
const CHARACTER = 2
/** Bytes of memory that a byte of an update makes at most: the least struct takes four, the least value two. */
const MOST_A_BYTE = 100
/** As many that it makes as a rule, of notes as of what foes were seen to send. */
const LIKELY_A_BYTE = 25

/** Bytes of memory that a document likely takes, before it was read from so many bytes of updates. */
export const likelyMemory = (bytes: number): number => bytes * LIKELY_A_BYTE

/** Milliseconds after which a document that is full is counted again, when something has come since. */
const PATIENCE = 5_000
/** Of the memory, what may have come since when a document that is full is not counted again at once. */
const NEAR = 1 / 20
/** Of the memory, what is kept to throw away what is there: in our app, that is a field too. */
const RESERVE = 1 / 10

/** Weight up to which a field is a small one: where something lies, its colour, the print of what is thrown away. */
const SMALL = 100

const memoryOfValue = (value: unknown): number => {
  if (typeof value === 'string') return VALUE + CHARACTER * value.length
  if (typeof value !== 'object' || value === null) return VALUE
  let memory = VALUE
  if (Array.isArray(value)) for (const inner of value) memory += memoryOfValue(inner)
  else
    for (const [key, inner] of Object.entries(value)) memory += CHARACTER * key.length + memoryOfValue(inner)
  return memory
}

/** Bytes of memory that a document takes, more or less: what is deleted counts as far as something is left of it. */
export const memoryOf = ({ clients }: Y.Doc['store']): number => {
  let memory = 0
  for (const structs of clients.values())
    for (const struct of structs) {
      memory += STRUCT
      if (!(struct instanceof Y.Item)) continue
      const { content, parentSub } = struct
      if (parentSub !== null) memory += CHARACTER * parentSub.length
      if (content instanceof Y.ContentString) memory += CHARACTER * content.str.length
      else if (content instanceof Y.ContentAny)
        for (const value of content.arr) memory += memoryOfValue(value)
    }
  return memory
}

/** Whether a document is `full`: then what makes it larger is refused. When it `overflows`, all but deleting is. */
export type Fill = 'free' | 'full' | 'overflows'

/** How full one document is. */
export interface Bulk {
  /** So many bytes of changes have come. */
  came(bytes: number): void
  fill(): Fill
  /** It has left the memory. */
  leave(): void
}

export const createBulk = (
  { store }: Pick<Y.Doc, 'store'>,
  footprint: Footprint,
  most: number = LIMITS.memory,
  now: () => number = () => performance.now(),
): Bulk => {
  /** As it was counted last. */
  let counted = 0
  /** Bytes of changes that have come since. */
  let since = 0
  let at = 0

  const count = (): void => {
    counted = memoryOf(store)
    since = 0
    at = now()
    footprint.holds(counted)
  }

  count()
  return {
    came(bytes) {
      since += bytes
      footprint.holds(counted + likelyMemory(since))
    },
    fill() {
      const isLong = now() - at > PATIENCE
      const mightBe = since * MOST_A_BYTE
      const isUnsure = (counted + mightBe > most || footprint.isTooMuch()) && since > 0
      if (isUnsure && (mightBe > NEAR * most || isLong)) count()
      if (counted + since * MOST_A_BYTE > most) return counted <= (1 + RESERVE) * most ? 'full' : 'overflows'
      return footprint.isTooMuch() ? 'full' : 'free'
    },
    leave: footprint.leave,
  }
}

/**
 * Whether something may be done on a document that is full: deleting, and setting small fields of what is there.
 * @param deletes of the same update, merged
 */
export const fitsWhenFull = (
  fill: Fill,
  items: readonly Y.Item[],
  deletes: Ranges,
  placeOf: (item: Y.Item) => Place,
): boolean =>
  fill === 'free' ||
  items.every((item) => {
    const { content } = item
    if (content instanceof Y.ContentDeleted || covered(deletes, item) === item.length) return true
    if (fill === 'overflows' || !(content instanceof Y.ContentAny)) return false
    return placeOf(item).type === 'inside' && weighAll(content.arr) <= SMALL
  })
