/**
 * What holds for an item: the strictest wish of all who wrote it, and of all who wrote what it was copied from, near or far. That
 * is kept at hand, and carried on to copies as it changes: to ask costs nothing, and a change costs what it changes, however long
 * a row of copies is.
 */
import { CONSENTS, type Consent } from '../../shared/consent.ts'

/** A place in `CONSENTS`: the lower, the stricter. */
type Level = number
const OPEN: Level = CONSENTS.length - 1

/** One record of the ledger. */
interface Entry {
  readonly key: string
  readonly family: Family
  /** What those who wrote it wish. */
  own: Level
  /** The same, and what holds for all that it was copied from. */
  level: Level
  origins: readonly Family[]
}

/** An item: its id is unique among honest clients, but several boards may hold it by malice. */
interface Family {
  readonly item: string
  entries: readonly Entry[]
  /** What was copied from it; null for nothing, as is so for most. */
  copies: Entry[] | null
}

const NONE: readonly [] = []

const levelIn = ({ entries }: Family): Level => {
  let least = OPEN
  for (const { level } of entries) least = Math.min(least, level)
  return least
}

const consentAt = (level: Level): Consent => CONSENTS[level] ?? 'room'

/** A record, and what those who wrote it wish now. */
export interface Wish {
  readonly item: string
  readonly key: string
  readonly own: Consent
}

/** The kinship of one workshop's items. */
export interface Kinship {
  /** Adds a record, or changes what its own writers wish; origins that it has are never taken from it. */
  set(wish: Wish, from: readonly string[]): void
  /** Changes what the writers of records wish, all at once. */
  change(wishes: readonly Wish[]): void
  /** What holds for a record; null when there is none. */
  consentOf(item: string, key: string): Consent | null
  /** The strictest that holds for the records of an item; null when there are none. */
  strictestOf(item: string): Consent | null
  /** Keys of an item's records. */
  keysOf(item: string): readonly string[]
}

/** @param onChange is told each item for whose known records something else holds now */
export const createKinship = (onChange: (item: string) => void): Kinship => {
  const families = new Map<string, Family>()

  const familyOf = (item: string): Family => {
    const known = families.get(item)
    if (known) return known
    const fresh: Family = { item, entries: NONE, copies: null }
    families.set(item, fresh)
    return fresh
  }

  const find = (item: string, key: string): Entry | null =>
    families.get(item)?.entries.find((entry) => entry.key === key) ?? null

  /** Carries on what has become stricter. Each can do so twice at most, so circles come to an end. */
  const carryOn = (waiting: Entry[]): void => {
    for (let entry = waiting.pop(); entry; entry = waiting.pop())
      for (const copy of entry.family.copies ?? NONE)
        if (copy.level > entry.level) {
          copy.level = entry.level
          onChange(copy.family.item)
          waiting.push(copy)
        }
  }

  /** Finds out anew what holds for these, whose own writers wish for less, and for all that hung on them. */
  const raise = (changed: readonly Entry[]): void => {
    const before = new Map<Entry, Level>()
    const waiting = [...changed]
    for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
      if (before.has(entry)) continue
      before.set(entry, entry.level)
      // What is stricter than its origin is so by something else.
      for (const copy of entry.family.copies ?? NONE) if (copy.level === entry.level) waiting.push(copy)
    }
    for (const entry of before.keys()) entry.level = entry.own
    for (const entry of before.keys())
      for (const { entries } of entry.origins)
        for (const origin of entries)
          if (!before.has(origin)) entry.level = Math.min(entry.level, origin.level)
    for (const { family } of before.keys()) onChange(family.item)
    carryOn([...before.keys()])
  }

  const change = (wishes: Iterable<readonly [Entry, Level]>): void => {
    const stricter: Entry[] = []
    const freer: Entry[] = []
    for (const [entry, own] of wishes) {
      if (own > entry.own && entry.level === entry.own) freer.push(entry)
      entry.own = own
      if (own >= entry.level) continue
      entry.level = own
      onChange(entry.family.item)
      stricter.push(entry)
    }
    carryOn(stricter)
    if (freer.length > 0) raise(freer)
  }

  const addOrigin = (entry: Entry, origin: Family): void => {
    if (entry.origins.includes(origin)) return
    entry.origins = [...entry.origins, origin]
    if (origin.copies) origin.copies.push(entry)
    else origin.copies = [entry]
    const level = levelIn(origin)
    if (level >= entry.level) return
    entry.level = level
    onChange(entry.family.item)
    carryOn([entry])
  }

  return {
    set({ item, key, own }, from) {
      const level = CONSENTS.indexOf(own)
      let entry = find(item, key)
      if (entry) change([[entry, level]])
      else {
        const family = familyOf(item)
        entry = { key, family, own: level, level, origins: NONE }
        family.entries = [...family.entries, entry]
        if (family.copies) carryOn([entry])
      }
      for (const origin of from) addOrigin(entry, familyOf(origin))
    },
    change: (wishes) =>
      change(
        wishes.flatMap(({ item, key, own }) => {
          const entry = find(item, key)
          return entry ? [[entry, CONSENTS.indexOf(own)] as const] : []
        }),
      ),
    consentOf(item, key) {
      const entry = find(item, key)
      return entry && consentAt(entry.level)
    },
    strictestOf(item) {
      const family = families.get(item)
      return family?.entries.length ? consentAt(levelIn(family)) : null
    },
    keysOf: (item) => families.get(item)?.entries.map(({ key }) => key) ?? NONE,
  }
}
