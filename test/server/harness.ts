/** A whole server in this process, on a storage and a clock of the test's own. */
import type { InjectOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import * as z from 'zod'
import type { CreatedWorkshop, Joined, WorkshopInfo } from '../../shared/answers.ts'
import type { Command } from '../../shared/commands.ts'
import { REFUSALS } from '../../shared/errors.ts'
import { createSay } from '../../server/say.ts'
import type { Clock } from '../../server/clock.ts'
import { CALLS, refusalsOf } from '../../server/http/interface.ts'
import { serve, type ServeDeps } from '../../server/serve.ts'
import { createMemoryKeys } from '../../server/storage/memoryKeys.ts'
import { createMemoryStorage } from '../../server/storage/memory.ts'
import type { Keys } from '../../server/storage/keys.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { turn } from '../../server/turn.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** A clock that only a test moves. */
export const createHandClock = (now = Date.UTC(2026, 10, 22)) => {
  let elapsed = 0
  let waiting: { readonly isDue: () => boolean; readonly work: () => void }[] = []
  const wait = (isDue: () => boolean, work: () => void) => {
    const entry = { isDue, work }
    waiting.push(entry)
    return () => void (waiting = waiting.filter((other) => other !== entry))
  }
  const clock: Clock = {
    now: () => now,
    elapsed: () => elapsed,
    after(ms, work) {
      const until = elapsed + ms
      return wait(() => elapsed >= until, work)
    },
    at: (moment, work) => wait(() => now >= moment, work),
  }
  const look = (): void => {
    const due = waiting.filter(({ isDue }) => isDue())
    waiting = waiting.filter((entry) => !due.includes(entry))
    for (const { work } of due) work()
  }
  return {
    ...clock,
    /** So much time goes by. */
    advance(ms: number): void {
      now += ms
      elapsed += ms
      look()
    },
    /** Somebody sets the clock forward, or back, by so much. */
    set(ms: number): void {
      now += ms
      look()
    },
  }
}

/** Waits until something holds: what brings it about happens in this process, so it is looked for in each of its turns. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await turn()
}

export interface Answer<Body = unknown> {
  readonly status: number
  readonly body: Body
  readonly headers: Readonly<Record<string, string | readonly string[] | number | undefined>>
  readonly text: string
}

export interface Asking {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly address?: string
}

const refusal = z.object({ error: z.object({ code: z.string() }) })

/** What was answered stands in the table of the interface. @throws where it does not */
const checkTold = (method: string, url: string, { status, body }: Answer): void => {
  const [path = ''] = url.split('?', 1)
  const call = CALLS.find(
    (call) => call.method === method && new RegExp(`^${call.path.replace(/:\w+/g, '[^/]+')}$`).test(path),
  )
  if (!call || status in call.answers) return
  const code = refusal.safeParse(body).data?.error.code
  if (!refusalsOf(call).some((told) => told === code && REFUSALS[told] === status))
    throw new Error(`${method} ${call.path} answers ${status} ${code}, and nobody is told so`)
}

export const startServer = async ({
  storage = createMemoryStorage(),
  keys = createMemoryKeys(),
  clock = createHandClock(),
  config = {},
  log = silent,
}: {
  readonly storage?: Storage
  readonly keys?: Keys
  readonly clock?: ReturnType<typeof createHandClock>
  readonly config?: Partial<ServeDeps['config']>
  readonly log?: ServeDeps['log']
} = {}) => {
  const served = await serve({
    config: { host: '127.0.0.1', port: 0, publicUrl: null, trustProxy: false, ...config },
    storage,
    keys,
    clock,
    t: createSay('en'),
    log,
    pages: async () => (_request, reply) => reply.type('text/html').send('<!doctype html>'),
  })
  onTestFinished(() => served.stop())

  const ask = async <Body = unknown>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    { token, headers, address }: Asking = {},
  ): Promise<Answer<Body>> => {
    const options: InjectOptions = {
      method,
      url: `/api${path}`,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(address && { remoteAddress: address }),
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    }
    const answer = await served.app.inject(options)
    const json = String(answer.headers['content-type']).includes('application/json')
    const answered = {
      status: answer.statusCode,
      body: json ? answer.json() : undefined,
      headers: answer.headers,
      text: answer.body,
    } as Answer<Body>
    checkTold(method, `/api${path}`, answered)
    return answered
  }

  const create = async (title = 'A day'): Promise<CreatedWorkshop> =>
    (await ask<CreatedWorkshop>('POST', '/workshops', { title })).body
  const secretOf = (link: string): string => link.split('#')[1] ?? ''

  return {
    ...served,
    clock,
    storage,
    ask,
    create,
    secretOf,
    /** Joins by the link of a role. */
    async join(
      workshop: CreatedWorkshop,
      role: keyof CreatedWorkshop['links'],
      asking: Asking & { readonly name?: string } = {},
    ) {
      const { name, ...rest } = asking
      const secret = secretOf(workshop.links[role])
      return ask<Joined>('POST', `/workshops/${workshop.id}/sessions`, { secret, name }, rest)
    },
    info: (workshop: CreatedWorkshop, token: string) =>
      ask<WorkshopInfo>('GET', `/workshops/${workshop.id}`, undefined, { token }),
    command: <Body = unknown>(workshop: CreatedWorkshop, token: string, command: Command) =>
      ask<Body>('POST', `/workshops/${workshop.id}/commands`, command, { token }),
    /** The only board of a new workshop. */
    async firstBoard(workshop: CreatedWorkshop): Promise<string> {
      const { body } = await ask<WorkshopInfo>('GET', `/workshops/${workshop.id}`, undefined, {
        token: workshop.token,
      })
      return body.boards[0]?.id ?? ''
    },
    /** Changes a document as the person's own page would, by way of the ledger. */
    async write(
      workshop: CreatedWorkshop,
      document: string,
      person: string,
      work: (doc: Y.Doc) => void,
    ): Promise<void> {
      const { house } = served
      const room = await house.sync.open(workshop.id, document)
      const page = new Y.Doc()
      Y.applyUpdate(page, Y.encodeStateAsUpdate(room.doc))
      work(page)
      const found = await house.workshops.get(workshop.id)
      const applied = (transaction: Y.Transaction) => house.ledger.applied(found, room, transaction, person)
      room.doc.once('afterTransaction', applied)
      Y.applyUpdate(room.doc, Y.encodeStateAsUpdate(page, Y.encodeStateVector(room.doc)))
      await house.committer.settled()
      page.destroy()
    },
    /** A socket on one document. Resolves with its close code, once closed. */
    socket(workshop: string, document: string, protocols: readonly string[], origin?: string) {
      const address = `${served.local.replace('http', 'ws')}/api/workshops/${workshop}/sync/${document}`
      const socket = new WebSocket(address, [...protocols], origin ? { origin } : {})
      onTestFinished(() => socket.terminate())
      const opened = new Promise<void>((resolve) => socket.once('open', () => resolve()))
      const closed = new Promise<number>((resolve) => {
        socket.once('close', (code) => resolve(code))
        socket.once('error', () => resolve(-1))
      })
      return { socket, opened, closed }
    },
  }
}

export type TestServer = Awaited<ReturnType<typeof startServer>>
