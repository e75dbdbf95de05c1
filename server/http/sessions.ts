/** Joining and leaving: `/api/sessions`, `/api/codes`, and a workshop's `sessions`, `knock` and `leave`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FoundByCode, Joined, Knocked } from '../../shared/answers.ts'
import { joinByCode, joinByLink } from '../../shared/api.ts'
import { Refusal } from '../../shared/errors.ts'
import { CLOSE } from '../../shared/protocol.ts'
import { metaOf } from '../../shared/stage.ts'
import { networkOf } from '../auth/attempts.ts'
import { participantOf, type Device, type WayIn } from '../auth/join.ts'
import { endedSession, knownSession } from '../auth/sessions.ts'
import { noCookie, sessionCookie } from '../auth/token.ts'
import type { Workshop } from '../workshops/workshops.ts'
import { parseBody, pathPart } from './answers.ts'
import { callerOf } from './caller.ts'
import type { HttpDeps } from './deps.ts'

const deviceOf = (workshop: Workshop, headers: FastifyRequest['headers']): Device => ({
  known: knownSession(workshop, headers),
  ended: endedSession(workshop, headers),
})

export const sessionRoutes = (app: FastifyInstance, { house, secure }: HttpDeps): void => {
  const { workshops, join, mayComeAnew, sync, t } = house

  /** People are free to make, and a workshop has room for so many. @throws Refusal `too-fast`, `doors-closed` */
  const checkCrowd = (way: WayIn, device: Device, address: string): void => {
    const isNew = !way.person && !join.knock(way, device)
    if (isNew && !mayComeAnew(networkOf(address), 1))
      throw new Refusal('too-fast', t('server.too-fast.joins'))
  }

  const enter = (
    request: FastifyRequest,
    reply: FastifyReply,
    way: WayIn,
    name: string | undefined,
  ): Joined => {
    const { workshop } = way
    const device = deviceOf(workshop, request.headers)
    checkCrowd(way, device, request.ip)
    const entered = join.join(way, name, device)
    reply
      .code(entered.known ? 200 : 201)
      .header('set-cookie', sessionCookie(workshop.id, entered.token, secure))
    return {
      workshop: { id: workshop.id, title: metaOf(workshop.stage).title },
      token: entered.token,
      participant: participantOf(entered.person),
    }
  }

  app.post('/api/workshops/:id/sessions', async (request, reply) => {
    const { secret, name } = parseBody(joinByLink, request.body, t)
    return enter(request, reply, await join.bySecret(pathPart(request, 'id'), secret, request.ip), name)
  })

  app.post('/api/sessions', async (request, reply) => {
    const { code, name } = parseBody(joinByCode, request.body, t)
    return enter(request, reply, await join.byCode(code, request.ip, true), name)
  })

  app.post('/api/workshops/:id/knock', async (request): Promise<Knocked> => {
    const { secret } = parseBody(joinByLink, request.body, t)
    const way = await join.bySecret(pathPart(request, 'id'), secret, request.ip)
    const { workshop, role } = way
    const person = join.knock(way, deviceOf(workshop, request.headers))
    return {
      workshop: { id: workshop.id, title: metaOf(workshop.stage).title },
      role,
      ...(person && { person: participantOf(person) }),
    }
  })

  app.post('/api/codes', async (request): Promise<FoundByCode> => {
    const { code } = parseBody(joinByCode, request.body, t)
    const way = await join.byCode(code, request.ip, false)
    const person = way.person === undefined ? null : way.workshop.tables.person.get(way.person)
    return { workshop: { id: way.workshop.id }, ...(person && { person: participantOf(person) }) }
  })

  app.post('/api/workshops/:id/leave', async (request, reply) => {
    const { workshop, session } = await callerOf(house, request)
    workshops.remove(workshop, 'session', session)
    sync.close(workshop.id, { session }, CLOSE.noSession, t('server.no-session'))
    reply.header('set-cookie', noCookie(workshop.id, secure))
    return {}
  })
}
