/** Who asks, and of which workshop, for the log: ids alone, and only such as are ours. */
import type { FastifyRequest } from 'fastify'
import { ID_PATTERN } from '../../shared/ids.ts'
import { endedSession, knownSession } from '../auth/sessions.ts'
import type { Workshops } from '../workshops/workshops.ts'
import { pathPart } from './answers.ts'

/** As far as it is known without reading anything. */
export interface WhoAsks {
  readonly workshop?: string
  readonly person?: string
}

/** Also of somebody who was sent out, or whose session ended. */
export const whoIsIn =
  (workshops: Pick<Workshops, 'peek'>) =>
  (request: FastifyRequest): WhoAsks => {
    const id = pathPart(request, 'id')
    // What else stands in an address might be anybody's words.
    if (!ID_PATTERN.test(id)) return {}
    const workshop = workshops.peek(id)
    const { headers } = request
    const found = workshop && (knownSession(workshop, headers) ?? endedSession(workshop, headers))
    return { workshop: id, ...(found && { person: found.person.id }) }
  }
