/**
 * Who wrote what, and what may be kept of it. The server knows which connection brought each change, so it, and not what a
 * client claims, says who first made an item and who else typed in it.
 */
import * as Y from 'yjs'
import type { KeptConsent } from '../shared/answers.ts'
import { itemsOf } from '../shared/board.ts'
import { UNANSWERED, type Consent, type NamelessConsent } from '../shared/consent.ts'
import { ID_PATTERN } from '../shared/ids.ts'
import { addTo } from '../shared/sets.ts'
import { isHidden, type Credit } from '../shared/stage.ts'
import { createPublisher, type Publisher } from './ledger/credits.ts'
import { afterHandingBack } from './ledger/handBack.ts'
import { createKinship, type Kinship, type Wish } from './ledger/kinship.ts'
import { touchedIn } from './ledger/touched.ts'
import { afterChange, boardOf, itemOf, personFor, personsOf, wishFor, writersOf } from './ledger/wrote.ts'
import type { Changed, Changes, Mistaken, Room } from './sync/contract.ts'
import { turn } from './turn.ts'
import { clientOf, itemKey, unknownWriter, type RecordOf, type WroteRecord } from './workshops/records.ts'
import type { Workshop, Workshops } from './workshops/workshops.ts'

/** Records that are read in one turn of the event loop. */
const RECORDS_A_TURN = 1_000

/** Records that are changed in one. */
const CHANGES_A_TURN = 200

/** What finds a workshop's records. */
interface Index {
  readonly kin: Kinship
  readonly publisher: Publisher
  /** Person → keys of records of what they typed in. */
  readonly typed: Map<string, Set<string>>
  /** Key of a record → people who chose for just that item. */
  readonly chosen: Map<string, Set<string>>
}

