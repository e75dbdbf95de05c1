/** People on a running server, who share a board: in a workshop, made over HTTP as the app makes it, or on the relay. */
import * as z from 'zod'
import { boardDoc } from '../../shared/docs.ts'
import type { Place } from './peer.ts'

const made = z.object({ id: z.string(), code: z.string(), token: z.string() })
const session = z.object({ token: z.string() })
const about = z.object({ boards: z.array(z.object({ id: z.string() })).min(1) })

/** Requests under way at one time while people join. */
const AT_ONCE = 8

/** A board, and who may write on it. */
export interface Peopled {
  /** In a workshop its address is the mux socket's; followed by `/<document>`, a stock client's. */
  readonly place: Place
  /** The facilitator's session. */
  readonly token: string
  /** One session a participant. */
  readonly tokens: readonly string[]
}

/** A workshop of the bench's. */
export interface BenchWorkshop extends Peopled {
  readonly id: string
}

const post = async (url: string, body: object, token = ''): Promise<unknown> => {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`)
  return reply.json()
}

const boardsOf = async (workshop: string, token: string): Promise<readonly string[]> => {
  const reply = await fetch(workshop, { headers: { authorization: `Bearer ${token}` } })
  return about.parse(await reply.json()).boards.map(({ id }) => boardDoc(id))
}

/** Makes so many boards more. @returns their names as documents */
export const addBoards = async (
  { port }: { readonly port: number },
  { id, place, token }: BenchWorkshop,
  count: number,
): Promise<readonly string[]> => {
  const workshop = `http://127.0.0.1:${port}/api/workshops/${id}`
  for (let board = 1; board <= count; board++)
    await post(`${workshop}/commands`, { type: 'board.add', title: `Board ${board}` }, token)
  return (await boardsOf(workshop, token)).filter((name) => name !== place.board)
}

/** Makes a workshop with so many participants. */
export const makeWorkshop = async (
  { port }: { readonly port: number },
  people: number,
): Promise<BenchWorkshop> => {
  const origin = `http://127.0.0.1:${port}`
  const { id, code, token } = made.parse(await post(`${origin}/api/workshops`, { title: 'Bench' }))
  const [board = ''] = await boardsOf(`${origin}/api/workshops/${id}`, token)
  const tokens: string[] = []
  while (tokens.length < people) {
    const some = Array.from({ length: Math.min(AT_ONCE, people - tokens.length) }, async (_, index) =>
      session.parse(await post(`${origin}/api/sessions`, { code, name: `Person ${tokens.length + index}` })),
    )
    tokens.push(...(await Promise.all(some)).map((each) => each.token))
  }
  return {
    id,
    place: {
      url: `ws://127.0.0.1:${port}/api/workshops/${id}/sync`,
      board,
      mux: true,
    },
    token,
    tokens,
  }
}

/** A board with so many people on either server. The relay asks nobody who they are; `board` is its name there. */
export const makePeopled = async (
  server: 'kiteboard' | 'relay',
  running: { readonly port: number },
  people: number,
  board = 'board',
): Promise<Peopled> =>
  server === 'kiteboard'
    ? makeWorkshop(running, people)
    : {
        place: { url: `ws://127.0.0.1:${running.port}`, board, mux: false },
        token: '',
        tokens: Array.from({ length: people }, () => ''),
      }
