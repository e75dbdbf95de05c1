/**
 * `npm run dev`: the real server and Vite in one process, on one address. Changes to the client show at once and keep its state; after
 * a change to the server, start it again.
 */
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { createServer, type ViteDevServer } from 'vite'
import { systemClock } from '../server/clock.ts'
import { readConfig } from '../server/config.ts'
import type { Pages } from '../server/http/pages.ts'
import { serve } from '../server/serve.ts'
import { openFileKeys } from '../server/storage/fileKeys.ts'
import { openLevelStorage } from '../server/storage/level.ts'
import { createSay } from '../server/say.ts'
import { straightIn } from '../shared/straight.ts'

/** What our own server answers; all else is Vite's. */
const OURS = /^\/(api|healthz|readyz|metrics)(\/|\?|$)/

/** Pages by Vite, and whatever else it serves. */
const vitePages =
  (opened: (vite: ViteDevServer) => void): Pages =>
  async (app) => {
    const vite = await createServer({
      configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
      appType: 'spa',
      server: { middlewareMode: true, hmr: { server: app.server } },
    })
    opened(vite)
    app.addHook('onRequest', async (request, reply) => {
      if (OURS.test(request.url)) return
      reply.hijack()
      const { raw }: { raw: IncomingMessage } = request
      vite.middlewares(raw, reply.raw, () => reply.raw.writeHead(404).end())
    })
    return (_request, reply) => reply.code(404).send()
  }

const t = createSay('en')
const config = readConfig(process.env, process.argv.slice(2), t)
const closers: (() => Promise<void>)[] = []
const served = await serve({
  config,
  storage: await openLevelStorage({ path: config.dataDir }),
  keys: await openFileKeys({ folder: join(config.dataDir, 'keys') }),
  clock: systemClock,
  t,
  log: pino({ level: config.logLevel }),
  pages: vitePages((vite) => closers.push(() => vite.close())),
  strict: false,
  sharesUpgrades: true,
})
console.log(t('server.say.at', { address: served.addresses.main }))
if (config.example)
  console.log(t('server.say.example', { link: straightIn((await served.example()).links.facilitator) }))

const stop = async (): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.removeAllListeners(signal).on(signal, () => undefined)
  for (const close of closers) await close()
  await served.stop()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
