/** What this device remembers between visits, in localStorage; without it, everything still works, once. */
import * as z from 'zod/mini'
import { workshopInfo, type WorkshopInfo } from '../../shared/answers.ts'
import { parseIntents, type Intent } from './refused.ts'
import { parseReceipts, parseSpells, type KeptReceipt, type Spell } from './spells.ts'
import type { KeptList } from './store.ts'
import type { WorkshopLinks } from './types.ts'
import { parseWishes, type Wish } from './wishes.ts'

const links = z.object({ facilitator: z.string(), participant: z.string(), viewer: z.string() })

const counts = z.record(z.string(), z.int())
const lists = z.record(z.string(), z.unknown())

export interface Memory {
  readInfo(workshop: string): WorkshopInfo | null
  keepInfo(info: WorkshopInfo): void
  readLinks(workshop: string): WorkshopLinks | null
  keepLinks(workshop: string, links: WorkshopLinks): void
  /** How many changes wait, by document. */
  readWaiting(workshop: string): Readonly<Record<string, number>>
  keepWaiting(workshop: string, document: string, count: number): void
  /** Takes over what pages left of a document that the server had not said is stored, as `Backlog` keeps it. */
  takeUnsaved(workshop: string, document: string): readonly unknown[]
  /** @param page which of this device's pages says so; what it says of `null` is nothing */
  keepUnsaved(workshop: string, document: string, page: number, parts: unknown): void
  /** What the server would not take, by document. */
  readRefused(workshop: string): ReadonlyMap<string, readonly Intent[]>
  keepRefused(workshop: string, document: string, intents: readonly Intent[]): void
  /** The spells of private writing that this device took part in, as long as something of them is here alone. */
  spells(workshop: string): KeptList<Spell>
  /** The receipts of private notes. */
  receipts(workshop: string): KeptList<KeptReceipt>
  /** How often a document was begun anew on this device. */
  readEpoch(workshop: string, document: string): number
  keepEpoch(workshop: string, document: string, epoch: number): void
  /** What is to be kept of single items, and was not told yet. */
  wishes(workshop: string): KeptList<Wish>
  /** Whether something was done once on this device, e.g. a question answered or put off. */
  has(mark: string): boolean
  mark(mark: string): void
  /** Takes a workshop off this device's list. Nothing else is lost: whoever opens it again finds what this device holds of it. */
  takeOff(workshop: string): void
  /** Notes that a workshop was opened here, in Unix ms. */
  keepOpened(workshop: string, at: number): void
  /** The workshops that this device is in, the one opened last first. */
  workshops(): readonly KnownWorkshop[]
}

export interface KnownWorkshop {
  readonly info: WorkshopInfo
  /** Unix ms; null when it was not noted. */
  readonly openedAt: number | null
  /** How much of what was changed here the server has not confirmed. */
  readonly unsent: number
}

export const createMemory = (storage: Storage | null): Memory => {
  const rawAt = (key: string): string | null => {
    try {
      return storage?.getItem(`kiteboard.${key}`) ?? null
    } catch {
      return null
    }
  }
  const parsed = (raw: string | null): unknown => {
    try {
      return JSON.parse(raw ?? 'null')
    } catch {
      return null
    }
  }
  const read = (key: string): unknown => parsed(rawAt(key))
  const keep = (key: string, value: unknown): void => {
    try {
      storage?.setItem(`kiteboard.${key}`, JSON.stringify(value))
    } catch {
      // A full or forbidden storage: this device will ask again next time.
    }
  }
  const remove = (key: string): void => {
    try {
      storage?.removeItem(`kiteboard.${key}`)
    } catch {
      // Nothing was kept, then.
    }
  }
  const listAt = <Entry>(key: string, parse: (raw: unknown) => readonly Entry[]): KeptList<Entry> => {
    let seen = rawAt(key)
    let list = parse(parsed(seen))
    const now = () => {
      const raw = rawAt(key)
      if (raw !== seen) list = parse(parsed(raw))
      seen = raw
      return list
    }
    return {
      read: now,
      change(work) {
        const next = work(now())
        if (next.length) keep(key, next)
        else remove(key)
        // Where nothing can be kept, it holds for as long as this page does.
        list = next
        seen = rawAt(key)
      },
    }
  }
  /** The keys that begin so. */
  const keysFrom = (start: string): string[] =>
    Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
      .filter((key) => key.startsWith(`kiteboard.${start}`))
      .map((key) => key.slice('kiteboard.'.length))
  const readWaiting = (workshop: string) => {
    const parsed = counts.safeParse(read(`waiting:${workshop}`))
    return parsed.success ? parsed.data : {}
  }
  const readRefused = (workshop: string) => {
    const parsed = lists.safeParse(read(`refused:${workshop}`))
    const entries = Object.entries(parsed.success ? parsed.data : {})
    return new Map(entries.map(([document, raw]) => [document, parseIntents(raw)]))
  }
  const readInfo = (workshop: string): WorkshopInfo | null => {
    const parsed = workshopInfo.safeParse(read(`info:${workshop}`))
    return parsed.success ? parsed.data : null
  }
  return {
    readInfo,
    keepInfo: (info) => keep(`info:${info.id}`, info),
    readLinks(workshop) {
      const parsed = links.safeParse(read(`links:${workshop}`))
      return parsed.success ? parsed.data : null
    },
    keepLinks: (workshop, held) => keep(`links:${workshop}`, held),
    readWaiting,
    keepWaiting(workshop, document, count) {
      const { [document]: _, ...others } = readWaiting(workshop)
      keep(`waiting:${workshop}`, count > 0 ? { ...others, [document]: count } : others)
    },
    takeUnsaved(workshop, document) {
      const keys = keysFrom(`unsaved:${workshop}:${document}:`)
      const left = keys.map(read)
      keys.forEach(remove)
      return left
    },
    keepUnsaved(workshop, document, page, parts) {
      const key = `unsaved:${workshop}:${document}:${page}`
      if (parts === null) remove(key)
      else keep(key, parts)
    },
    wishes: (workshop) => listAt(`wishes:${workshop}`, parseWishes),
    readRefused,
    keepRefused(workshop, document, intents) {
      const all = new Map<string, readonly Intent[]>(readRefused(workshop))
      if (intents.length) all.set(document, intents)
      else all.delete(document)
      keep(`refused:${workshop}`, Object.fromEntries(all))
    },
    spells: (workshop) => listAt(`spells:${workshop}`, parseSpells),
    receipts: (workshop) => listAt(`receipts:${workshop}`, parseReceipts),
    readEpoch(workshop, document) {
      const parsed = z.int().safeParse(read(`epoch:${workshop}:${document}`))
      return parsed.success ? parsed.data : 0
    },
    keepEpoch: (workshop, document, epoch) => keep(`epoch:${workshop}:${document}`, epoch),
    has: (mark) => read(`mark:${mark}`) === true,
    mark: (mark) => keep(`mark:${mark}`, true),
    takeOff(workshop) {
      for (const kind of ['info', 'opened']) remove(`${kind}:${workshop}`)
    },
    keepOpened: (workshop, at) => keep(`opened:${workshop}`, at),
    workshops() {
      return keysFrom('info:')
        .flatMap((key) => readInfo(key.slice('info:'.length)) ?? [])
        .map((info) => {
          const opened = z.number().safeParse(read(`opened:${info.id}`))
          const unsent = Object.values(readWaiting(info.id)).reduce((sum, count) => sum + count, 0)
          return { info, openedAt: opened.success ? opened.data : null, unsent }
        })
        .sort((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0))
    },
  }
}
