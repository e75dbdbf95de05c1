/** The real server in this very process, for what a journey can't wait for, or has to look at from behind. */
import { fileURLToPath } from 'node:url'
import { createSay } from '../../../server/say.ts'
import { systemClock } from '../../../server/clock.ts'
import { builtPages } from '../../../server/http/pages.ts'
import { serve, type Served } from '../../../server/serve.ts'
import { createMemoryKeys } from '../../../server/storage/memoryKeys.ts'
import type { Storage } from '../../../server/storage/storage.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Starts it on a free port. @param deps.idle ms that a document stays in memory when nobody holds it */
export const startServerHere = (deps: {
  readonly storage: Storage
  readonly idle: number
}): Promise<Served> => {
  const t = createSay('en')
  return serve({
    ...deps,
    config: { host: '127.0.0.1', port: 0, publicUrl: null, trustProxy: false },
    keys: createMemoryKeys(),
    clock: systemClock,
    t,
    log: silent,
    pages: builtPages({ folder: fileURLToPath(new URL('../../../dist/client', import.meta.url)), t }),
  })
}
