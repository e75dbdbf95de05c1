/** Who asks, and about which workshop: what every call begins with that needs a session. */
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../shared/errors.ts'
import { requireSession, type KnownSession } from '../auth/sessions.ts'
import type { House } from '../house.ts'
import type { Workshop } from '../workshops/workshops.ts'
import { pathPart } from './answers.ts'

export interface Asker extends KnownSession {
  readonly workshop: Workshop
}

/** @throws Refusal `not-found`, `no-session`, `removed`, or `too-fast` when one person asks too much */
export const askerOf = async (
  { workshops, mayAsk, t }: Pick<House, 'workshops' | 'mayAsk' | 't'>,
  request: FastifyRequest,
): Promise<Asker> => {
  const workshop = await workshops.get(pathPart(request, 'id'))
  const known = requireSession(workshop, request.headers, t)
  if (!mayAsk(known.person.id, 1))
    throw new Refusal('too-fast', t('server.too-fast.requests'), { person: known.person.id })
  return { workshop, ...known }
}
