/** Serves the built client: files as they are, and its one page for every address that is not a file's. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Say } from '../say.ts'

/** Sets up what pages need; gives what answers the address of a page. */
export type Pages = (
  app: FastifyInstance,
) => Promise<(request: FastifyRequest, reply: FastifyReply) => FastifyReply>

/** Files that the build named by their content never change. */
const FOR_EVER = 'public, max-age=31536000, immutable'

export const builtPages =
  ({ folder, t }: { readonly folder: string; readonly t: Say }): Pages =>
  async (app) => {
    if (!existsSync(join(folder, 'index.html')))
      return (_request, reply) => reply.code(503).type('text/plain').send(t('server.not-built'))
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        void reply.header('cache-control', path.includes('/assets/') ? FOR_EVER : 'no-cache')
      },
    })
    return (_request, reply) => reply.sendFile('index.html')
  }

/** Whether an address is that of a page, rather than of a file or of the interface. */
export const isPage = (method: string, url: string): boolean => {
  const [path = ''] = url.split('?', 1)
  return (
    (method === 'GET' || method === 'HEAD') && !/^\/(api|assets)(\/|$)/.test(path) && !/\.\w+$/.test(path)
  )
}
