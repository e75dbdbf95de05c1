/** `/healthz`: the process lives. `/readyz`: it can serve, its storage answers. `/metrics`: what it counts of itself. */
import type { FastifyInstance } from 'fastify'
import type { HttpDeps } from './deps.ts'

export const healthRoutes = (
  app: FastifyInstance,
  { house, metrics }: HttpDeps,
  stopping: () => boolean,
): void => {
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const ready =
      !stopping() &&
      (await house.storage.get('ready').then(
        () => true,
        () => false,
      ))
    reply.code(ready ? 200 : 503)
    return { ready }
  })
  app.get('/metrics', async (_request, reply) => {
    reply.type('text/plain; version=0.0.4; charset=utf-8')
    return metrics.print()
  })
}
