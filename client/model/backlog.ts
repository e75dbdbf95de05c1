/**
 * What I changed in a document and the server has not said is stored, told by what it means: which entries I made, which fields I
 * set, what I typed. So it can be done again in a document that was begun anew, and brings nothing else back with it.
 */
import * as z from 'zod/mini'
import * as Y from 'yjs'
import { addTo } from '../../shared/sets.ts'
import { createStore } from './store.ts'
import { acknowledged, change, type Typed } from './typed.ts'
import type { Store } from './types.ts'
import { ENTRY, pathOf, type Touched } from './unsaved.ts'

const run = z.object({ text: z.string(), made: z.int(), gone: z.int() })
const part = z.object({
  root: z.string(),
  entry: z.string(),
  /** A field of the entry, or `ENTRY`. */
  field: z.string(),
  /** The last of my changes that concerned it. */
  number: z.int(),
  /** Of a text. */
  typed: z.nullable(z.array(run)),
  /** Of an entry that I took away altogether: how it read before. */
  before: z.optional(z.record(z.string(), z.unknown())),
})
type Part = Omit<z.infer<typeof part>, 'typed'> & { readonly typed: Typed | null }

/** Reads kept parts; when they make no sense, there are none. */
const parseParts = (raw: unknown): Part[] => {
  const parsed = z.array(part).safeParse(raw)
  return parsed.success ? parsed.data : []
}

const keyOf = (root: string, entry: string, field: string): string => JSON.stringify([root, entry, field])

/** What waits to be stored, by what it means. */
export interface Waiting {
  /** What of a root I changed. */
  changedByMe(root: string): Touched
  /** What I did to a text, each page of this device by itself; nothing when all of it is stored. */
  typedIn(root: string, entry: string, field: string): readonly Typed[]
  /** How an entry read before I took it away altogether; null when I did not. */
  goneIn(root: string, entry: string): Readonly<Record<string, unknown>> | null
}

const waitingIn = (parts: () => Iterable<Part>): Waiting => ({
  changedByMe(root) {
    const touched = new Map<string, Set<string>>()
    for (const each of parts()) if (each.root === root) addTo(touched, each.entry, each.field)
    return touched
  },
  typedIn: (root, entry, field) =>
    [...parts()].flatMap((each) =>
      each.typed && each.root === root && each.entry === entry && each.field === field ? [each.typed] : [],
    ),
  goneIn: (root, entry) =>
    [...parts()].find((each) => each.root === root && each.entry === entry && each.before)?.before ?? null,
})

/** Reads what a page that is gone left waiting. */
export const readWaiting = (left: unknown): Waiting => {
  const parts = parseParts(left)
  return waitingIn(() => parts)
}

export interface Backlog extends Waiting {
  /** How many of my changes wait. */
  readonly waiting: Store<number>
  /** The server has stored so many more of them, the oldest first. */
  saved(changes: number): void
  /**
   * Takes up what a page that is gone left waiting, once the document's copy was read.
   * @param late the server has been told what this page holds; it must be told anew
   * @returns whether this page now remembers it
   */
  restore(left: unknown, late: boolean): boolean
  /** Remembers at once what waits, also where that was put off till now. @returns whether it could */
  remember(): boolean
  /** Remembers what waits once more: the device may have lost it. */
  rememberAnew(): void
  /** Remembers no more: somebody else does. What is remembered stays so. */
  rest(): void
  /** Nothing waits any more. */
  clear(): void
  /** Stops. What is remembered by then stays so. */
  close(): void
}

export interface BacklogDeps {
  readonly doc: Y.Doc
  readonly isMine: (origin: unknown) => boolean
  /** Changes that waited when this device last had the document open. */
  readonly waiting: number
  /** Remembers what waits, on this device; null when nothing does. @returns whether that could be done */
  readonly keep: (parts: unknown) => boolean
  /** Not before it is told to: until then what waits is remembered elsewhere. */
  readonly quiet?: boolean
}

/** Milliseconds in which changes gather before they are remembered: what is stored by then need not be. */
const SOON = 200

/** A text as it read before a change, whose event this is. */
const textBefore = (text: Y.Text, event: Y.YTextEvent): string => {
  let before = ''
  for (let item = text._start; item; item = item.right)
    if (
      !event.adds(item) &&
      (!item.deleted || event.deletes(item)) &&
      item.content instanceof Y.ContentString
    )
      before += item.content.str
  return before
}

/** A text as it read before a transaction took it away. */
const textTaken = (text: Y.AbstractType<unknown>, { deleteSet }: Y.Transaction): string => {
  let before = ''
  for (let item = text._start; item; item = item.right)
    if ((!item.deleted || Y.isDeleted(deleteSet, item.id)) && item.content instanceof Y.ContentString)
      before += item.content.str
  return before
}

