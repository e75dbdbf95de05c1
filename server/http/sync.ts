/** `/api/workshops/:id/sync`: the address of WebSockets (sync/sockets). Whatever arrives here is none, or not any more. */
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../../shared/errors.ts'
import type { HttpDeps } from './deps.ts'

export const syncRoutes = (app: FastifyInstance, { house: { t } }: HttpDeps): void => {
  // A proxy that passes no WebSockets on makes plain requests of them: this is all that whoever runs the server sees of that.
  const refuse = async (): Promise<never> => {
    throw new Refusal('no-websocket', t('server.no-websocket'))
  }
  app.get('/api/workshops/:id/sync', refuse)
  app.get('/api/workshops/:id/sync/:document', refuse)
}
