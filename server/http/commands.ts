/** `/api/workshops/:id/commands` */
import type { FastifyInstance } from 'fastify'
import { command } from '../../shared/commands.ts'
import { requireSession } from '../auth/sessions.ts'
import { parseBody, pathPart } from './answers.ts'
import type { HttpDeps } from './deps.ts'

export const commandRoutes = (app: FastifyInstance, { house, base }: HttpDeps): void => {
  const { workshops, carryOut, t } = house
  app.post('/api/workshops/:id/commands', async (request) => {
    const workshop = await workshops.get(pathPart(request, 'id'))
    const { person } = requireSession(workshop, request.headers, t)
    const wanted = parseBody(command, request.body, t)
    return carryOut({ workshop, person, base: base(request.headers.origin) }, wanted)
  })
}
