/** Who asks, by the token that their device holds. */
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../../shared/errors.ts'
import type { Role } from '../../shared/docs.ts'
import type { Translate } from '../../shared/i18n/translate.ts'
import type { PersonRecord } from '../workshops/records.ts'
import type { Workshop, Workshops } from '../workshops/workshops.ts'
import { hashOf, newToken } from './secrets.ts'
import { tokenOf } from './token.ts'

/** A session that holds. */
export interface KnownSession {
  /** SHA-256 of the token. */
  readonly session: string
  readonly token: string
  readonly person: PersonRecord
}

/** The session of a request, or null when it carries none that holds here. */
export const knownSession = (workshop: Workshop, headers: IncomingHttpHeaders): KnownSession | null => {
  const token = tokenOf(headers, workshop.id)
  if (!token) return null
  const session = hashOf(token)
  const record = workshop.tables.session.get(session)
  const person = record && workshop.tables.person.get(record.person)
  return person && !person.removed ? { session, token, person } : null
}

/** @throws Refusal `no-session` */
export const requireSession = (
  workshop: Workshop,
  headers: IncomingHttpHeaders,
  t: Translate,
): KnownSession => {
  const known = knownSession(workshop, headers)
  if (!known) throw new Refusal('no-session', t('server.no-session'))
  return known
}

/** @throws Refusal `forbidden` when this person's role is another */
export const requireRole = (person: PersonRecord, roles: readonly Role[], t: Translate): void => {
  if (!roles.includes(person.role))
    throw new Refusal(
      'forbidden',
      t(
        person.role === 'viewer' && roles.includes('participant')
          ? 'server.forbidden.viewer'
          : 'server.forbidden',
      ),
    )
}

/** Opens a session for a person. @returns its token, which is kept nowhere */
export const openSession = (workshops: Workshops, workshop: Workshop, person: string): string => {
  const token = newToken()
  workshops.put(workshop, 'session', hashOf(token), { person })
  return token
}

/** Ends sessions of which a condition holds. @returns the people concerned */
export const endSessions = (
  workshops: Workshops,
  workshop: Workshop,
  ends: (person: string, session: string) => boolean,
): ReadonlySet<string> => {
  const concerned = new Set<string>()
  for (const [session, { person }] of [...workshop.tables.session])
    if (ends(person, session)) {
      workshops.remove(workshop, 'session', session)
      concerned.add(person)
    }
  return concerned
}
