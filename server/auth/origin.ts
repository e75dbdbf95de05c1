/** Which pages may speak to this server: its own, and no others. */
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../../shared/errors.ts'
import type { Say } from '../say.ts'

/** Addresses of this server, as pages name them: `http://127.0.0.1:8420`. */
export type Origins = ReadonlySet<string>

/**
 * Browsers say where a page came from whenever it matters; any other program says nothing, and has no cookie that a strange
 * page could make it send. @throws Refusal `wrong-origin`
 */
export const checkOrigin = (headers: IncomingHttpHeaders, origins: Origins, t: Say): void => {
  if (headers.origin !== undefined && !origins.has(headers.origin))
    throw new Refusal('wrong-origin', t('server.wrong-origin'))
}
