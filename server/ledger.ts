/**
 * Who wrote what, and what may be kept of it. The server knows which connection brought each change, so it, and not what a
 * client claims, says who first made an item and who else typed in it.
 */
import * as Y from 'yjs'
import { itemsOf } from '../shared/board.ts'
import { CONSENTS, type Consent, type NamelessConsent } from '../shared/consent.ts'
import { parseDocName } from '../shared/docs.ts'
import { ID_PATTERN } from '../shared/ids.ts'
import { creditOf, isHidden, setCredits, type Credit } from '../shared/stage.ts'
import type { Room } from './sync/contract.ts'
import type { WroteRecord } from './workshops/records.ts'
import type { Workshop, Workshops } from './workshops/workshops.ts'

/** What stands until a person has answered. */
const UNANSWERED: Consent = 'nameless'

/** The stricter of two. `CONSENTS` is listed from the strictest. */
const stricter = (a: Consent, b: Consent): Consent => (CONSENTS.indexOf(a) <= CONSENTS.indexOf(b) ? a : b)

/**
 * Fields that moving, colouring or sorting an item sets, and the making of it. Whatever else changes counts as typing: a field
 * that a later version brings must not slip out of the ledger.
 */
const NOT_TYPED = new Set(
  'kind v at order theme trashed from colour principles asks size mat timber cloth pattern head hair scarf mood aid held'.split(
    ' ',
  ),
)

/** Items by what finds them: an item's id is unique among honest clients, but a board may hold another's by malice. */
interface Index {
  /** Item → keys of its records, `<board>/<item>`. */
  readonly records: Map<string, readonly string[]>
  /** Item → items that were copied from it. */
  readonly copies: Map<string, readonly string[]>
}

const keyOf = (board: string, item: string): string => `${board}/${item}`

const push = (map: Map<string, readonly string[]>, key: string, value: string): void => {
  const known = map.get(key)
  if (!known?.includes(value)) map.set(key, known ? [...known, value] : [value])
}

/** All who typed, as far as that is recorded. */
const personsOf = ({ by, also = [] }: WroteRecord): readonly string[] => (by === null ? also : [by, ...also])

const indexRecord = (index: Index, key: string, record: WroteRecord): void => {
  const item = key.slice(key.indexOf('/') + 1)
  push(index.records, item, key)
  for (const origin of record.from ?? []) push(index.copies, origin, item)
}

/** What one transaction did to an item. */
interface Touched {
  typed: boolean
  origin: boolean
}

/** Items that a transaction made or changed, in the order they were touched. */
const touchedIn = (doc: Y.Doc, { changed }: Pick<Y.Transaction, 'changed'>): ReadonlyMap<string, Touched> => {
  // Yjs makes a plain root for a name that nobody has asked for yet, and puts a map in its place once somebody does.
  const unasked = doc.share.get('items')
  const root = itemsOf(doc)
  const isRoot = (type: unknown): boolean => type === root || type === unasked
  const touched = new Map<string, Touched>()
  const note = (item: string, { typed, origin }: Touched) => {
    const known = touched.get(item)
    touched.set(item, { typed: typed || Boolean(known?.typed), origin: origin || Boolean(known?.origin) })
  }
  for (const [type, keys] of changed) {
    if (isRoot(type)) {
      for (const key of keys) if (key !== null) note(key, { typed: true, origin: true })
      continue
    }
    let step = type._item
    const own = isRoot(step?.parent)
    while (step && !isRoot(step.parent))
      step = step.parent instanceof Y.AbstractType ? step.parent._item : null
    const item = step?.parentSub
    if (!item) continue
    note(item, {
      typed: !own || [...keys].some((key) => key === null || !NOT_TYPED.has(key)),
      origin: own && keys.has('from'),
    })
  }
  return touched
}

