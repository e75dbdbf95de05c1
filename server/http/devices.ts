/** `/api/workshops/:id/devices`: a one-use code for another device of the same person. */
import type { FastifyInstance } from 'fastify'
import type { DeviceCode } from '../../shared/answers.ts'
import { freeCode } from '../commands/entry.ts'
import { callerOf } from './caller.ts'
import type { HttpDeps } from './deps.ts'

export const deviceRoutes = (app: FastifyInstance, { house }: HttpDeps): void => {
  const { workshops, devices } = house
  app.post('/api/workshops/:id/devices', async (request, reply): Promise<DeviceCode> => {
    const { workshop, person, session } = await callerOf(house, request)
    reply.code(201)
    const code = await freeCode(workshops)
    return devices.add({ workshop: workshop.id, person: person.id, session }, code)
  })
}
