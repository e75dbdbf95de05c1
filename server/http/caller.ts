/** Who calls, and about which workshop: what every call begins with that needs a session. */
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../shared/errors.ts'
import { requireSession, type KnownSession } from '../auth/sessions.ts'
import type { House } from '../house.ts'
import type { Workshop } from '../workshops/workshops.ts'
import { pathPart } from './answers.ts'

export interface Caller extends KnownSession {
  readonly workshop: Workshop
}

/** As of now, for what took a while. @throws Refusal `not-found`, `no-session` or `removed` */
export const callerNow = async (
  { workshops, t }: Pick<House, 'workshops' | 't'>,
  request: FastifyRequest,
): Promise<Caller> => {
  const workshop = await workshops.get(pathPart(request, 'id'))
  return { workshop, ...requireSession(workshop, request.headers, t) }
}

/** @throws Refusal `not-found`, `no-session`, `removed`, or `too-fast` when one person asks too much */
export const callerOf = async (
  house: Pick<House, 'workshops' | 'mayAsk' | 't'>,
  request: FastifyRequest,
): Promise<Caller> => {
  const caller = await callerNow(house, request)
  const person = caller.person.id
  if (!house.mayAsk(person, 1)) throw new Refusal('too-fast', house.t('server.too-fast.requests'), { person })
  return caller
}
