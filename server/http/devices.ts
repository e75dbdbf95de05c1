/** `/api/workshops/:id/devices`: a one-use code for another device of the same person. */
import type { FastifyInstance } from 'fastify'
import type { DeviceCode } from '../../shared/answers.ts'
import { requireSession } from '../auth/sessions.ts'
import { freeCode } from '../commands/entry.ts'
import { pathPart } from './answers.ts'
import type { HttpDeps } from './deps.ts'

export const deviceRoutes = (app: FastifyInstance, { house }: HttpDeps): void => {
  const { workshops, devices, t } = house
  app.post('/api/workshops/:id/devices', async (request, reply): Promise<DeviceCode> => {
    const workshop = await workshops.get(pathPart(request, 'id'))
    const { person, session } = requireSession(workshop, request.headers, t)
    reply.code(201)
    const code = await freeCode(workshops)
    return devices.add({ workshop: workshop.id, person: person.id, session }, code)
  })
}
