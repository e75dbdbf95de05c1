/**
 * The stage document: what the facilitator controls, and all that everybody in the workshop may know of people and rounds.
 * The server alone writes it, so what is read here needs no further checks. Ballots never come near it.
 *
 * Root maps: `meta`, `boards`, `people`, `rounds`, `members`, `credits`, `hidden`. Values are plain JSON, replaced as wholes.
 */
import type * as Y from 'yjs'
import type { Role } from './docs.ts'
import type { Point } from './geometry.ts'
import type { MethodRule } from './methods/registry.ts'
import type { Tallied } from './methods/method.ts'
import { byOrder } from './order.ts'

/** One of the workshop's principles, e.g. an I Statement. */
export interface Principle {
  readonly id: number
  /** A short label. */
  readonly label: string
  /** What it asks of a service. */
  readonly text: string
}

/** A spell of private writing: until it is shared, each person's notes lie in a draft that they alone read. */
export interface StageWriting {
  readonly id: string
  /** Where the notes will lie once they are shared. */
  readonly board: string
  /** What people write about; '' for nothing in particular. */
  readonly question: string
  /** Unix ms. */
  readonly startedAt: number
  /** How much is written so far; null while fewer than three people have written, so that no count points at anybody. */
  readonly progress: { readonly people: number; readonly notes: number } | null
}

export interface StageMeta {
  readonly title: string
  readonly language: string
  /** The join code; it works only while the doors are open. */
  readonly code: string
  readonly doors: 'open' | 'closed'
  /** How many heads the facilitator counted, or null. */
  readonly heads: number | null
  readonly principles: readonly Principle[]
  readonly timer: { readonly endsAt: number } | null
  /** What the workshop is at now. */
  readonly step: { readonly number: number; readonly name: string; readonly question: string } | null
  /** What the facilitator asks everyone to look at. */
  readonly focus: { readonly board: string; readonly item: string | null; readonly at: Point | null } | null
  /** The private writing that is open now. */
  readonly writing: StageWriting | null
  /**
   * The private writing (its id) that ended since the server had lost its key, as where data were put back without their keys: nobody
   * can open its drafts any more. Null once another begins.
   */
  readonly lostWriting: string | null
}

export interface StageBoard {
  readonly id: string
  readonly title: string
  readonly order: string
  /** While a board rests, only facilitators write on it. */
  readonly locked: boolean
}

export interface StagePerson {
  readonly id: string
  readonly name: string
  /** The how-manieth person of the workshop, from 0: gives the bead's colour and shape. */
  readonly colour: number
  readonly role: Role
  /** Since when their hand is up, in Unix ms; left out while it is down. */
  readonly hand?: number
  /** A facilitator has paused their writing. */
  readonly muted?: true
}

/** A candidate of a round, its text frozen when the round opened. */
export interface Candidate {
  readonly board: string
  readonly item: string
  readonly text: string
  /** The title of the theme it lay in, or null. */
  readonly theme: string | null
  /** The note's colour, or null for another kind. */
  readonly colour: string | null
}

export interface RoundResult {
  readonly turnout: {
    readonly voted: number
    /** People entitled to vote and seen since the round opened. */
    readonly present: number
  }
  /** Every candidate, best first. */
  readonly candidates: readonly Tallied[]
}

export interface StageRound {
  readonly id: string
  readonly question: string
  readonly method: MethodRule
  readonly candidates: readonly Candidate[]
  /** Unix ms. */
  readonly openedAt: number
  readonly endsAt: number | null
  readonly closedAt: number | null
  /** How many have voted so far, never who or how. */
  readonly voted: number
  /** People entitled to vote and seen since it opened. */
  readonly present: number
  /** The tally, once closed. */
  readonly result: RoundResult | null
}

/** A member of the project board, as far as they agreed to be shown. */
export interface StageMember {
  readonly id: string
  readonly name: string | null
  readonly organisation: string | null
  readonly contact: string | null
  readonly colead: boolean
  readonly joinedAt: number
}

/** What may be shown of an item's author, and whether it stays in the room. Items without an entry show no name. */
export interface Credit {
  /** The author, only when they chose to be named. */
  readonly person?: string
  /** "In this room only". */
  readonly room?: true
  /** Nobody's: it was shared from private writing. Its text changes only by `note.rewrite`, since Yjs's ids would tell who typed. */
  readonly nameless?: true
}

export interface Stage {
  readonly meta: StageMeta
  readonly boards: readonly StageBoard[]
  readonly people: ReadonlyMap<string, StagePerson>
  /** In the order they were opened. */
  readonly rounds: readonly StageRound[]
  readonly members: readonly StageMember[]
  readonly credits: ReadonlyMap<string, Credit>
  /** Items that a facilitator hid: neither board nor list shows them to others, and no export holds their words. */
  readonly hidden: ReadonlySet<string>
}

const mapOf = <Value>(
  doc: Y.Doc,
  name: 'boards' | 'people' | 'rounds' | 'members' | 'credits' | 'hidden',
): Y.Map<Value> => doc.getMap<Value>(name)

const EMPTY_META: StageMeta = {
  title: '',
  language: 'en',
  code: '',
  doors: 'closed',
  heads: null,
  principles: [],
  timer: null,
  step: null,
  focus: null,
  writing: null,
  lostWriting: null,
}

