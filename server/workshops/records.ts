/**
 * A workshop's private records, as they stand in storage: what must last and what nobody but the server may read.
 * What everybody may know (title, boards, rounds, who is here) stands in the stage document alone, not here again.
 *
 * Keys: `ws/<workshop>/meta`, `ws/<workshop>/<table>/<key>`, and `code/<join code>` → the workshop's id.
 */
import * as z from 'zod'
import { CONSENTS } from '../../shared/consent.ts'
import { ROLES } from '../../shared/docs.ts'
import { ID_PATTERN } from '../../shared/ids.ts'

const id = z.string().regex(ID_PATTERN)

export const metaRecord = z.object({
  id,
  createdAt: z.number(),
  /** The join code, in clear: it is read aloud in the hall. */
  code: z.string(),
  /** SHA-256 of each link's secret. */
  links: z.object({ viewer: z.string(), participant: z.string(), facilitator: z.string() }),
})
export type MetaRecord = z.infer<typeof metaRecord>

/** How a person came by their role. Replacing a link ends the sessions of those who hold their role by it. */
export const WAYS = ['created', 'code', 'viewer', 'participant', 'facilitator', 'promoted'] as const
export type Way = (typeof WAYS)[number]

/** Leads the client id of Yjs under which somebody wrote whom nobody knows; no person's id begins so. */
const UNKNOWN = 'unknown:'

/** Who wrote something: a person, or somebody whom nobody knows, after the server's data were put back as they had been. */
const writer = z.string().refine((text) => ID_PATTERN.test(text) || /^unknown:\d{1,10}$/.test(text))

/** As the ledger writes down who wrote under a client id, if nobody knows. */
export const unknownWriter = (client: number): string => `${UNKNOWN}${client}`
/** The client id of a writer whom nobody knows; null for a person. */
export const clientOf = (written: string): string | null =>
  written.startsWith(UNKNOWN) ? written.slice(UNKNOWN.length) : null

const others = {
  also: z.array(writer).optional(),
  /** Who brought what unknown writers wrote in it. They are not its authors; but nobody writes without being known to have. */
  brought: z.array(id).optional(),
  from: z.array(id).optional(),
  /** It was copied from more than is remembered, or written by more whom nobody knows, and stays in the room for good. */
  room: z.literal(true).optional(),
}

const choices = z.record(z.string(), z.number())

export const tables = {
  /** By person. */
  person: z.object({
    id,
    name: z.string(),
    colour: z.int(),
    role: z.enum(ROLES),
    via: z.enum(WAYS),
    /** What may be kept of their words; null until they answered. */
    consent: z.enum(CONSENTS).nullable(),
    /** When they answered, in Unix ms; not there where that was not noted yet. */
    chosenAt: z.int().optional(),
    removed: z.boolean(),
    /** A facilitator has paused their writing. */
    muted: z.literal(true).optional(),
  }),
  /** By SHA-256 of the session's token. */
  session: z.object({ person: id }),
  /** Sessions that a replaced link or a removal ended, likewise. They open nothing; but whoever joins anew is known by them. */
  ended: z.object({ person: id }),
  /** Sign-ups for the project board, by person. */
  member: z.object({
    id,
    name: z.string(),
    organisation: z.string(),
    contact: z.string(),
    showName: z.boolean(),
    showContact: z.boolean(),
    colead: z.boolean(),
    joinedAt: z.number(),
  }),
  /** By `<round>/<person>`, each with the moment from which it holds (Unix ms; 0 where that was not noted yet); gone when the round is closed. */
  ballot: z.union([z.object({ choices, at: z.int() }), choices.transform((choices) => ({ choices, at: 0 }))]),
  /** People entitled to vote and seen since a round opened, by `<round>/<person>`; gone when it is closed. */
  seen: z.literal(1),
  /**
   * The ledger, by `<board>/<item>`: its first author, who else typed in it, and what it was copied from. An item out of private
   * writing has no author, only what they allow.
   */
  wrote: z.union([
    z.object({ by: writer, ...others }),
    z.object({ by: z.null(), allows: z.enum(['room', 'nameless']), ...others }),
  ]),
  /** What may be kept of one item, by `<person>/<board>/<item>`, and since when, in Unix ms; 0 where that was not noted yet. */
  choice: z.union([
    z.object({ consent: z.enum(CONSENTS), at: z.int() }),
    z.enum(CONSENTS).transform((consent) => ({ consent, at: 0 })),
  ]),
  /** Who proved since that they are the unknown writer under a client id, by `<board>/<client id>`. */
  found: id,
} as const

export type TableName = keyof typeof tables
export type RecordOf<Table extends TableName> = z.infer<(typeof tables)[Table]>
export type Tables = { readonly [Table in TableName]: Map<string, RecordOf<Table>> }
export type PersonRecord = RecordOf<'person'>
export type MemberRecord = RecordOf<'member'>
export type WroteRecord = RecordOf<'wrote'>

export const metaKey = (workshop: string): string => `ws/${workshop}/meta`
export const recordKey = (workshop: string, table: TableName, key: string): string =>
  `ws/${workshop}/${table}/${key}`
/** By which the ledger knows an item. */
export const itemKey = (board: string, item: string): string => `${board}/${item}`
export const codeKey = (code: string): string => `code/${code}`

export const encodeRecord = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
export const decodeRecord = <Value>(schema: z.ZodType<Value>, bytes: Uint8Array): Value =>
  schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
