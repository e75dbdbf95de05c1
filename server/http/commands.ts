/** `/api/workshops/:id/commands` */
import type { FastifyInstance } from 'fastify'
import { command } from '../../shared/commands.ts'
import { parseBody } from './answers.ts'
import { callerOf } from './caller.ts'
import type { HttpDeps } from './deps.ts'

export const commandRoutes = (app: FastifyInstance, { house, base }: HttpDeps): void => {
  const { carryOut, t } = house
  app.post('/api/workshops/:id/commands', async (request) => {
    const { workshop, person } = await callerOf(house, request)
    const wanted = parseBody(command, request.body, t)
    return carryOut({ workshop, person, base: base(request.headers.origin) }, wanted)
  })
}
