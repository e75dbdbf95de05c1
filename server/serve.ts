/** Starts the whole server on a storage, and stops it again. */
import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { WebSocket } from 'ws'
import type { CreatedWorkshop } from '../shared/answers.ts'
import type { CreateWorkshop } from '../shared/api.ts'
import type { Say } from './say.ts'
import { addressesOf, type Addresses } from './addresses.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createAddressOf } from './auth/address.ts'
import { createProofs } from './auth/proofs.ts'
import { createHouse, type House } from './house.ts'
import { watchLag } from './lag.ts'
import { createApp } from './http/app.ts'
import type { Pages } from './http/pages.ts'
import { withReferences, type Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import type { Keys } from './storage/keys.ts'
import { sealDrafts } from './storage/sealed.ts'
import type { Storage } from './storage/storage.ts'
import { createCommitter } from './sync/committer.ts'
import { createSync } from './sync/sockets/gateway.ts'

/** What a server stands on. */
export interface ServeDeps {
  readonly config: Pick<Config, 'host' | 'port' | 'publicUrl' | 'trustProxy'>
  readonly storage: Storage
  /** Of what is sealed in the storage; kept apart from it. */
  readonly keys: Keys
  readonly clock: Clock
  readonly t: Say
  readonly log: Log
  /** Serves the pages. */
  readonly pages: Pages
  /** False where a development server serves the pages: it needs scripts of its own. */
  readonly strict?: boolean
  /** Sockets that are not for sync are left to somebody else. */
  readonly sharesUpgrades?: boolean
  /** Ms that a document stays in memory when nobody holds it; else what `createSync` thinks best. */
  readonly idle?: number
}

/** A server that listens. */
export interface Served {
  readonly house: House
  readonly app: FastifyInstance
  readonly addresses: Addresses
  /** An address of this very machine. */
  readonly local: string
  readonly example: () => Promise<CreatedWorkshop>
  /** Refuses newcomers, stores all, says good-bye to everybody, and closes the storage. */
  stop(): Promise<void>
}

/** Ms that requests under way have to be answered when the server stops; who sends nothing is then cut off. */
const FAREWELL = 1_000

/** A socket as a page opens it. */
class PageSocket extends WebSocket {
  constructor(address: string, protocols: readonly string[]) {
    super(address, [...protocols])
  }
}

/** Listens. @throws Error with `code` EADDRINUSE when the port is taken */
export const serve = async (deps: ServeDeps): Promise<Served> => {
  const { config, keys, clock, t, pages, strict = true, sharesUpgrades = false, idle } = deps
  const log = withReferences(deps.log)
  const storage = sealDrafts({ storage: deps.storage, keys })
  let addresses = addressesOf(config)
  const metrics = createMetrics()
  metrics.gauge('process_resident_memory_bytes', () => process.memoryUsage.rss())
  const endLag = watchLag(metrics)
  const committer = createCommitter({ storage, log, metrics })
  const proofs = createProofs({ storage, log })
  await proofs.load()
  const addressOf = createAddressOf(config.trustProxy)
  const house = createHouse({
    storage,
    keys,
    proofs,
    committer,
    connect: (gatekeeper) =>
      createSync({
        committer,
        storage,
        gatekeeper,
        log,
        metrics,
        addressOf,
        clock,
        ...(idle !== undefined && { idle }),
      }),
    clock,
    random: (below) => randomInt(below),
    t,
    log,
    origins: () => addresses.origins,
  })
  metrics.gauge('kiteboard_workshops_held', house.workshops.count)
  const example = async (wanted: Partial<Pick<CreateWorkshop, 'title' | 'name'>> = {}) => {
    const { buildExample } = await import('./example/build.ts')
    return buildExample(
      { origin: addresses.local, fetch, WebSocket: PageSocket, now: () => new Date(clock.now()) },
      wanted,
    )
  }
  const app = await createApp({
    house,
    metrics,
    // Links are for others, who cannot use an address of this machine alone where there is a better one.
    base: (origin) =>
      config.publicUrl ??
      (addresses.lan.length === 0 && origin !== undefined && addresses.origins.has(origin)
        ? origin
        : addresses.main),
    secure: config.publicUrl?.startsWith('https:') ?? false,
    trustProxy: config.trustProxy,
    pages,
    strict,
    buildExample: example,
  })
  app.server.on('upgrade', (request, socket, head) => {
    if (!house.sync.upgrade(request, socket, head) && !sharesUpgrades) socket.destroy()
  })
  // What a crash left behind is in order before anybody comes. A storage that fails at this moment may be well at the next.
  await house.writing
    .sweep()
    .catch((error: unknown) => log.error({ err: error }, 'keys could not be swept yet'))
  house.forgetting.sweep()
  await app.listen({ host: config.host, port: config.port })
  const bound = app.server.address()
  const port = typeof bound === 'object' && bound ? bound.port : config.port
  addresses = addressesOf({ ...config, port })
  let stopped: Promise<void> | null = null
  return {
    house,
    app,
    addresses,
    local: addresses.local,
    example: () => example(),
    stop() {
      stopped ??= (async () => {
        const closed = app.close()
        house.resting.close()
        await house.sync.shutdown()
        const cut = setTimeout(() => app.server.closeAllConnections(), FAREWELL)
        await closed
        clearTimeout(cut)
        endLag()
        await house.forgetting.close()
        await committer.close()
        await storage.close()
      })()
      return stopped
    },
  }
}
