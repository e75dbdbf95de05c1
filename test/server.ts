/** The real server, built, in a process of its own: what the journeys are run against. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../bench/support/ports.ts'
import { createSay } from '../server/say.ts'

export interface Served {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly port: number
  readonly data: string
  /** All that it printed so far. */
  printed(): string
  /** Sends a signal and waits for its end. @returns its exit code, null when the signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const t = createSay('en')

const MAIN = fileURLToPath(new URL('../dist/server/main.js', import.meta.url))

/**
 * Starts the built server on a free port and waits until it is ready.
 * @param options.data a data folder that outlives it; else it gets a new one, removed at its end
 */
export const startServer = async (
  options: {
    readonly data?: string
    /** A port of one's own, to start again where a server was before; else a free one. */
    readonly port?: number
    readonly args?: readonly string[]
    readonly env?: NodeJS.ProcessEnv
  } = {},
): Promise<Served> => {
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'kiteboard-test-')))
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN, ...(options.args ?? [])], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: `${port}`,
      DATA_DIR: data,
      PUBLIC_URL: url,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const greeted = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes(t('server.say.at', { address: url }))) resolve()
      })
  })
  const exited = once(child, 'exit')
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await exited
    }
    if (!options.data) await rm(data, { recursive: true, force: true })
    return child.exitCode
  }
  const patience = AbortSignal.timeout(30_000)
  const isReady = await Promise.race([
    greeted.then(() => true),
    exited.then(() => false),
    once(patience, 'abort').then(() => false),
  ])
  if (!isReady) {
    await stop('SIGKILL')
    throw new Error(`The server did not start:\n${output}`)
  }
  return { url, port, data, printed: () => output, stop }
}
