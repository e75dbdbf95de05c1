/** Where a request carries its session token, and where it comes from. */
import type { IncomingHttpHeaders } from 'node:http'
import { fastifyCookie } from '@fastify/cookie'
import { BEARER_PREFIX } from '../../shared/protocol.ts'

export const cookieName = (workshop: string): string => `kb_${workshop}`

/** Ms that a browser keeps a session's cookie: a workplan is worked on for months. */
const KEPT = 180 * 24 * 3_600_000

const cookieOptions = (workshop: string, secure: boolean) =>
  ({ path: `/api/workshops/${workshop}`, httpOnly: true, sameSite: 'strict', secure }) as const

/** The `Set-Cookie` that gives a browser its session. */
export const sessionCookie = (workshop: string, token: string, secure: boolean): string =>
  fastifyCookie.serialize(cookieName(workshop), token, {
    ...cookieOptions(workshop, secure),
    maxAge: KEPT / 1000,
  })

/** The `Set-Cookie` that takes it away. */
export const noCookie = (workshop: string, secure: boolean): string =>
  fastifyCookie.serialize(cookieName(workshop), '', { ...cookieOptions(workshop, secure), maxAge: 0 })

/** The token of a request to a workshop: from its header, its WebSocket subprotocols, or its cookie, in this order. */
export const tokenOf = (headers: IncomingHttpHeaders, workshop: string): string | null => {
  const bearer = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer) return bearer
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const carried = protocols.find((name) => name.startsWith(BEARER_PREFIX))
  if (carried) return carried.slice(BEARER_PREFIX.length)
  return headers.cookie ? (fastifyCookie.parse(headers.cookie)[cookieName(workshop)] ?? null) : null
}