/** Reads the stage; before it has arrived, it is empty. */
export const readStage = (doc: Y.Doc): Stage => ({
  meta: { ...EMPTY_META, ...doc.getMap('meta').toJSON() },
  boards: [...mapOf<StageBoard>(doc, 'boards').values()].sort(byOrder),
  people: new Map(mapOf<StagePerson>(doc, 'people').entries()),
  rounds: [...mapOf<StageRound>(doc, 'rounds').values()].sort(
    (a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1),
  ),
  members: [...mapOf<StageMember>(doc, 'members').values()].sort((a, b) => a.joinedAt - b.joinedAt),
  credits: new Map(mapOf<Credit>(doc, 'credits').entries()),
  hidden: new Set(mapOf<true>(doc, 'hidden').keys()),
})

/** What the workshop is at, without the rest of the stage. */
export const metaOf = (doc: Y.Doc): StageMeta => ({ ...EMPTY_META, ...doc.getMap('meta').toJSON() })

/** One board; null when there is none of this id. */
export const boardOf = (doc: Y.Doc, id: string): StageBoard | null =>
  mapOf<StageBoard>(doc, 'boards').get(id) ?? null

/** Whether an item is nobody's, so that its words are not to be typed in directly. */
export const isNameless = ({ credits }: Pick<Stage, 'credits'>, item: string): boolean =>
  credits.get(item)?.nameless === true

/** All boards, in their order. */
export const boardsOf = (doc: Y.Doc): readonly StageBoard[] =>
  [...mapOf<StageBoard>(doc, 'boards').values()].sort(byOrder)

/** One round; null when there is none of this id. */
export const roundOf = (doc: Y.Doc, id: string): StageRound | null =>
  mapOf<StageRound>(doc, 'rounds').get(id) ?? null

/** All rounds, in no order. */
export const roundsOf = (doc: Y.Doc): readonly StageRound[] => [...mapOf<StageRound>(doc, 'rounds').values()]

/** What may be shown of an item's author; null shows nothing. */
export const creditOf = (doc: Y.Doc, item: string): Credit | null =>
  mapOf<Credit>(doc, 'credits').get(item) ?? null

/** Whether a facilitator hid an item. */
export const isHidden = (doc: Y.Doc, item: string): boolean => mapOf<true>(doc, 'hidden').has(item)

// ---- writing: the server alone ------------------------------------------------------------------------------------------------

/** Sets a value; one that stands there already is not written again, since each change leaves a trace for good. */
const set = <Value>(map: Y.Map<Value>, key: string, value: Value): void => {
  if (JSON.stringify(map.get(key)) !== JSON.stringify(value)) map.set(key, value)
}

/** Sets some of what the workshop is at. */
export const setMeta = (doc: Y.Doc, meta: Partial<StageMeta>): void =>
  doc.transact(() =>
    Object.entries(meta).forEach(([key, value]) => set(doc.getMap<unknown>('meta'), key, value)),
  )

const put =
  <Value extends { readonly id: string }>(name: 'boards' | 'rounds' | 'members') =>
  (doc: Y.Doc, value: Value): void =>
    set(mapOf<Value>(doc, name), value.id, value)

/** Puts a board, new or changed. */
export const putBoard = put<StageBoard>('boards')
/** Puts a round, new or changed. */
export const putRound = put<StageRound>('rounds')
/** Puts a member of the project board, new or changed. */
export const putMember = put<StageMember>('members')

/** Puts a person, whose hand stays as it is. */
export const putPerson = (doc: Y.Doc, { hand: _hand, ...person }: StagePerson): void => {
  const people = mapOf<StagePerson>(doc, 'people')
  const { hand } = people.get(person.id) ?? {}
  set(people, person.id, { ...person, ...(hand !== undefined && { hand }) })
}

/** Raises a person's hand, since a time in Unix ms, or lowers it (null). One that is up keeps its place. */
export const setHand = (doc: Y.Doc, id: string, since: number | null): void => {
  const people = mapOf<StagePerson>(doc, 'people')
  const found = people.get(id)
  if (!found || (found.hand === undefined) === (since === null)) return
  const { hand: _hand, ...person } = found
  people.set(id, { ...person, ...(since !== null && { hand: since }) })
}

/** Hides an item from others, or shows it again. */
export const setHidden = (doc: Y.Doc, item: string, hidden: boolean): void => {
  const map = mapOf<true>(doc, 'hidden')
  if (hidden) set(map, item, true)
  else map.delete(item)
}

/** Takes a person off the stage; what they made stays. */
export const removePerson = (doc: Y.Doc, id: string): void => mapOf(doc, 'people').delete(id)
/** Takes a member off the stage. */
export const removeMember = (doc: Y.Doc, id: string): void => mapOf(doc, 'members').delete(id)

/** Sets what may be shown of items; null shows nothing of an item. */
export const setCredits = (doc: Y.Doc, credits: ReadonlyMap<string, Credit | null>): void =>
  doc.transact(() => {
    const map = mapOf<Credit>(doc, 'credits')
    credits.forEach((credit, item) => {
      if (credit) set(map, item, credit)
      else map.delete(item)
    })
  })
