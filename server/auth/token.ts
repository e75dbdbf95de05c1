/** Where a request carries its session token, and where it comes from. */
import type { IncomingHttpHeaders } from 'node:http'
import { BEARER_PREFIX } from '../../shared/protocol.ts'

export const cookieName = (workshop: string): string => `kb_${workshop}`

/** Seconds that a browser keeps a session's cookie: a workplan is worked on for months. */
const KEPT = 180 * 24 * 3_600

/** Names and values are ids and base64url, so nothing in a cookie of ours needs escaping. */
const cookie = (workshop: string, value: string, seconds: number, secure: boolean): string =>
  [
    `${cookieName(workshop)}=${value}`,
    `Path=/api/workshops/${workshop}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
  ].join('; ')

/** The `Set-Cookie` that gives a browser its session. */
export const sessionCookie = (workshop: string, token: string, secure: boolean): string =>
  cookie(workshop, token, KEPT, secure)

/** The `Set-Cookie` that takes it away. */
export const noCookie = (workshop: string, secure: boolean): string => cookie(workshop, '', 0, secure)

const fromCookie = (header: string, workshop: string): string | null => {
  const name = `${cookieName(workshop)}=`
  const found = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name))
  return found?.slice(name.length) || null
}

/** The token of a request to a workshop: from its header, its WebSocket subprotocols, or its cookie, in this order. */
export const tokenOf = (headers: IncomingHttpHeaders, workshop: string): string | null => {
  const bearer = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer) return bearer
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const carried = protocols.find((name) => name.startsWith(BEARER_PREFIX))
  if (carried) return carried.slice(BEARER_PREFIX.length)
  return headers.cookie ? fromCookie(headers.cookie, workshop) : null
}
