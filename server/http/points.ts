/** `/api/workshops/:id/boards/:board/points`: a board as it was, for facilitators. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { BoardPoints } from '../../shared/answers.ts'
import { boardDoc } from '../../shared/docs.ts'
import { Refusal } from '../../shared/errors.ts'
import { boardsOf } from '../../shared/stage.ts'
import { requireRole } from '../auth/sessions.ts'
import { docPrefix, readPoint, readPoints } from '../sync/stored.ts'
import { pathPart } from './answers.ts'
import { callerOf } from './caller.ts'
import type { HttpDeps } from './deps.ts'
import type { HandOut } from './handing.ts'

export const pointRoutes = (app: FastifyInstance, { house }: HttpDeps, handOut: HandOut): void => {
  const { storage, t } = house

  /** Who asks, and where the board's points lie. @throws Refusal for whoever may not go there */
  const asked = async (request: FastifyRequest) => {
    const { workshop, person } = await callerOf(house, request)
    requireRole(person, ['facilitator'], t)
    const board = pathPart(request, 'board')
    if (!boardsOf(workshop.stage).some(({ id }) => id === board))
      throw new Refusal('not-found', t('server.no-such-thing'))
    return { person: person.id, prefix: docPrefix(workshop.id, boardDoc(board)) }
  }

  app.get('/api/workshops/:id/boards/:board/points', async (request): Promise<BoardPoints> => ({
    points: [...(await readPoints(storage, (await asked(request)).prefix))],
  }))

  app.get('/api/workshops/:id/boards/:board/points/:at', async (request, reply) => {
    const { person, prefix } = await asked(request)
    const at = Number(pathPart(request, 'at'))
    const known = (await readPoints(storage, prefix)).find((point) => point.at === at)
    if (!known) throw new Refusal('not-found', t('server.no-such-thing'))
    handOut(reply, person, known.bytes)
    const update = await readPoint(storage, prefix, at)
    // It grew old in this very moment.
    if (!update) throw new Refusal('not-found', t('server.no-such-thing'))
    return reply.type('application/octet-stream').send(update)
  })
}
