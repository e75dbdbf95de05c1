/** What exports are made of: the documents as they stand, and what the ledger says of them. */
import * as z from 'zod'
import { itemsOf, readBoard } from '../../shared/board.ts'
import { CONSENTS } from '../../shared/consent.ts'
import type { Say } from '../say.ts'
import type { ConsentOf } from '../../shared/outcome/boards.ts'
import { makeBackup } from '../../shared/outcome/makeBackup.ts'
import { makeWorkplan, type NamesOf } from '../../shared/outcome/makeWorkplan.ts'
import { readPlan } from '../../shared/plan.ts'
import { boardsOf, readStage, roundsOf } from '../../shared/stage.ts'
import type { Room } from '../sync/contract.ts'
import { docOf, packUpdates, unpackUpdates } from '../sync/updates.ts'
import { itemKey } from '../workshops/records.ts'
import type { ExportInput } from './render.ts'

/** A document as it stands, and the bytes that are kept of it anyway. */
export type KeptDoc = Pick<Room, 'doc' | 'updates'>

export interface Material {
  readonly stage: KeptDoc
  readonly plan: KeptDoc
  /** By board; one that was added a moment ago may be missing. */
  readonly boards: ReadonlyMap<string, KeptDoc>
  readonly consentOf: ConsentOf
  readonly namesOf: NamesOf
  /** Unix ms. */
  readonly now: number
}

const TABLES = ['criteria', 'actions', 'meetings'] as const

/** What an export is rendered from. */
export const inputOf = (
  { stage: { doc: stageDoc }, plan: { doc: plan }, boards: held, consentOf, namesOf, now }: Material,
  t: Say,
): ExportInput => {
  const read = () => {
    const stage = readStage(stageDoc)
    const { title, language } = stage.meta
    const boards = stage.boards.flatMap(({ id, title }) => {
      const doc = held.get(id)?.doc
      return doc ? [{ id, title, view: readBoard(doc), doc }] : []
    })
    return { title, language, stage, boards, consentOf, now, t }
  }
  return {
    t,
    workplan: () => makeWorkplan({ ...read(), plan: readPlan(plan), namesOf }),
    backup: () => {
      const { boards, ...common } = read()
      return makeBackup({
        ...common,
        boards: boards.map(({ doc, ...board }) => ({ ...board, raw: itemsOf(doc).toJSON() })),
        plan: Object.fromEntries(TABLES.map((table) => [table, plan.getMap(table).toJSON()])),
      })
    },
  }
}

/** How many items, rows and candidates there are, more or less: an export's work grows with them. */
export const amountOf = ({ stage, plan, boards }: Pick<Material, 'stage' | 'plan' | 'boards'>): number =>
  [...boards.values()].reduce((sum, { doc }) => sum + itemsOf(doc).size, 0) +
  TABLES.reduce((sum, table) => sum + plan.doc.getMap(table).size, 0) +
  roundsOf(stage.doc).reduce((sum, { candidates }) => sum + candidates.length, 0)

const updates = z.object({
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  ends: z.array(z.number()).readonly(),
})

/** The same as bytes and plain values, for a thread. */
export const packed = z.object({
  stage: updates,
  plan: updates,
  boards: z.map(z.string(), updates),
  /** By `<board>/<item>`, of all that stands on a board or was put to the vote. */
  consents: z.map(z.string(), z.enum(CONSENTS)),
  /** Likewise, of those whose authors all chose to be named. */
  names: z.map(z.string(), z.array(z.string())),
  now: z.number(),
})
export type Packed = z.infer<typeof packed>

/**
 * Takes a copy of all of it in this turn, so that it is of one moment: no more than asking the ledger about each item, and copying
 * the bytes that are at hand. To make documents of them is the thread's work.
 */
export const pack = ({ stage, plan, boards, consentOf, namesOf, now }: Material): Packed => {
  const consents: Packed['consents'] = new Map()
  const names: Packed['names'] = new Map()
  const ask = (board: string, item: string): void => {
    const consent = consentOf(board, item)
    consents.set(itemKey(board, item), consent)
    if (consent === 'named') names.set(itemKey(board, item), [...namesOf(board, item)])
  }
  for (const { id } of boardsOf(stage.doc)) {
    const doc = boards.get(id)?.doc
    if (doc) for (const item of itemsOf(doc).keys()) ask(id, item)
  }
  for (const { candidates } of roundsOf(stage.doc)) for (const { board, item } of candidates) ask(board, item)
  return {
    stage: packUpdates(stage.updates()),
    plan: packUpdates(plan.updates()),
    boards: new Map([...boards].map(([id, board]) => [id, packUpdates(board.updates())])),
    consents,
    names,
    now,
  }
}

const keptDocOf = (packedUpdates: Packed['stage']): KeptDoc => {
  const all = unpackUpdates(packedUpdates)
  return { doc: docOf(all), updates: () => all }
}

/** What was packed, to be read again. Of what was not asked about nothing is told. */
export const unpack = ({ stage, plan, boards, consents, names, now }: Packed): Material => ({
  stage: keptDocOf(stage),
  plan: keptDocOf(plan),
  boards: new Map([...boards].map(([id, board]) => [id, keptDocOf(board)])),
  consentOf: (board, item) => consents.get(itemKey(board, item)) ?? 'room',
  namesOf: (board, item) => names.get(itemKey(board, item)) ?? [],
  now,
})
