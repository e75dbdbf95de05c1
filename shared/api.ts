/**
 * What may be asked over HTTP: the server validates with these schemas, the client infers its types from them. What is answered
 * stands in answers.ts.
 */
import * as z from 'zod'
import { ID_PATTERN } from './ids.ts'
import { lineUpTo } from './clean.ts'

const id = z.string().regex(ID_PATTERN)
const name = lineUpTo(60)

/** `POST /api/workshops` */
export const createWorkshop = z.object({
  title: lineUpTo(200).min(1),
  /** `empty` (the default) or `example`, which comes filled. */
  template: z.enum(['empty', 'example']).optional(),
  language: z.enum(['en']).optional(),
  /** What the facilitator is called; left out, a friendly made-up name. */
  name: name.optional(),
})
export type CreateWorkshop = z.infer<typeof createWorkshop>

/** `POST /api/workshops/:id/sessions`: by a link's secret, or by the join code, where the workshop is known already. */
export const joinByLink = z.object({ secret: z.string().min(1).max(200), name: name.optional() })

/** `POST /api/sessions`: by the workshop's join code, or a device's one-use code. */
export const joinByCode = z.object({ code: z.string().min(1).max(40), name: name.optional() })

/** A voting method's rule, as a facilitator sets it. */
export const methodRule = z.discriminatedUnion('type', [
  /** `budget` dots each, at most `cap` on one candidate. */
  z.object({ type: z.literal('dots'), budget: z.int().min(1).max(100), cap: z.int().min(1).max(100) }),
  /** A whole number 0–5 for each. */
  z.object({ type: z.literal('score') }),
])

/** `POST /api/workshops/:id/rounds` */
export const openRound = z.object({
  question: lineUpTo(300).min(1),
  method: methodRule,
  candidates: z
    .array(z.object({ board: id, item: id }))
    .min(1)
    .max(200),
  /** Unix ms, as far as dates go. */
  endsAt: z.number().max(8.64e15).nullable().optional(),
})
export type OpenRound = z.infer<typeof openRound>

/** `PUT /api/workshops/:id/rounds/:rid/ballot` */
export const castBallot = z.object({
  choices: z.record(id, z.number()),
  /** Cast again: it was stored, as of this moment (Unix ms), as the server answered then. A ballot that is newer stays. */
  at: z.int().min(0).optional(),
})
export type CastBallot = z.infer<typeof castBallot>

/** Names of the exports. */
export const EXPORTS = [
  'workplan.docx',
  'workplan.xlsx',
  'workplan.csv',
  'workplan.md',
  'workplan.json',
  'workplan.schema.json',
  'meetings.ics',
  'board.json',
] as const
export type ExportName = (typeof EXPORTS)[number]
