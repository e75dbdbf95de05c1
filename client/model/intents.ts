/** What I did in a document, told by what it means: so it can be kept as plain data, and done again in another document. */
import * as z from 'zod/mini'
import { ID_PATTERN } from '../../shared/ids.ts'

const id = z.string().check(z.regex(ID_PATTERN))
const point = z.readonly(z.tuple([z.number(), z.number()]))
const fields = z.record(z.string(), z.unknown())
/** Others wrote some of it, or all; see `ownIds.ts`. */
const others = { others: z.optional(z.literal(true)) }
const row = { table: z.enum(['actions', 'criteria', 'meetings']), id: z.string() }

const intent = z.discriminatedUnion('type', [
  /** An item that I made; `item` is as `addItems` takes it. */
  z.object({ type: z.literal('add'), id, item: fields, ...others }),
  /** What a text read before me, and after; where its item lay. */
  z.object({
    type: z.literal('text'),
    id,
    name: z.string(),
    before: z.string(),
    after: z.string(),
    at: z.optional(point),
    ...others,
  }),
  z.object({ type: z.literal('move'), id, at: point }),
  z.object({ type: z.literal('order'), id, order: z.string() }),
  z.object({ type: z.literal('theme'), id, theme: z.nullable(id) }),
  /** Plain fields of an item: its colour, what it is for. */
  z.object({ type: z.literal('fields'), id, kind: z.string(), fields }),
  /** What may be kept of a private note. */
  z.object({ type: z.literal('consent'), id, consent: z.nullable(z.enum(['room', 'nameless'])) }),
  /** An item that I threw away, with the print of its texts as I knew them. */
  z.object({ type: z.literal('bin'), id, seen: z.string() }),
  /** An item that I took out of the bin. */
  z.object({ type: z.literal('restore'), id }),
  /** Fields of a row of the plan; with `added`, I made the row. */
  z.object({ type: z.literal('row'), ...row, fields, added: z.optional(z.number()) }),
  /** Fields of a row whose own words I took away, so that the derived ones show. */
  z.object({ type: z.literal('row-clear'), ...row, names: z.array(z.string()) }),
  /** A row that I threw away, with the print of what people had written in it as I knew it. */
  z.object({ type: z.literal('row-bin'), ...row, seen: z.string() }),
  /** A row that I brought back. */
  z.object({ type: z.literal('row-restore'), ...row }),
])
export type Intent = z.infer<typeof intent>

/** Marks what holds others' words. @param isTheirs of an entry: whether others wrote in it */
export const withOthers = (intents: readonly Intent[], isTheirs: (id: string) => boolean): Intent[] =>
  intents.map((each) =>
    (each.type === 'add' || each.type === 'text') && isTheirs(each.id) ? { ...each, others: true } : each,
  )

/** Whether it holds others' words. */
export const isOthers = (intent: Intent): boolean => 'others' in intent && intent.others === true

/** Reads kept intents; those that make no sense are left out. */
export const parseIntents = (raw: unknown): Intent[] =>
  (Array.isArray(raw) ? raw : []).flatMap((each: unknown) => {
    const parsed = intent.safeParse(each)
    return parsed.success ? parsed.data : []
  })
