/** What the server logs with. The sync path uses less of it (`sync/log.ts`). */
import type { Logger } from 'pino'

/** Structured lines for whoever runs the server: ids, counts and codes; never a secret, a name or anybody's words. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
