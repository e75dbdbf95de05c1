/**
 * Small lists that all pages of a device keep together. Each entry has a key of its own: two pages that write at the same moment
 * each write what they changed, and nothing of the other's is lost.
 */
import * as z from 'zod/mini'
import { newId } from '../../shared/ids.ts'
import type { KeptList } from './store.ts'

/** Where small things are kept, by key. What cannot be kept or read is as if it were not there. */
export interface Shelf {
  /** As it was kept; what is the same is the same string. */
  raw(key: string): string | null
  read(key: string): unknown
  /** @returns whether it is kept */
  keep(key: string, value: unknown): boolean
  remove(key: string): void
  /** The keys that begin so, in no order. */
  keysFrom(start: string): readonly string[]
}

const entry = z.object({ at: z.number(), value: z.unknown() })

/** What was kept, with its place in the order of keeping. */
export interface Kept {
  readonly key: string
  readonly at: number
  readonly value: unknown
}

/** What lies under the keys that begin so, in the order in which it was kept. */
export const readKept = (shelf: Shelf, start: string): readonly Kept[] =>
  shelf
    .keysFrom(start)
    .flatMap((key) => {
      const parsed = entry.safeParse(shelf.read(key))
      return parsed.success ? [{ key, ...parsed.data }] : []
    })
    .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))

/** The place after all of these. */
export const placeAfter = (kept: readonly Kept[]): number => (kept.at(-1)?.at ?? 0) + 1

/**
 * A list under a name. A page reads it again when another page has changed it, which it knows by a mark that each change leaves.
 * @param idOf tells entries apart
 */
export const createKeptList = <Entry>(
  shelf: Shelf,
  name: string,
  parse: (raw: unknown) => readonly Entry[],
  idOf: (entry: Entry) => string,
): KeptList<Entry> => {
  interface Held extends Kept {
    readonly value: Entry
  }
  const start = `${name}:`
  let held: readonly Held[] = []
  let list: readonly Entry[] = []
  let seen: string | null = null

  const load = (): void => {
    // The mark comes first: what another page writes meanwhile is read again.
    seen = shelf.raw(name)
    held = readKept(shelf, start).flatMap((kept) =>
      parse([kept.value]).map((value): Held => ({ ...kept, value })),
    )
    list = held.map(({ value }) => value)
  }
  load()

  return {
    read() {
      if (shelf.raw(name) !== seen) load()
      return list
    },
    change(work) {
      if (shelf.raw(name) !== seen) load()
      const before = new Map(held.map((each) => [idOf(each.value), each]))
      let at = placeAfter(held)
      const next = work(list)
      held = next.map((value): Held => {
        const id = idOf(value)
        const known = before.get(id)
        before.delete(id)
        if (known?.value === value) return known
        const fresh: Held = { key: `${start}${id}`, at: known?.at ?? at++, value }
        shelf.keep(fresh.key, { at: fresh.at, value })
        return fresh
      })
      for (const { key } of before.values()) shelf.remove(key)
      // Where nothing can be kept, it holds for as long as this page does.
      list = next
      if (next.length > 0) shelf.keep(name, newId())
      else shelf.remove(name)
      seen = shelf.raw(name)
    },
  }
}