/** The ledger of all workshops. */
export const createLedger = ({ workshops }: { readonly workshops: Workshops }) => {
  const indexes = new WeakMap<Workshop, Index>()

  const addRecord = (workshop: Workshop, index: Index, key: string, record: WroteRecord): void => {
    if (record.by !== null) addTo(index.typed, record.by, key)
    for (const writer of record.also ?? []) addTo(index.typed, writer, key)
    const item = itemOf(key)
    index.kin.set({ item, key, own: wishFor(workshop, key, record) }, record.from ?? [])
  }

  const emptyIndex = (workshop: Workshop): Index => {
    const publisher = createPublisher({ workshops, workshop, creditFor: (item) => creditFor(workshop, item) })
    const kin = createKinship(publisher.concern)
    return { kin, publisher, typed: new Map(), chosen: new Map() }
  }

  /** Reads all records, a step at a time. */
  function* filling(workshop: Workshop, index: Index): Generator<void> {
    for (const key of workshop.tables.choice.keys()) {
      addTo(index.chosen, itemOf(key), key.slice(0, key.indexOf('/')))
      yield
    }
    for (const [key, record] of workshop.tables.wrote) {
      addRecord(workshop, index, key, record)
      // All of them: a server that was stopped may have told the stage a part only.
      index.publisher.concern(itemOf(key))
      yield
    }
  }

  const indexOf = (workshop: Workshop): Index => {
    const known = indexes.get(workshop)
    if (known) return known
    const index = emptyIndex(workshop)
    for (const _ of filling(workshop, index));
    indexes.set(workshop, index)
    return index
  }

  workshops.onLoad(async (workshop) => {
    const index = emptyIndex(workshop)
    let read = 0
    for (const _ of filling(workshop, index)) if (++read % RECORDS_A_TURN === 0) await turn()
    // Who could not wait has read them meanwhile.
    if (!indexes.has(workshop)) indexes.set(workshop, index)
    indexOf(workshop).publisher.publish()
  })

  const creditFor = (workshop: Workshop, item: string): Credit | null => {
    const { kin } = indexOf(workshop)
    const authors = new Set(
      kin.keysOf(item).map((key) => {
        const by = workshop.tables.wrote.get(key)?.by
        // Only what has no author on purpose is nobody's.
        return by && (personFor(workshop, by, key) ?? undefined)
      }),
    )
    const mark = authors.has(null) ? { nameless: true as const } : null
    if (isHidden(workshop.stage, item)) return { room: true, ...mark }
    switch (kin.strictestOf(item)) {
      case 'room':
        return { room: true, ...mark }
      case 'named': {
        const [author] = authors
        return author && authors.size === 1 ? { person: author } : null
      }
      default:
        return mark
    }
  }

  const record = (workshop: Workshop, key: string, next: WroteRecord): void => {
    const index = indexOf(workshop)
    const isNew = !workshop.tables.wrote.has(key)
    workshops.put(workshop, 'wrote', key, next)
    addRecord(workshop, index, key, next)
    const item = itemOf(key)
    const { kin, publisher } = index
    // Of most new items the stage says nothing, and thousands may come at once.
    const isPlain = isNew && next.by !== null && kin.strictestOf(item) === UNANSWERED
    if (!isPlain || kin.keysOf(item).length > 1) publisher.concern(item)
  }

  /** Takes into account what people wish now for what lies under these keys, and tells the stage. */
  const reconsider = (workshop: Workshop, keys: Iterable<string>): void => {
    const { kin, publisher } = indexOf(workshop)
    const wishes: Wish[] = []
    for (const key of keys) {
      const found = workshop.tables.wrote.get(key)
      if (found) wishes.push({ item: itemOf(key), key, own: wishFor(workshop, key, found) })
    }
    kin.change(wishes)
    publisher.publish()
  }

  /**
   * Writes down what one writer changed in a board.
   * @param bringer who brought it, where that is another
   * @param writerUnder who wrote under a client id, in what has no record yet
   */
  const applyOf = (
    workshop: Workshop,
    { doc }: Room,
    board: string,
    changed: Changed,
    writer: string,
    bringer: string | null,
    writerUnder: (client: number | undefined) => string,
  ): void => {
    const root = itemsOf(doc)
    for (const [item, touched] of touchedIn(doc, { changed })) {
      const map = root.get(item)
      if (!ID_PATTERN.test(item) || !(map instanceof Y.Map)) continue
      const key = itemKey(board, item)
      const known = workshop.tables.wrote.get(key)
      const before = known ?? { by: writerUnder(map._item?.id.client) }
      const next = afterChange(item, before, { ...touched, from: map.get('from'), writer, bringer })
      if (next !== known) record(workshop, key, next)
    }
  }

  /**
   * Somebody is here again who has proven that they wrote under a client id under which others had brought back words. From now on
   * these are theirs; they stay in the room until they choose for each.
   */
  const found = (workshop: Workshop, board: string, client: number, person: string): void => {
    workshops.put(workshop, 'found', `${board}/${client}`, person)
    const keys = indexOf(workshop).typed.get(unknownWriter(client)) ?? []
    reconsider(
      workshop,
      [...keys].filter((key) => boardOf(key) === board && workshop.tables.choice.has(`${person}/${key}`)),
    )
  }

  return {
    /** A person's update changed a board: what is written here is committed together with it. */
    applied(workshop: Workshop, room: Room, { changed, strange }: Changes, person: string): void {
      const { docName } = room
      if (docName.type !== 'board' || (!changed.size && !strange?.size)) return
      const writerUnder = (client: number | undefined): string =>
        client !== undefined && strange?.has(client) ? unknownWriter(client) : person
      applyOf(workshop, room, docName.board, changed, person, null, writerUnder)
      for (const [client, theirs] of strange ?? [])
        applyOf(workshop, room, docName.board, theirs, unknownWriter(client), person, writerUnder)
      indexOf(workshop).publisher.publish()
    },

    found,

    /**
     * Somebody has proven that they wrote under a client id that another has claimed, who was the first to come with it after older data
     * were put back. It is theirs from now on, as though that other had brought it. Done by steps; doing it again changes nothing.
     */
    *handBack(
      workshop: Workshop,
      { doc, docName }: Room,
      mistaken: Mistaken,
      person: string,
    ): Generator<void, void> {
      if (docName.type !== 'board') return
      const { board } = docName
      let changed = 0
      for (const [item, { typed }] of touchedIn(doc, { changed: mistaken.written })) {
        const key = itemKey(board, item)
        const map = itemsOf(doc).get(item)
        const known = workshop.tables.wrote.get(key)
        if (!typed || !known || !(map instanceof Y.Map)) continue
        const next = afterHandingBack(item, map, known, mistaken)
        if (next === known) continue
        record(workshop, key, next)
        if (++changed % CHANGES_A_TURN === 0) yield
      }
      found(workshop, board, mistaken.client, person)
    },

    /** Records, or changes, what may be kept of items that are nobody's: who made them is not written down anywhere. */
    nameless(workshop: Workshop, board: string, allowed: ReadonlyMap<string, NamelessConsent>): void {
      const { publisher } = indexOf(workshop)
      for (const [item, allows] of allowed) {
        const key = itemKey(board, item)
        const { also, brought, from, room } = workshop.tables.wrote.get(key) ?? {}
        record(workshop, key, {
          by: null,
          allows,
          ...(also && { also }),
          ...(brought && { brought }),
          ...(from && { from }),
          ...(room && { room }),
        })
      }
      publisher.publish()
    },

    /** Whether an item is nobody's. */
    isNameless: (workshop: Workshop, board: string, item: string): boolean =>
      workshop.tables.wrote.get(itemKey(board, item))?.by === null,

    /** Forgets what anybody chose about items before these came to be: of one that is nobody's, it would tell whose it is. */
    forgetChoices(workshop: Workshop, board: string, items: Iterable<string>): void {
      const { chosen } = indexOf(workshop)
      for (const item of items) {
        const key = itemKey(board, item)
        for (const person of chosen.get(key) ?? []) workshops.remove(workshop, 'choice', `${person}/${key}`)
        chosen.delete(key)
      }
    },

    /** Whether any item of the workshop has, or had, this id. */
    knows: (workshop: Workshop, item: string): boolean => indexOf(workshop).kin.keysOf(item).length > 0,

    /** Whether a person's choice about an item may be written down: about one that is nobody's, it would tell whose it is. */
    mayChoose(workshop: Workshop, board: string, item: string, person: string): boolean {
      const key = itemKey(board, item)
      const known = workshop.tables.wrote.get(key)
      return known?.by !== null || personsOf(workshop, key, known).includes(person)
    },

    /** What a person chose for one item, and when; in place of a choice, what holds without one, as of 0. */
    chosen({ tables }: Workshop, person: string, board: string, item: string): KeptConsent {
      const key = itemKey(board, item)
      const record = tables.wrote.get(key)
      const isFound = writersOf(record ?? { by: person }).some((writer) => clientOf(writer) !== null)
      const usual = isFound ? 'room' : (tables.person.get(person)?.consent ?? null)
      return tables.choice.get(`${person}/${key}`) ?? { consent: usual, at: 0 }
    },

    /** A person says what they allow for one item, also before they write it. */
    choose(
      workshop: Workshop,
      person: string,
      board: string,
      item: string,
      choice: RecordOf<'choice'>,
    ): void {
      const key = itemKey(board, item)
      workshops.put(workshop, 'choice', `${person}/${key}`, choice)
      addTo(indexOf(workshop).chosen, key, person)
      reconsider(workshop, [key])
    },

    /** What a person allows in general has changed. */
    personChanged: (workshop: Workshop, person: string): void =>
      reconsider(workshop, indexOf(workshop).typed.get(person) ?? []),

    /** An item was hidden, or shown again. */
    itemHidden(workshop: Workshop, item: string): void {
      const { publisher } = indexOf(workshop)
      publisher.concern(item)
      publisher.publish()
    },

    /** What may be kept of an item's words. What was hidden stays in the room, and so does what no ledger could hold. */
    consentOf: (workshop: Workshop, board: string, item: string): Consent =>
      !ID_PATTERN.test(item) || isHidden(workshop.stage, item)
        ? 'room'
        : (indexOf(workshop).kin.consentOf(item, itemKey(board, item)) ?? UNANSWERED),

    /** Names of who wrote an item, its author first; none unless all of them chose to be named. */
    authorsOf(workshop: Workshop, board: string, item: string): readonly string[] {
      const key = itemKey(board, item)
      const known = workshop.tables.wrote.get(key)
      if (!known || indexOf(workshop).kin.consentOf(item, key) !== 'named') return []
      return personsOf(workshop, key, known).flatMap((id) => workshop.tables.person.get(id)?.name ?? [])
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
