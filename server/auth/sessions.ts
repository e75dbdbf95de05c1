/** Who asks, by the token that their device holds. */
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../../shared/errors.ts'
import type { Role } from '../../shared/docs.ts'
import type { Say } from '../say.ts'
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

/** A session that holds no longer. */
export type EndedSession = Omit<KnownSession, 'token'>

/** The session of a request, or null when it carries none that holds here. */
export const knownSession = (workshop: Workshop, headers: IncomingHttpHeaders): KnownSession | null => {
  const token = tokenOf(headers, workshop.id)
  if (!token) return null
  const session = hashOf(token)
  const record = workshop.tables.session.get(session)
  const person = record && workshop.tables.person.get(record.person)
  return person && !person.removed ? { session, token, person } : null
}

/** Who a request was here, until a replaced link or a removal ended its session. It may do nothing as that person. */
export const endedSession = (workshop: Workshop, headers: IncomingHttpHeaders): EndedSession | null => {
  const token = tokenOf(headers, workshop.id)
  if (!token) return null
  const session = hashOf(token)
  const record = workshop.tables.ended.get(session)
  const person = record && workshop.tables.person.get(record.person)
  return person ? { session, person } : null
}

/** @throws Refusal `no-session`, or `removed` when this person was sent out */
export const requireSession = (workshop: Workshop, headers: IncomingHttpHeaders, t: Say): KnownSession => {
  const known = knownSession(workshop, headers)
  if (known) return known
  const person = endedSession(workshop, headers)?.person
  if (person?.removed) throw new Refusal('removed', t('server.removed'), { person: person.id })
  throw new Refusal('no-session', t('server.no-session'), person ? { person: person.id } : {})
}

/** @throws Refusal `forbidden` when this person's role is another */
export const requireRole = (person: PersonRecord, roles: readonly Role[], t: Say): void => {
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

/** Ends sessions of which a condition holds; their devices stay known, for when they join anew. @returns the people concerned */
export const endSessions = (
  workshops: Workshops,
  workshop: Workshop,
  ends: (person: string, session: string) => boolean,
): ReadonlySet<string> => {
  const concerned = new Set<string>()
  for (const [session, { person }] of [...workshop.tables.session])
    if (ends(person, session)) {
      workshops.remove(workshop, 'session', session)
      workshops.put(workshop, 'ended', session, { person })
      concerned.add(person)
    }
  return concerned
}
