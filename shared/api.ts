/** The HTTP interface: the server validates with these schemas, the client infers its types from them. */
import * as z from 'zod'
import { ID_PATTERN } from './ids.ts'
import type { RefusalCode } from './errors.ts'
import { ROLES } from './docs.ts'
import { CONSENTS } from './commands.ts'

const id = z.string().regex(ID_PATTERN)
const role = z.enum(ROLES)
const name = z.string().trim().max(60)

/** Every refusal's body. */
export interface ErrorBody {
  readonly error: { readonly code: RefusalCode; readonly message: string }
}

/** `POST /api/workshops` */
export const createWorkshop = z.object({
  title: z.string().trim().min(1).max(200),
  /** `empty` (the default) or `example`, which comes filled. */
  template: z.enum(['empty', 'example']).optional(),
  language: z.enum(['en']).optional(),
  /** What the facilitator is called; left out, a friendly made-up name. */
  name: name.optional(),
})
export type CreateWorkshop = z.infer<typeof createWorkshop>

const participant = z.object({ id, name: z.string(), colour: z.int(), role })
/** The person that a session stands for. */
export type Participant = z.infer<typeof participant>

export const createdWorkshop = z.object({
  id,
  title: z.string(),
  code: z.string(),
  links: z.object({ facilitator: z.string(), participant: z.string(), viewer: z.string() }),
  token: z.string(),
  participant,
})
export type CreatedWorkshop = z.infer<typeof createdWorkshop>

/** `POST /api/workshops/:id/sessions`: by a link's secret, or by the join code, where the workshop is known already. */
export const joinByLink = z.object({ secret: z.string().min(1).max(200), name: name.optional() })
export type JoinByLink = z.infer<typeof joinByLink>

/** `POST /api/sessions`: by the workshop's join code, or a device's one-use code. */
export const joinByCode = z.object({ code: z.string().min(1).max(40), name: name.optional() })
export type JoinByCode = z.infer<typeof joinByCode>

export const joined = z.object({
  workshop: z.object({ id, title: z.string() }),
  token: z.string(),
  participant,
})
export type Joined = z.infer<typeof joined>

/** `POST /api/codes` `{code}`: where to knock with it. It tells nothing of the workshop, whose doors may be closed. */
export const foundByCode = z.object({
  workshop: z.object({ id }),
  /** Whose device the code is for, when it is not the workshop's own. */
  person: participant.optional(),
})
export type FoundByCode = z.infer<typeof foundByCode>

/** `POST /api/workshops/:id/knock` `{secret}`: what one would join, before joining. Closed doors refuse newcomers here. */
export const knocked = z.object({
  workshop: z.object({ id, title: z.string() }),
  role,
  /** Whom one joins as without being asked for a name: who this device is in already, or was. */
  person: participant.optional(),
})
export type Knocked = z.infer<typeof knocked>

/** `POST /api/workshops/:id/devices` */
export const deviceCode = z.object({ code: z.string(), expiresAt: z.number() })
export type DeviceCode = z.infer<typeof deviceCode>

/** `GET /api/workshops/:id` */
export const workshopInfo = z.object({
  id,
  title: z.string(),
  role,
  boards: z.array(z.object({ id, title: z.string() })),
  limits: z.object({ payload: z.int(), presence: z.int(), items: z.int(), text: z.int() }),
  participant,
  /** What may be kept of my words; null until I answered. */
  consent: z.enum(CONSENTS).nullable(),
  /** My place on the project board, as I gave it; null when I did not sign up. */
  member: z
    .object({
      id,
      name: z.string(),
      organisation: z.string(),
      contact: z.string(),
      showName: z.boolean(),
      showContact: z.boolean(),
    })
    .nullable(),
})
export type WorkshopInfo = z.infer<typeof workshopInfo>

/** A voting method's rule, as a facilitator sets it. */
export const methodRule = z.discriminatedUnion('type', [
  /** `budget` dots each, at most `cap` on one candidate. */
  z.object({ type: z.literal('dots'), budget: z.int().min(1).max(100), cap: z.int().min(1).max(100) }),
  /** A whole number 0–5 for each. */
  z.object({ type: z.literal('score') }),
])

/** `POST /api/workshops/:id/rounds` */
export const openRound = z.object({
  question: z.string().trim().min(1).max(300),
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
export const castBallot = z.object({ choices: z.record(id, z.number()) })
export type CastBallot = z.infer<typeof castBallot>

/** `POST /api/workshops/:id/rounds`: the round as everybody sees it on the stage. */
export const openedRound = z.object({
  round: z.looseObject({ id, question: z.string(), openedAt: z.number() }),
})

/** `POST …/rounds/:rid/close` and `GET …/rounds/:rid/result`: best first, every candidate listed; ties share a rank. */
export const roundResult = z.object({
  /** How many voted, of those entitled to and seen since it opened. */
  turnout: z.object({ voted: z.int(), present: z.int() }),
  candidates: z.array(
    z.object({
      item: id,
      rank: z.int(),
      total: z.number(),
      /** Null under five ballots. */
      mean: z.number().nullable(),
      spread: z.number().nullable(),
    }),
  ),
})

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

/**
 * `GET /api/workshops/:id/boards/:board/points`, for facilitators: when the board was kept as it was (Unix ms), oldest first, and the
 * bytes that this takes. `…/points/<at>` is the board as it was then, as one Yjs update.
 */
export const boardPoints = z.object({ points: z.array(z.object({ at: z.number(), bytes: z.int() })) })
export type BoardPoints = z.infer<typeof boardPoints>
