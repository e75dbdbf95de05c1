/** What the server logs with. The sync path uses less of it (`sync/log.ts`). */
import { referenceOf } from '../shared/reference.ts'
import type { Log as SyncLog } from './sync/log.ts'

/** Structured lines for whoever runs the server: ids, counts and codes; never a secret, a name or anybody's words. */
export interface Log extends SyncLog {
  debug(facts: object, message: string): void
}

/** A log in which each line that names a person has the reference that this person can read on their screen. */
export const withReferences = (log: Log): Log => {
  const told = (facts: object): object =>
    'person' in facts && typeof facts.person === 'string'
      ? { reference: referenceOf(facts.person), ...facts }
      : facts
  return {
    debug: (facts, message) => log.debug(told(facts), message),
    info: (facts, message) => log.info(told(facts), message),
    warn: (facts, message) => log.warn(told(facts), message),
    error: (facts, message) => log.error(told(facts), message),
  }
}
