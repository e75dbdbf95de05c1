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

/** As of now, for what took a while. @throws Refusal `not-found`, `no-session` or `removed` */
export const askerNow = async (
  { workshops, t }: Pick<House, 'workshops' | 't'>,
  request: FastifyRequest,
): Promise<Asker> => {
  const workshop = await workshops.get(pathPart(request, 'id'))
  return { workshop, ...requireSession(workshop, request.headers, t) }
}

/** @throws Refusal `not-found`, `no-session`, `removed`, or `too-fast` when one person asks too much */
export const askerOf = async (
  house: Pick<House, 'workshops' | 'mayAsk' | 't'>,
  request: FastifyRequest,
): Promise<Asker> => {
  const asker = await askerNow(house, request)
  const person = asker.person.id
  if (!house.mayAsk(person, 1)) throw new Refusal('too-fast', house.t('server.too-fast.requests'), { person })
  return asker
}
