/**
 * The facilitator's backup: all boards, the stage and the plan as they stand, in one file that says what it is.
 *
 * It obeys consent like any other export: of an item that stays in the room it holds where it lay and of what kind it was, not its
 * words; and it names only people who chose to be named. The workshop's own data folder is the full copy.
 */
import type { RawFields } from '../kinds/kind.ts'
import type { Translate } from '../i18n/translate.ts'
import type { Stage } from '../stage.ts'
import type { ConsentOf, OutcomeBoard } from './boards.ts'
import { createWithheld } from './withhold.ts'

export const BACKUP_VERSION = 1

/** A board's items as they stand in its document: `itemsOf(doc).toJSON()`. */
export interface RawBoard extends OutcomeBoard {
  readonly raw: Readonly<Record<string, unknown>>
}

export interface BackupInput {
  readonly title: string
  readonly language: string
  readonly boards: readonly RawBoard[]
  readonly stage: Stage
  /** The plan's tables as they stand in its document: what the boards derived, and what people wrote over it. */
  readonly plan: Readonly<Record<string, unknown>>
  readonly consentOf: ConsentOf
  /** Unix ms. */
  readonly now: number
  readonly t: Translate
}

export interface Backup {
  readonly about: string
  readonly version: number
  readonly title: string
  readonly language: string
  readonly made: string
  readonly boards: readonly {
    readonly id: string
    readonly title: string
    readonly items: Readonly<Record<string, unknown>>
  }[]
  readonly stage: object
  readonly plan: unknown
}

/** What may be kept of an item that stays in the room. Its print in the bin would betray a short text, so it goes too. */
const KEPT_FIELDS = ['kind', 'v', 'at', 'order', 'theme', 'size', 'mat', 'colour']

const isRecord = (value: unknown): value is RawFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const withoutWords = (raw: unknown, note: string): unknown => {
  const fields = isRecord(raw) ? raw : {}
  const kept = Object.entries(fields).filter(([field]) => KEPT_FIELDS.includes(field))
  return { ...Object.fromEntries(kept), ...(fields.trashed !== undefined && { trashed: true }), kept: note }
}

/** Replaces every text, however deep, that was kept in the room. */
const scrub = (value: unknown, withheld: (text: string) => boolean, instead: string): unknown => {
  if (typeof value === 'string') return withheld(value) ? instead : value
  if (Array.isArray(value)) return value.map((part) => scrub(part, withheld, instead))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, scrub(part, withheld, instead)]))
}

/** Makes the backup, as plain JSON. */
export const makeBackup = (input: BackupInput): Backup => {
  const { boards, stage, consentOf, t } = input
  const withheld = createWithheld(boards, stage, consentOf)
  const isKept = (board: string, item: string): boolean => consentOf(board, item) === 'room'
  const credited = new Set(
    boards.flatMap(({ id, raw }) =>
      Object.keys(raw)
        .filter((item) => consentOf(id, item) === 'named')
        .flatMap((item) => stage.credits.get(item)?.person ?? []),
    ),
  )
  const { code: _code, ...meta } = stage.meta
  return {
    about: t('outcome.backup.about'),
    version: BACKUP_VERSION,
    title: input.title,
    language: input.language,
    made: new Date(input.now).toISOString(),
    boards: boards.map(({ id, title, raw }) => ({
      id,
      title,
      items: Object.fromEntries(
        Object.entries(raw).map(([item, fields]) => [
          item,
          isKept(id, item) ? withoutWords(fields, t('outcome.kept.item')) : fields,
        ]),
      ),
    })),
    stage: {
      meta,
      boards: stage.boards,
      members: stage.members,
      rounds: stage.rounds.map((round) => ({
        ...round,
        candidates: round.candidates.map((candidate) =>
          isKept(candidate.board, candidate.item)
            ? { ...candidate, text: t('outcome.kept.idea'), theme: null }
            : { ...candidate, theme: candidate.theme && withheld(candidate.theme) ? null : candidate.theme },
        ),
      })),
      people: [...stage.people.values()].filter(({ id }) => credited.has(id)),
      credits: Object.fromEntries(
        [...stage.credits].filter(([, { person }]) => person && credited.has(person)),
      ),
    },
    plan: scrub(input.plan, withheld, t('outcome.kept.idea')),
  }
}