/** An entry as it read before this transaction took it away; null when it is there, or was gone before. */
const entryTaken = (item: Y.Item | undefined, transaction: Y.Transaction): Record<string, unknown> | null => {
  const { deleteSet } = transaction
  if (!item?.deleted || !Y.isDeleted(deleteSet, item.id) || !(item.content instanceof Y.ContentType))
    return null
  const fields: Record<string, unknown> = {}
  for (const [name, field] of item.content.type._map) {
    if (field.deleted && !Y.isDeleted(deleteSet, field.id)) continue
    const { content } = field
    fields[name] =
      content instanceof Y.ContentType ? textTaken(content.type, transaction) : content.getContent().at(-1)
  }
  return fields
}

/** Follows a document's own changes until they are stored. */
export const createBacklog = ({
  doc,
  isMine,
  waiting: waited,
  keep,
  quiet: startsQuiet = false,
}: BacklogDeps): Backlog => {
  const waiting = createStore(waited)
  const parts = new Map<string, Part>()
  /** The number of my last change, and of the last that is stored. */
  let last = waited
  let stored = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let kept = false
  let quiet = startsQuiet

  const remember = (): boolean => {
    if (timer) clearTimeout(timer)
    timer = null
    if (quiet || (parts.size === 0 && !kept)) return !quiet
    kept = parts.size > 0
    return keep(kept ? [...parts.values()] : null)
  }
  const rememberSoon = () => {
    // What is stored is not to be done again by a page that comes after this one has died.
    if (parts.size === 0) return void remember()
    timer ??= setTimeout(remember, SOON)
  }

  const mark = (
    root: string,
    entry: string,
    field: string,
    more: Partial<Pick<Part, 'typed' | 'before'>> = {},
  ) => parts.set(keyOf(root, entry, field), { root, entry, field, number: last + 1, typed: null, ...more })

  const onText = (
    text: Y.Text,
    place: readonly [root: string, entry: string, field: string],
    transaction: Y.Transaction,
  ) => {
    const known = parts.get(keyOf(...place))
    const mine = isMine(transaction.origin)
    if (!mine && !known?.typed) return
    const event = new Y.YTextEvent(text, transaction, new Set())
    const before = known?.typed ?? [{ text: textBefore(text, event), made: 0, gone: 0 }]
    const after = change(before, event.delta, mine ? last + 1 : 0)
    if (mine) mark(...place, { typed: after })
    else if (known) parts.set(keyOf(...place), { ...known, typed: after })
  }

  // Before Yjs throws away what was deleted.
  const onTransaction = (transaction: Y.Transaction) => {
    for (const [type, keys] of transaction.changed) {
      const own = type._item
      const path = own ? pathOf(own) : { root: Y.findRootTypeKey(type), keys: [] }
      const [entry, field] = path?.keys ?? []
      if (!path) continue
      if (type instanceof Y.Text && entry !== undefined && field !== undefined)
        onText(type, [path.root, entry, field], transaction)
      else if (isMine(transaction.origin))
        for (const key of keys) {
          if (key === null) continue
          if (entry === undefined) {
            const before = entryTaken(type._map.get(key), transaction)
            mark(path.root, key, ENTRY, before ? { before } : {})
          } else mark(path.root, entry, field ?? key)
        }
    }
  }
  const onUpdate = (_update: Uint8Array, origin: unknown) => {
    if (!isMine(origin)) return
    last += 1
    rememberSoon()
    waiting.set(last - stored)
  }
  doc.on('afterTransaction', onTransaction)
  doc.on('update', onUpdate)

  return {
    ...waitingIn(() => parts.values()),
    waiting,
    saved(changes) {
      stored = Math.min(last, stored + changes)
      for (const [key, each] of parts) {
        const typed = each.typed && acknowledged(each.typed, stored)
        if (each.number <= stored) parts.delete(key)
        else if (typed !== each.typed) parts.set(key, { ...each, typed })
      }
      rememberSoon()
      waiting.set(last - stored)
    },
    restore(left, late) {
      const found = parseParts(left)
      if (found.length === 0) return true
      // What waited already is among what the first message tells; anything else is one more change.
      if (late || last === stored) last += 1
      const number = last
      for (const each of found) {
        const { root, entry, field, typed } = each
        const runs = typed?.map((each) => ({
          ...each,
          made: each.made && number,
          gone: each.gone && number,
        }))
        // Two pages may have typed in one text: each has its own account of it.
        let key = keyOf(root, entry, field)
        while (parts.has(key)) key += '+'
        parts.set(key, { ...each, number, typed: runs ?? null })
      }
      waiting.set(last - stored)
      return remember()
    },
    remember() {
      quiet = false
      kept = true
      return remember()
    },
    rememberAnew: () => void remember(),
    rest() {
      quiet = true
      if (timer) clearTimeout(timer)
    },
    clear() {
      parts.clear()
      stored = last
      remember()
    },
    close() {
      doc.off('afterTransaction', onTransaction)
      doc.off('update', onUpdate)
      remember()
      quiet = true
    },
  }
}
