/** The HTTP interface, called from this page. Refusals come as `Refusal`s, with words to show. */
import * as z from 'zod/mini'
import {
  createdWorkshop,
  deviceCode,
  foundByCode,
  joined,
  knocked,
  workshopInfo,
  type CreatedWorkshop,
  type FoundByCode,
  type Joined,
  type Knocked,
} from '../../shared/answers.ts'
import type { CreateWorkshop } from '../../shared/api.ts'
import { REFUSALS, Refusal, type RefusalCode } from '../../shared/errors.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { WorkshopApi } from './types.ts'

export interface ApiDeps {
  readonly fetch: typeof fetch
  readonly t: Translate
}

const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), reference: z.optional(z.string()) }),
})
const storedBallot = z.object({ choices: z.record(z.string(), z.number()), at: z._default(z.number(), 0) })
/** Of a round only its id is taken from here: its parts, and in the end its result, are read from the stage. */
const openedRound = z.object({ round: z.object({ id: z.string() }) })

const codeOf = (code: string, status: number): RefusalCode => {
  const known = Object.keys(REFUSALS).find((name): name is RefusalCode => name === code)
  return known ?? (status === 401 ? 'no-session' : status === 404 ? 'not-found' : 'storage-failed')
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Asks<Answer> = (method: Method, path: string, body?: unknown) => Promise<Answer>

/** What was answered; null where that is nothing, or where something between here and the server answered in its place. */
const jsonOf = (response: Response): Promise<unknown> => response.json().catch(() => null)

/** Asks the server, for an answer that is no refusal. */
const createAsk = ({ fetch, t }: ApiDeps): Asks<Response> => {
  return async (method, path, body) => {
    const sent =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    let response: Response
    try {
      response = await fetch(path, { method, credentials: 'same-origin', ...sent })
    } catch {
      throw new Refusal('storage-failed', t('ui.offline'))
    }
    if (response.ok) return response
    const refused = errorBody.safeParse(await jsonOf(response))
    if (!refused.success) throw new Refusal(codeOf('', response.status), t('ui.failed'))
    const { code, message, reference } = refused.data.error
    throw new Refusal(codeOf(code, response.status), message, reference === undefined ? {} : { reference })
  }
}

const createCall = (deps: ApiDeps): Asks<unknown> => {
  const ask = createAsk(deps)
  return async (...asked) => jsonOf(await ask(...asked))
}

/** Before one is in a workshop. */
export const createEntryApi = (deps: ApiDeps) => {
  const call = createCall(deps)
  return {
    /** Starts a workshop; the caller is its first facilitator. */
    async create(workshop: CreateWorkshop): Promise<CreatedWorkshop> {
      return createdWorkshop.parse(await call('POST', '/api/workshops', workshop))
    },
    /** Where to knock with a code, and whose device it is for. */
    async findByCode(code: string): Promise<FoundByCode> {
      return foundByCode.parse(await call('POST', '/api/codes', { code }))
    },
    /** What a link would lead to. */
    async knockByLink(workshop: string, secret: string): Promise<Knocked> {
      return knocked.parse(await call('POST', `/api/workshops/${workshop}/knock`, { secret }))
    },
    async joinByCode(code: string, name?: string): Promise<Joined> {
      return joined.parse(await call('POST', '/api/sessions', { code, ...(name ? { name } : {}) }))
    },
    async joinByLink(workshop: string, secret: string, name?: string): Promise<Joined> {
      return joined.parse(
        await call('POST', `/api/workshops/${workshop}/sessions`, { secret, ...(name ? { name } : {}) }),
      )
    },
  }
}
export type EntryApi = ReturnType<typeof createEntryApi>

/** Inside one workshop. */
export const createWorkshopApi = (deps: ApiDeps & { readonly workshop: string }): WorkshopApi => {
  const call = createCall(deps)
  const ask = createAsk(deps)
  const at = `/api/workshops/${deps.workshop}`
  const exportUrl: WorkshopApi['exportUrl'] = (name) => `${at}/exports/${name}`
  return {
    info: async () => workshopInfo.parse(await call('GET', at)),
    command: (command) => call('POST', `${at}/commands`, command),
    openRound: async (round) => openedRound.parse(await call('POST', `${at}/rounds`, round)),
    async closeRound(round) {
      await call('POST', `${at}/rounds/${round}/close`)
    },
    ballot: async (round) => storedBallot.parse(await call('GET', `${at}/rounds/${round}/ballot`)),
    castBallot: async (round, ballot) =>
      storedBallot.parse(await call('PUT', `${at}/rounds/${round}/ballot`, ballot)),
    deviceCode: async () => deviceCode.parse(await call('POST', `${at}/devices`)),
    async leave() {
      await call('POST', `${at}/leave`)
    },
    exportUrl,
    askExport: (name) => ask('GET', exportUrl(name)),
  }
}
