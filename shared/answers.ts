/**
 * What the server answers over HTTP, as schemas: the client parses with them. They are of zod's small half, since they travel with
 * the first load; what it asks is in api.ts.
 */
import * as z from 'zod/mini'
import { CONSENTS } from './consent.ts'
import { ROLES } from './docs.ts'
import type { RefusalCode } from './errors.ts'
import { ID_PATTERN } from './ids.ts'

const id = z.string().check(z.regex(ID_PATTERN))
const role = z.enum(ROLES)

/** Every refusal's body. */
export interface ErrorBody {
  readonly error: {
    readonly code: RefusalCode
    readonly message: string
    /** What the person can tell whoever helps them: it stands in the log, see reference.ts. */
    readonly reference?: string
  }
}

const participant = z.object({ id, name: z.string(), colour: z.int(), role })
/** The person that a session stands for. */
export type Participant = z.infer<typeof participant>

/** `POST /api/workshops` */
export const createdWorkshop = z.object({
  id,
  title: z.string(),
  code: z.string(),
  links: z.object({ facilitator: z.string(), participant: z.string(), viewer: z.string() }),
  token: z.string(),
  participant,
})
export type CreatedWorkshop = z.infer<typeof createdWorkshop>

/** `POST /api/workshops/:id/sessions` and `POST /api/sessions` */
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
  person: z.optional(participant),
})
export type FoundByCode = z.infer<typeof foundByCode>

/** `POST /api/workshops/:id/knock` `{secret}`: what one would join, before joining. Closed doors refuse newcomers here. */
export const knocked = z.object({
  workshop: z.object({ id, title: z.string() }),
  role,
  /** Whom one joins as without being asked for a name: who this device is in already, or was. */
  person: z.optional(participant),
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
  consent: z.nullable(z.enum(CONSENTS)),
  /** My place on the project board, as I gave it; null when I did not sign up. */
  member: z.nullable(
    z.object({
      id,
      name: z.string(),
      organisation: z.string(),
      contact: z.string(),
      showName: z.boolean(),
      showContact: z.boolean(),
    }),
  ),
  /** Tells one start of the server from another, which may have other data. */
  run: z.optional(z.string()),
})
export type WorkshopInfo = z.infer<typeof workshopInfo>

/** What the command `consent` answers: what is kept now (null: nothing was said), and since when, in Unix ms. */
export const keptConsent = z.object({ consent: z.nullable(z.enum(CONSENTS)), at: z.int() })
export type KeptConsent = z.infer<typeof keptConsent>

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
      mean: z.nullable(z.number()),
      spread: z.nullable(z.number()),
    }),
  ),
})

/**
 * `GET /api/workshops/:id/boards/:board/points`, for facilitators: when the board was kept as it was (Unix ms), oldest first, and the
 * bytes that this takes. `…/points/<at>` is the board as it was then, as one Yjs update.
 */
export const boardPoints = z.object({ points: z.array(z.object({ at: z.number(), bytes: z.int() })) })
export type BoardPoints = z.infer<typeof boardPoints>
