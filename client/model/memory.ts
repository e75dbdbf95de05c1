/** What this device remembers between visits, in localStorage; without it, everything still works, once. */
import * as z from 'zod/mini'
import { workshopInfo, type WorkshopInfo } from '../../shared/answers.ts'
import { newId } from '../../shared/ids.ts'
import { createKeptList, placeAfter, readKept, type Shelf } from './keptEntries.ts'
import { parseIntents, type Intent } from './intents.ts'
import { parseReceipts, parseSpells, type KeptReceipt, type Spell } from './spells.ts'
import type { KeptList } from './store.ts'
import type { WorkshopLinks } from './types.ts'
import { parseWishes, type Wish } from './wishes.ts'

const links = z.object({ facilitator: z.string(), participant: z.string(), viewer: z.string() })

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
  addRefused(workshop: string, document: string, intents: readonly Intent[]): void
  /** Does something with what was refused of a document, which is then not kept any more. */
  takeRefused(workshop: string, document: string, work: (intents: readonly Intent[]) => void): void
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
  const shelf: Shelf = {
    raw: rawAt,
    read,
    keep,
    remove,
    keysFrom: (start) =>
      Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '')
        .filter((key) => key.startsWith(`kiteboard.${start}`))
        .map((key) => key.slice('kiteboard.'.length)),
  }
  const { keysFrom } = shelf
  const readWaiting = (workshop: string) => {
    const start = `waiting:${workshop}:`
    return Object.fromEntries(
      keysFrom(start).flatMap((key) => {
        const count = z.int().safeParse(read(key))
        return count.success ? [[key.slice(start.length), count.data]] : []
      }),
    )
  }
  const refusedIn = (workshop: string, document: string) =>
    readKept(shelf, `refused:${workshop}:${document}/`)
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
      const key = `waiting:${workshop}:${document}`
      if (count > 0) keep(key, count)
      else remove(key)
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
    wishes: (workshop) =>
      createKeptList(shelf, `wishes:${workshop}`, parseWishes, ({ board, item }) => `${board}/${item}`),
    readRefused(workshop) {
      const start = `refused:${workshop}:`
      const documents = new Set(keysFrom(start).map((key) => key.slice(start.length, key.lastIndexOf('/'))))
      return new Map(
        [...documents].map((document) => [
          document,
          refusedIn(workshop, document).flatMap(({ value }) => parseIntents(value)),
        ]),
      )
    },
    addRefused(workshop, document, intents) {
      if (intents.length === 0) return
      const at = placeAfter(refusedIn(workshop, document))
      keep(`refused:${workshop}:${document}/${newId()}`, { at, value: intents })
    },
    takeRefused(workshop, document, work) {
      const kept = refusedIn(workshop, document)
      work(kept.flatMap(({ value }) => parseIntents(value)))
      for (const { key } of kept) remove(key)
    },
    spells: (workshop) =>
      createKeptList(shelf, `spells:${workshop}`, parseSpells, ({ id, person }) => `${id}/${person}`),
    receipts: (workshop) => createKeptList(shelf, `receipts:${workshop}`, parseReceipts, ({ item }) => item),
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
