/** What the sync path logs with, and what of a client's words may stand in a line: only what cannot be anybody's words. */
import { parseDocName } from '../../shared/docs.ts'
import { ID_PATTERN } from '../../shared/ids.ts'

/** The part of a logger (pino's shape) that the sync path uses. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** A document's name as a client gave it; null when it is none, and so may say anything. */
export const knownDocument = (name: string | null): string | null =>
  name !== null && parseDocName(name) ? name : null

/** A workshop's id out of an address, likewise. */
export const knownWorkshop = (id: string): string | null => (ID_PATTERN.test(id) ? id : null)
