/** Starts threads, from the sources as from the built server. */
import { Worker, type ResourceLimits } from 'node:worker_threads'

/** Run from the sources, a thread needs what reads TypeScript, which Node has no option for in a thread. */
const FROM_SOURCES = `
  const { workerData } = require('node:worker_threads')
  import('tsx/esm/api').then(({ tsImport }) => tsImport(workerData.module, workerData.module))
`

/**
 * Starts a thread on a module of the sources, named by its `.ts` address beside whoever asks; the build puts it beside the server
 * under the same name.
 * @param data what it finds as `workerData`
 * @param resourceLimits what memory its engine keeps; as usual unless told
 */
export const startThread = (module: URL, data: object = {}, resourceLimits: ResourceLimits = {}): Worker =>
  import.meta.url.endsWith('.ts')
    ? new Worker(FROM_SOURCES, { eval: true, workerData: { ...data, module: module.href }, resourceLimits })
    : new Worker(new URL(module.href.replace(/\.ts$/, '.js')), { workerData: data, resourceLimits })