/** The ledger of all workshops. */
export const createLedger = ({ workshops }: { readonly workshops: Workshops }) => {
  const indexes = new WeakMap<Workshop, Index>()

  const indexOf = (workshop: Workshop): Index => {
    let index = indexes.get(workshop)
    if (!index) {
      index = { records: new Map(), copies: new Map() }
      for (const [key, record] of workshop.tables.wrote) indexRecord(index, key, record)
      indexes.set(workshop, index)
    }
    return index
  }

  /** What one person allows for one item. */
  const choiceOf = ({ tables }: Workshop, person: string, key: string): Consent =>
    tables.choice.get(`${person}/${key}`) ?? tables.person.get(person)?.consent ?? UNANSWERED

  /** The strictest over all who typed in the item and in what it was copied from. */
  const effective = (workshop: Workshop, keys: readonly string[]): Consent => {
    const { records } = indexOf(workshop)
    let strictest: Consent = keys.length ? 'named' : UNANSWERED
    const waiting = [...keys]
    const done = new Set<string>()
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (done.has(key)) continue
      done.add(key)
      const record = workshop.tables.wrote.get(key)
      if (!record) continue
      if (record.by === null) strictest = stricter(strictest, record.allows)
      for (const person of personsOf(record)) strictest = stricter(strictest, choiceOf(workshop, person, key))
      for (const origin of record.from ?? []) waiting.push(...(records.get(origin) ?? []))
    }
    return strictest
  }

  const creditFor = (workshop: Workshop, item: string): Credit | null => {
    const keys = indexOf(workshop).records.get(item) ?? []
    const mark = keys.some((key) => workshop.tables.wrote.get(key)?.by === null)
      ? { nameless: true as const }
      : null
    if (isHidden(workshop.stage, item)) return { room: true, ...mark }
    switch (effective(workshop, keys)) {
      case 'room':
        return { room: true, ...mark }
      case 'named': {
        const authors = new Set(keys.map((key) => workshop.tables.wrote.get(key)?.by))
        const [author] = authors
        return author && authors.size === 1 ? { person: author } : null
      }
      case 'nameless':
        return mark
    }
  }

  /** Publishes what has changed of these items' credits, and of their copies'. */
  const publish = (workshop: Workshop, items: Iterable<string>): void => {
    const { copies } = indexOf(workshop)
    const waiting = [...items]
    const done = new Set<string>()
    const changed = new Map<string, Credit | null>()
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      if (done.has(item)) continue
      done.add(item)
      const was = creditOf(workshop.stage, item)
      const is = creditFor(workshop, item)
      if (was?.person !== is?.person || was?.room !== is?.room || was?.nameless !== is?.nameless)
        changed.set(item, is)
      waiting.push(...(copies.get(item) ?? []))
    }
    if (changed.size) workshops.act(workshop, (stage) => setCredits(stage, changed))
  }

  const record = (workshop: Workshop, key: string, next: WroteRecord): void => {
    workshops.put(workshop, 'wrote', key, next)
    indexRecord(indexOf(workshop), key, next)
  }

  const itemsBy = (workshop: Workshop, person: string): string[] => {
    const items: string[] = []
    for (const [key, wrote] of workshop.tables.wrote)
      if (personsOf(wrote).includes(person)) items.push(key.slice(key.indexOf('/') + 1))
    return items
  }

  return {
    /** A person's update changed a board: what is written here is committed together with it. */
    applied(workshop: Workshop, room: Room, changes: Pick<Y.Transaction, 'changed'>, person: string): void {
      const name = parseDocName(room.name)
      if (name?.type !== 'board' || !changes.changed.size) return
      const touched = touchedIn(room.doc, changes)
      const root = itemsOf(room.doc)
      const concerned: string[] = []
      for (const [item, { typed, origin }] of touched) {
        const map = root.get(item)
        if (!ID_PATTERN.test(item) || !(map instanceof Y.Map)) continue
        const key = keyOf(name.board, item)
        const known = workshop.tables.wrote.get(key)
        const copied = origin ? map.get('from') : undefined
        const from =
          typeof copied === 'string' &&
          ID_PATTERN.test(copied) &&
          copied !== item &&
          !known?.from?.includes(copied)
            ? [...(known?.from ?? []), copied]
            : known?.from
        const also =
          known && typed && known.by !== person && !known.also?.includes(person)
            ? [...(known.also ?? []), person]
            : known?.also
        if (known && from === known.from && also === known.also) continue
        record(workshop, key, { ...(known ?? { by: person }), ...(also && { also }), ...(from && { from }) })
        concerned.push(item)
      }
      if (concerned.length) publish(workshop, concerned)
    },

    /** Records, or changes, what may be kept of items that are nobody's: who made them is not written down anywhere. */
    nameless(workshop: Workshop, board: string, allowed: ReadonlyMap<string, NamelessConsent>): void {
      for (const [item, allows] of allowed) {
        const key = keyOf(board, item)
        const { also, from } = workshop.tables.wrote.get(key) ?? {}
        record(workshop, key, { by: null, allows, ...(also && { also }), ...(from && { from }) })
      }
      publish(workshop, allowed.keys())
    },

    /** Whether an item is nobody's. */
    isNameless: (workshop: Workshop, board: string, item: string): boolean =>
      workshop.tables.wrote.get(keyOf(board, item))?.by === null,

    /** Forgets what anybody chose about items before these came to be: of one that is nobody's, it would tell whose it is. */
    forgetChoices(workshop: Workshop, board: string, items: Iterable<string>): void {
      const gone = new Set([...items].map((item) => keyOf(board, item)))
      for (const key of [...workshop.tables.choice.keys()])
        if (gone.has(key.slice(key.indexOf('/') + 1))) workshops.remove(workshop, 'choice', key)
    },

    /** Whether any item of the workshop has, or had, this id. */
    knows: (workshop: Workshop, item: string): boolean => indexOf(workshop).records.has(item),

    /** Whether a person's choice about an item may be written down: about one that is nobody's, it would tell whose it is. */
    mayChoose(workshop: Workshop, board: string, item: string, person: string): boolean {
      const known = workshop.tables.wrote.get(keyOf(board, item))
      return known?.by !== null || personsOf(known).includes(person)
    },

    /** What a person allows in general has changed. */
    personChanged: (workshop: Workshop, person: string): void => publish(workshop, itemsBy(workshop, person)),

    /** What somebody allows for one item has changed. */
    itemChanged: (workshop: Workshop, item: string): void => publish(workshop, [item]),

    /** What may be kept of an item's words. What was hidden stays in the room, and so does what no ledger could hold. */
    consentOf: (workshop: Workshop, board: string, item: string): Consent => {
      if (!ID_PATTERN.test(item) || isHidden(workshop.stage, item)) return 'room'
      const key = keyOf(board, item)
      return effective(workshop, workshop.tables.wrote.has(key) ? [key] : [])
    },

    /** Names of who wrote an item, its author first; none unless all of them chose to be named. */
    authorsOf(workshop: Workshop, board: string, item: string): readonly string[] {
      const key = keyOf(board, item)
      const known = workshop.tables.wrote.get(key)
      if (!known || effective(workshop, [key]) !== 'named') return []
      return personsOf(known).flatMap((id) => workshop.tables.person.get(id)?.name ?? [])
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
