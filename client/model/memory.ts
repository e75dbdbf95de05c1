/** What this device remembers between visits, in localStorage; without it, everything still works, once. */
import * as z from 'zod/mini'
import { workshopInfo, type WorkshopInfo } from '../../shared/answers.ts'
import { LIMITS } from '../../shared/protocol.ts'
import { nameOfChoice, parseChoices, type Choice } from './choices.ts'
import type { Box } from './keep.ts'
import { createKeptList, type Shelf } from './keptEntries.ts'
import type { KeptIds } from './ownIds.ts'
import { createPageStorage } from './pageStorage.ts'
import { parseReceipts, parseSpells, type KeptReceipt, type Spell } from './spells.ts'
import type { KeptList } from './store.ts'
import type { WorkshopLinks } from './types.ts'
import { parseWishes, type Wish } from './wishes.ts'

const links = z.object({ facilitator: z.string(), participant: z.string(), viewer: z.string() })

export interface Memory {
  /** For words of open forms; where the browser forbids to keep any, they last as long as this does. */
  readonly device: Storage
  readInfo(workshop: string): WorkshopInfo | null
  keepInfo(info: WorkshopInfo): void
  readLinks(workshop: string): WorkshopLinks | null
  keepLinks(workshop: string, links: WorkshopLinks): void
  /** How many changes wait, by document. */
  readWaiting(workshop: string): Readonly<Record<string, number>>
  keepWaiting(workshop: string, document: string, count: number): void
  /** What pages of this device hold of a document that the server had not said is stored. */
  readUnsaved(workshop: string, document: string): readonly Unsaved[]
  /** The documents of which pages hold such. */
  unsavedIn(workshop: string): readonly string[]
  /** @param held what a page holds, in place of what it held; null for nothing. @returns whether that is kept */
  keepUnsaved(workshop: string, document: string, page: string, held: Omit<Unsaved, 'page'> | null): boolean
  /**
   * Client ids under which pages of this device wrote in a document, as a person, or as somebody whom the server has forgotten; so many
   * of the newest (`LIMITS.mine.kept`), whoever wrote them.
   */
  ownIds(
    workshop: string,
    document: string,
    person: string,
    isForgotten?: (person: string) => boolean,
  ): KeptIds
  /** Plain things of a workshop, where there is no better place for them. */
  box(workshop: string, name: string): Box
  /** The spells of private writing that this device took part in, as long as something of them is here alone. */
  spells(workshop: string): KeptList<Spell>
  /** The receipts of private notes. */
  receipts(workshop: string): KeptList<KeptReceipt>
  /** How often a document was begun anew on this device. */
  readEpoch(workshop: string, document: string): number
  keepEpoch(workshop: string, document: string, epoch: number): void
  /** Whether this device was told that its session is over. */
  readEnded(workshop: string): boolean
  keepEnded(workshop: string, isSo: boolean): void
  /** What is to be kept of single items, and was not told yet. */
  wishes(workshop: string): KeptList<Wish>
  /** What this device was told is kept of its people's words. */
  choices(workshop: string): KeptList<Choice>
  /** The start of the server to which those were told last; null for none. */
  readRun(workshop: string): string | null
  keepRun(workshop: string, run: string): void
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

/** What a page holds of a document that the server had not said is stored. */
export interface Unsaved {
  readonly page: string
  /** Of which copy of the document. */
  readonly epoch: number
  /** As `Backlog` keeps it. */
  readonly parts: unknown
}
const unsaved = z.object({ epoch: z.int(), parts: z.unknown() })

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
  const keep = (key: string, value: unknown): boolean => {
    try {
      storage?.setItem(`kiteboard.${key}`, JSON.stringify(value))
      return storage !== null
    } catch {
      // A full or forbidden storage: this device will ask again next time.
      return false
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
  const readInfo = (workshop: string): WorkshopInfo | null => {
    const parsed = workshopInfo.safeParse(read(`info:${workshop}`))
    return parsed.success ? parsed.data : null
  }
  return {
    device: storage ?? createPageStorage(),
    readInfo,
    keepInfo: (info) => void keep(`info:${info.id}`, info),
    readLinks(workshop) {
      const parsed = links.safeParse(read(`links:${workshop}`))
      return parsed.success ? parsed.data : null
    },
    keepLinks: (workshop, held) => void keep(`links:${workshop}`, held),
    readWaiting,
    keepWaiting(workshop, document, count) {
      const key = `waiting:${workshop}:${document}`
      if (count > 0) keep(key, count)
      else remove(key)
    },
    readUnsaved(workshop, document) {
      const start = `unsaved:${workshop}:${document}:`
      return keysFrom(start).flatMap((key) => {
        const parsed = unsaved.safeParse(read(key))
        return parsed.success ? [{ page: key.slice(start.length), ...parsed.data }] : []
      })
    },
    unsavedIn(workshop) {
      const start = `unsaved:${workshop}:`
      return [...new Set(keysFrom(start).map((key) => key.slice(start.length, key.lastIndexOf(':'))))]
    },
    keepUnsaved(workshop, document, page, held) {
      const key = `unsaved:${workshop}:${document}:${page}`
      if (held) return keep(key, held)
      remove(key)
      return true
    },
    ownIds(workshop, document, person, isForgotten = () => false) {
      const all = `mine:${workshop}:${document}:`
      const start = `${all}${person}:`
      /** When it was listed, and the bytes of its proof. */
      const entry = (key: string) => z.array(z.number()).safeParse(read(key)).data ?? []
      const when = (key: string) => entry(key)[0] ?? 0
      return {
        read() {
          const mine = keysFrom(all).flatMap((key) => {
            const [whose = '', client] = key.slice(all.length).split(':')
            const [at = 0, ...proof] = entry(key)
            const isMine = whose === person || isForgotten(whose)
            return isMine ? [{ at, client: Number(client), proof: Uint8Array.from(proof) }] : []
          })
          const newest = mine.sort((a, b) => b.at - a.at).slice(0, LIMITS.mine.kept)
          return new Map(newest.map(({ client, proof }) => [client, proof]))
        },
        keep(client, proof = new Uint8Array()) {
          const own = start + client
          const others = keysFrom(start).filter((key) => key !== own)
          if (others.length >= LIMITS.mine.kept)
            for (const key of others.sort((a, b) => when(b) - when(a)).slice(LIMITS.mine.kept - 1))
              remove(key)
          keep(own, [Date.now(), ...proof])
        },
      }
    },
    box(workshop, name) {
      const start = `${name}:${workshop}/`
      return {
        read: () =>
          Promise.resolve(keysFrom(start).map((key) => [key.slice(start.length), read(key)] as const)),
        put: (key, value) => Promise.resolve(keep(start + key, value)),
        remove: (keys) => Promise.resolve(keys.forEach((key) => remove(start + key))),
      }
    },
    wishes: (workshop) =>
      createKeptList(shelf, `wishes:${workshop}`, parseWishes, ({ board, item }) => `${board}/${item}`),
    spells: (workshop) =>
      createKeptList(shelf, `spells:${workshop}`, parseSpells, ({ id, person }) => `${id}/${person}`),
    receipts: (workshop) => createKeptList(shelf, `receipts:${workshop}`, parseReceipts, ({ item }) => item),
    readEpoch(workshop, document) {
      const parsed = z.int().safeParse(read(`epoch:${workshop}:${document}`))
      return parsed.success ? parsed.data : 0
    },
    keepEpoch: (workshop, document, epoch) => void keep(`epoch:${workshop}:${document}`, epoch),
    readEnded: (workshop) => read(`ended:${workshop}`) === true,
    keepEnded(workshop, isSo) {
      if (isSo) keep(`ended:${workshop}`, true)
      else remove(`ended:${workshop}`)
    },
    choices: (workshop) => createKeptList(shelf, `choices:${workshop}`, parseChoices, nameOfChoice),
    readRun: (workshop) => z.string().safeParse(read(`run:${workshop}`)).data ?? null,
    keepRun: (workshop, run) => void keep(`run:${workshop}`, run),
    has: (mark) => read(`mark:${mark}`) === true,
    mark: (mark) => void keep(`mark:${mark}`, true),
    takeOff(workshop) {
      for (const kind of ['info', 'opened']) remove(`${kind}:${workshop}`)
    },
    keepOpened: (workshop, at) => void keep(`opened:${workshop}`, at),
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
